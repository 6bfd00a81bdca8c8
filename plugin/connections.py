"""Connecting an LMS: an invitation for one institution, and what is kept of the LMS that accepts it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlsplit

from plugin.domain.errors import InputError, NotFoundError
from plugin.domain.platforms import Deployment, Registered, Registration
from plugin.domain.text import say
from plugin.domain.tickets import TicketKind
from plugin.services import Services

_ADDRESSES = ("auth_login_url", "auth_token_url", "key_set_url")
INVITATION_LASTS = timedelta(days=7)


def invite(institution_id: str, services: Services) -> str:
    """An address to paste into an LMS, once, within a week; NotFoundError when there is no such institution."""
    if institution_id not in {institution.id for institution in services.plans.institutions()}:
        known = ", ".join(institution.id for institution in services.plans.institutions()) or say("none yet")
        sentence = say("There is no institution “{institution_id}”.", institution_id=institution_id)
        raise NotFoundError(
            "institution.unknown",
            sentence,
            say("Create it on the administration page, or publish a plan of it. Known: {known}.", known=known),
        )
    secret = services.tickets.issue(TicketKind.INVITATION, {"institution": institution_id}, INVITATION_LASTS)
    return f"{services.settings.public_url}/lti/register?invitation={secret}"


def invited_institution(invitation: str, services: Services) -> str:
    """The institution for which the invitation is; NotFoundError when it was used or is too old."""
    ticket = services.tickets.read(TicketKind.INVITATION, invitation)
    if ticket is None:
        sentence = "This invitation was used already, or it is older than a week."
        raise NotFoundError("invitation.spent", sentence, "Make a new one on the administration page.")
    return str(ticket["institution"])


def connect(invitation: str, made: Registered, services: Services) -> Registration:
    """Keep the LMS that accepted an invitation, which is spent now. A repeated registration is an update."""
    institution_id = invited_institution(invitation, services)
    services.tickets.spend(TicketKind.INVITATION, invitation)
    registration = Registration(
        services.press.new_id(),
        made.issuer,
        made.client_id,
        made.auth_login_url,
        made.auth_token_url,
        made.key_set_url,
        made.family,
    )
    registration = keep(registration, services)
    if made.deployment_id:
        bind(registration.id, made.deployment_id, institution_id, services)
    return registration


def connect_by_hand(given: Mapping[str, str], services: Services) -> Registration:
    """Keep an LMS with what somebody typed; InputError tells the first thing that is not usable."""
    values = {name: given.get(name, "") for name in ("issuer", "client_id", *_ADDRESSES, "deployment_id")}
    for name, value in values.items():
        if not value or len(value) > 2000 or not value.isprintable():
            raise InputError("platform.field", say("“{name}” is empty or too long.", name=name), "Fill in every field.")
    if not all(is_address(values[name]) for name in _ADDRESSES):
        raise InputError("platform.address", "An address is not one.", "Give whole addresses, https:// included.")
    institution_id, deployment_id = given.get("institution", ""), values.pop("deployment_id")
    if institution_id not in {institution.id for institution in services.plans.institutions()}:
        raise InputError(
            "institution.unknown",
            say("There is no institution “{institution_id}”.", institution_id=institution_id),
            "Publish a plan of it.",
        )
    family = given.get("family", "generic")
    kept = keep(Registration(services.press.new_id(), **values, family=family), services)
    bind(kept.id, deployment_id, institution_id, services)
    return kept


def is_address(value: str) -> bool:
    """Whether it is a whole web address."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("https", "http") and bool(parts.hostname)


def keep(registration: Registration, services: Services) -> Registration:
    """Keep an LMS, or bring it up to date; InputError for one without https, such as the practice LMS."""
    addresses = (registration.auth_login_url, registration.auth_token_url, registration.key_set_url)
    if services.settings.public_url.startswith("https://") and not all(a.startswith("https://") for a in addresses):
        sentence = "A learning platform must be reached by https."
        raise InputError(
            "platform.not_https", sentence, "Give its https addresses. The practice LMS is for the demo only."
        )
    return services.platforms.put(registration)


def bind(registration_id: str, deployment_id: str, institution_id: str, services: Services) -> None:
    """Give a deployment to an institution; one that belongs to an institution already stays there."""
    known = services.platforms.deployment(registration_id, deployment_id)
    if known is None:
        new = Deployment(services.press.new_id(), registration_id, deployment_id, institution_id)
        services.platforms.add_deployment(new)
    elif known.institution_id is None:
        services.platforms.bind_deployment(known.id, institution_id)
