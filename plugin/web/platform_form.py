"""Connecting an LMS by hand: what it must be told, and what it tells of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for

from plugin.connections import connect_by_hand
from plugin.domain.errors import InputError
from plugin.domain.text import say
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
    Field(
        "issuer",
        say("Issuer"),
        say("Moodle: Platform ID. Canvas: https://canvas.instructure.com, for every hosted one."),
    ),
    Field("client_id", say("Client id"), say("The id that the platform gave to this tool.")),
    Field("deployment_id", say("Deployment id"), say("Moodle shows it among the tool's details.")),
    Field(
        "auth_login_url", say("Authentication request URL"), say("Also called OIDC auth URL or authorization endpoint.")
    ),
    Field("auth_token_url", say("Access token URL"), say("Also called token endpoint.")),
    Field("key_set_url", say("Public keyset URL"), say("Also called JWKS URL.")),
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
        (say("Tool URL, target link URI"), f"{base}/lti/launch"),
        (say("Login initiation URL"), f"{base}/lti/login"),
        (say("Redirect URI"), f"{base}/lti/launch"),
        (say("Public keyset URL"), f"{base}/lti/jwks"),
        (say("Canvas, “Enter URL”"), f"{base}/lti/config.json"),
        (say("Custom parameter"), "context_history=$Context.id.history"),
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
