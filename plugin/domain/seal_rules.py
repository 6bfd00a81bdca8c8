"""When a seal may be used for an institution: in its time, and only if it is the institution's own."""

from __future__ import annotations

import unicodedata
from datetime import datetime

from plugin.domain.documents import SealIdentity
from plugin.domain.elements import Organisation
from plugin.domain.errors import TwinsealError
from plugin.domain.text import Said, say


class UnfitSealError(TwinsealError):
    """A seal is out of time or belongs to somebody else; nothing is sealed with it."""


def refuse_unfit(seal: SealIdentity, organisation: Organisation, at: datetime) -> None:
    """UnfitSealError when the seal is not valid then, or its certificate names another owner.

    Whose a test seal or an issuer's own published key is, needs no certificate to tell.
    """
    _refuse_untimely(seal, at)
    if not (seal.is_test or seal.self_made):
        _refuse_foreign(seal, organisation)


def _refuse_untimely(seal: SealIdentity, at: datetime) -> None:
    if at < seal.not_before:
        sentence = say(
            "The seal of “{legal_name}” is valid only from {not_before}.",
            legal_name=seal.legal_name,
            not_before=seal.not_before,
        )
        raise UnfitSealError("seal.early", sentence, "Use it from that day on, or import another one.")
    if at > seal.not_after:
        sentence = say(
            "The seal of “{legal_name}” ran out on {not_after}.", legal_name=seal.legal_name, not_after=seal.not_after
        )
        raise UnfitSealError("seal.expired", sentence, "Get a new one from whoever made it, and import that.")


def _refuse_foreign(seal: SealIdentity, organisation: Organisation) -> None:
    """ETSI EN 319 412-3, section 4.2.1: organizationIdentifier, organizationName and countryName name the owner."""
    country = organisation.place.country
    if not seal.legal_identifier:
        raise _foreign(
            say("The certificate names no organisation identifier (2.5.4.97), which Europass demands."),
            say("Get another one."),
        )
    if seal.legal_identifier != organisation.legal_identifier:
        theirs = organisation.legal_identifier or say("none")
        why = say(
            "The certificate belongs to {identifier}, but the plan's institution has the legal identifier {theirs}.",
            identifier=seal.legal_identifier,
            theirs=theirs,
        )
        raise _foreign(
            why,
            say(
                "If it is the same body, write legal_identifier = '{legal_identifier}' in the plan.",
                legal_identifier=seal.legal_identifier,
            ),
        )
    if _plain(seal.legal_name) not in {_plain(text) for _, text in organisation.legal_name}:
        why = say(
            "The certificate belongs to “{name}”, but the plan's institution is called “{theirs}”.",
            name=seal.legal_name,
            theirs=organisation.legal_name,
        )
        raise _foreign(why, say("If it is the same body, write its name in the plan as the certificate does."))
    if seal.country.upper() != country.alias.upper():
        why = say(
            "The certificate belongs to a body in {country}, but the plan's institution is in {theirs}.",
            country=seal.country or say("no country"),
            theirs=country.alias,
        )
        raise _foreign(why, say("Correct the plan, or get another certificate."))


def _foreign(why: Said, hint: Said) -> UnfitSealError:
    return UnfitSealError("seal.foreign", why, hint)


def _plain(name: str) -> str:
    """A name without accents, case and spacing: certificates often lack them."""
    bare = unicodedata.normalize("NFKD", name)
    return "".join(c for c in bare if c.isalnum()).casefold()
