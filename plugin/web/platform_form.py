"""Connecting an LMS by hand: what it must be told, and what it tells of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for

from plugin.connections import connect_by_hand
from plugin.domain.errors import InputError
from plugin.web.admin import Answer, signed_in
from plugin.web.bundle import services
from plugin.web.forms import check_form, form_token

pages = Blueprint("platform_form", __name__, url_prefix="/admin/platforms")


@dataclass(frozen=True, slots=True)
class Field:
    """One line of the form."""

    name: str
    label: str
    help: str


FIELDS = (
    Field("issuer", "Issuer", "Moodle: Platform ID. Canvas: https://canvas.instructure.com, for every hosted one."),
    Field("client_id", "Client id", "The id that the platform gave to this tool."),
    Field("deployment_id", "Deployment id", "Moodle shows it among the tool's details."),
    Field("auth_login_url", "Authentication request URL", "Also called OIDC auth URL or authorization endpoint."),
    Field("auth_token_url", "Access token URL", "Also called token endpoint."),
    Field("key_set_url", "Public keyset URL", "Also called JWKS URL."),
)


@pages.get("/new")
def show() -> Answer:
    """An empty form, beside the addresses to give away."""
    return _form({}, None)


@pages.post("/new")
def connect() -> Answer:
    """Keep the platform, and go on to try the connection."""
    check_form(signed_in())
    given = {name: value.strip() for name, value in request.form.items()}
    try:
        kept = connect_by_hand(given, services())
    except InputError as problem:
        return _form(given, problem), 400
    return redirect(url_for("admin.check", registration_id=kept.id), 303)


def _form(given: Mapping[str, str], problem: InputError | None) -> str:
    secret, bundle = signed_in(), services()
    base = bundle.settings.public_url
    addresses = (
        ("Tool URL, target link URI", f"{base}/lti/launch"),
        ("Login initiation URL", f"{base}/lti/login"),
        ("Redirect URI", f"{base}/lti/launch"),
        ("Public keyset URL", f"{base}/lti/jwks"),
        ("Canvas, “Enter URL”", f"{base}/lti/config.json"),
        ("Custom parameter", "context_history=$Context.id.history"),
    )
    return render_template(
        "platform_form.html",
        addresses=addresses,
        fields=FIELDS,
        given=given,
        problem=problem,
        families=bundle.families,
        institutions=bundle.plans.institutions(),
        form_token=form_token(secret),
    )
