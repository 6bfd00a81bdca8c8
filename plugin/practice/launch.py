"""OIDC login and the launch itself, as Moodle does them (1EdTech Security Framework 1.0, section 5; LTI Core 1.3)."""

from __future__ import annotations

import json
import secrets
import time
from typing import Any

import jwt
from flask import Blueprint, Response, abort, current_app, redirect, render_template, request

from plugin.practice.lms import (
    ACTIVITY_ID,
    COURSE_ID,
    COURSE_LABEL,
    COURSE_TITLE,
    DEPLOYMENT_ID,
    LINK_ID,
    Lms,
)
from plugin.practice.people import Person, Role

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
NRPS = "https://purl.imsglobal.org/spec/lti-nrps/"
DL = "https://purl.imsglobal.org/spec/lti-dl/"
AGS = "https://purl.imsglobal.org/spec/lti-ags/"
VOCABULARY = "http://purl.imsglobal.org/vocab/lis/v2/"
ID_TOKEN_SECONDS = 60
COOKIE = "practice_user"
STORAGE_FRAME = "practice_storage"

pages = Blueprint("launch", __name__)


def the_lms() -> Lms:
    """The LMS of this application."""
    lms: Lms = current_app.extensions["practice"]
    return lms


def visitor() -> Person | None:
    """Who is signed in at the practice LMS."""
    return the_lms().person(request.cookies.get(COOKIE, ""))


@pages.get("/mod/lti/launch.php")
def begin() -> str | Response:
    """What the frame in the course loads: the start of the login at the tool (third-party initiated)."""
    return _login_at_tool({"cmid": ACTIVITY_ID})


@pages.get("/mod/lti/contentitem.php")
def choose() -> str | Response:
    """Moodle's “Select content”: the same login, but the tool is asked what to place (Deep Linking 2.0)."""
    return _login_at_tool({"choose": True})


def _login_at_tool(purpose: dict[str, Any]) -> str | Response:
    lms, who = the_lms(), visitor()
    if who is None:
        return redirect("/")  # type: ignore[return-value]  # werkzeug's own Response
    if who.suspended:
        abort(403, "Your enrolment in this course is suspended.")
    hint = json.dumps({**purpose, "launchid": f"ltilaunch{ACTIVITY_ID}_{secrets.token_hex(6)}"})
    fields = {
        "iss": lms.base,
        "target_link_uri": lms.tool.launch_url,
        "login_hint": str(who.id),
        "lti_message_hint": hint,
        "client_id": lms.tool.client_id,
        "lti_deployment_id": DEPLOYMENT_ID,
        **_storage(lms),
    }
    return render_template("submit.html", action=lms.tool.login_url, fields=fields)


@pages.route("/mod/lti/auth.php", methods=["GET", "POST"])
def authorize() -> str:
    """The OIDC authorisation endpoint: checks the tool's request and answers with a signed id_token."""
    lms, who, asked = the_lms(), visitor(), request.values
    expected = {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "client_id": lms.tool.client_id,
        "redirect_uri": lms.tool.launch_url,
    }
    wrong = [name for name, value in expected.items() if asked.get(name) != value]
    if wrong or not asked.get("nonce") or asked.get("prompt", "none") != "none":
        abort(400, f"The tool's login request is wrong: {', '.join(wrong) or 'nonce or prompt'}.")
    if who is None or asked.get("login_hint") != str(who.id) or who.suspended:
        abort(403, "You are not signed in as the person for whom the tool asks.")
    claims = _claims(lms, who, asked["nonce"])
    if "choose" in json.loads(asked.get("lti_message_hint", "{}")):
        claims = _choice(lms, claims)
    token = jwt.encode(claims, lms.key, "RS256", headers={"kid": lms.key_id})
    fields = {"id_token": token, **({"state": asked["state"]} if "state" in asked else {}), **_storage(lms)}
    return render_template("submit.html", action=lms.tool.launch_url, fields=fields)


@pages.get("/mod/lti/storage")
def storage() -> str:
    """The frame that keeps secrets for tools while the course's page is open."""
    return render_template("storage.html")


def _storage(lms: Lms) -> dict[str, str]:
    return {"lti_storage_target": STORAGE_FRAME} if lms.storage else {}


@pages.get("/mod/lti/certs.php")
def key_set() -> dict[str, Any]:
    """The LMS's public keys."""
    return the_lms().jwks()


def _locale() -> str:
    """The language in which somebody uses the LMS; this one asks the browser."""
    return request.accept_languages.best or "en"


def _claims(lms: Lms, who: Person, nonce: str) -> dict[str, Any]:
    now = int(time.time())
    return {
        "iss": lms.base,
        "aud": lms.tool.client_id,
        "sub": str(who.id),
        "iat": now,
        "exp": now + ID_TOKEN_SECONDS,
        "nonce": nonce,
        **_names(who),
        CLAIM + "message_type": "LtiResourceLinkRequest",
        CLAIM + "version": "1.3.0",
        CLAIM + "deployment_id": DEPLOYMENT_ID,
        CLAIM + "target_link_uri": lms.tool.launch_url,
        CLAIM + "roles": [_role(who)],
        CLAIM + "context": {
            "id": str(COURSE_ID),
            "label": COURSE_LABEL,
            "title": COURSE_TITLE,
            "type": ["CourseSection"],
        },
        CLAIM + "resource_link": {"id": LINK_ID, "title": "Micro-credential", "description": ""},
        CLAIM + "tool_platform": {
            "guid": "practice",
            "name": "Practice LMS",
            "product_family_code": "moodle",
            "version": "2024100706",
        },
        CLAIM + "launch_presentation": {
            "locale": _locale(),
            "document_target": "iframe",
            "return_url": f"{lms.base}/course/{COURSE_ID}",
        },
        CLAIM + "custom": {"context_id_history": "", "gradebook": None},
        NRPS + "claim/namesroleservice": {
            "context_memberships_url": f"{lms.base}/services/CourseSection/{COURSE_ID}/memberships",
            "service_versions": ["1.0", "2.0"],
        },
        AGS + "claim/endpoint": {
            "scope": [AGS + "scope/lineitem", AGS + "scope/result.readonly", AGS + "scope/score"],
            "lineitems": f"{lms.base}/services/{COURSE_ID}/lineitems",
        },
    }


def _choice(lms: Lms, claims: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in claims.items() if name != CLAIM + "resource_link"}
    settings = {
        "accept_types": ["ltiResourceLink"],
        "accept_presentation_document_targets": ["frame", "iframe", "window"],
        "accept_multiple": True,
        "auto_create": False,
        "deep_link_return_url": f"{lms.base}/mod/lti/contentitem_return.php?course={COURSE_ID}",
        "data": "kept by the LMS",
    }
    return {**kept, CLAIM + "message_type": "LtiDeepLinkingRequest", DL + "claim/deep_linking_settings": settings}


def _names(who: Person) -> dict[str, str]:
    if who.hides_name:
        return {}
    return {"given_name": who.first, "family_name": who.last, "name": who.full_name, "email": who.email}


def _role(who: Person) -> str:
    return f"{VOCABULARY}membership#{'Instructor' if who.role is Role.TEACHER else 'Learner'}"
