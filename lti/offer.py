"""What this tool asks of an LMS when it is registered (LTI Dynamic Registration 1.0; Canvas's own words)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

PLATFORM = "https://purl.imsglobal.org/spec/lti-platform-configuration"
TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration"
SCOPES = (
    "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem",
    "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem.readonly",
    "https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly",
    "https://purl.imsglobal.org/spec/lti-ags/scope/score",
    "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly",
)
NOTICES = "https://purl.imsglobal.org/spec/lti/scope/noticehandlers"
CLAIMS = ("iss", "sub", "name", "given_name", "family_name", "email", "locale")
VARIABLES = {"context_history": "$Context.id.history"}  # from which courses a course was copied
CANVAS_VARIABLES = {
    "canvas_course_id": "$Canvas.course.id",
    "canvas_user_id": "$Canvas.user.id",
    "canvas_api_base_url": "$Canvas.api.baseUrl",
    "canvas_masquerading_user_id": "$Canvas.masqueradingUser.id",
}
TITLE = "Micro-credentials (Twinseal)"
DESCRIPTION = "Award micro-credentials as Open Badges and as Europass credentials"
_CANVAS = "https://canvas.instructure.com/lti/"
_LINK, _CHOICE = "LtiResourceLinkRequest", "LtiDeepLinkingRequest"
_CANVAS_PLACEMENTS = {_LINK: ("course_navigation",), _CHOICE: ("assignment_selection", "link_selection")}


def offer_to(configuration: Mapping[str, Any], public_url: str) -> dict[str, Any]:
    """Cut down to what that LMS knows: one may refuse everything because of one unknown word (Canvas: 422)."""
    offer = tool_configuration(public_url)
    platform = configuration.get(PLATFORM)
    known: Mapping[str, Any] = platform if isinstance(platform, dict) else {}
    is_canvas = str(known.get("product_family_code")).lower() == "canvas"
    offer["scope"] = " ".join(_scopes(configuration.get("scopes_supported")))
    tool = offer[TOOL]
    tool["claims"] = list(_common(CLAIMS, configuration.get("claims_supported")))
    tool["custom_parameters"] = _variables(VARIABLES | (CANVAS_VARIABLES if is_canvas else {}), known.get("variables"))
    if is_canvas:
        tool[_CANVAS + "privacy_level"] = "public"
        tool["messages"] = [_for_canvas(message) for message in tool["messages"]]
    tool["messages"] = _messages(tool["messages"], known.get("messages_supported"))
    return offer


def tool_configuration(public_url: str) -> dict[str, Any]:
    """What we ask of every LMS, before it is cut down."""
    launch = f"{public_url}/lti/launch"
    choice = {
        "type": _CHOICE,
        "target_link_uri": launch,
        "label": "Add a micro-credential",
        "placements": ["ContentArea"],
    }
    return {
        "application_type": "web",
        "response_types": ["id_token"],
        "grant_types": ["client_credentials", "implicit"],
        "initiate_login_uri": f"{public_url}/lti/login",
        "redirect_uris": [launch],
        "client_name": TITLE,
        "client_uri": f"{public_url}/",
        "logo_uri": f"{public_url}/static/mark.svg",  # Moodle shows a puzzle piece without one
        "jwks_uri": f"{public_url}/lti/jwks",
        "token_endpoint_auth_method": "private_key_jwt",
        "scope": " ".join(SCOPES),
        TOOL: {
            "domain": urlsplit(public_url).netloc,
            "target_link_uri": launch,
            "description": DESCRIPTION,
            "claims": list(CLAIMS),
            "custom_parameters": dict(VARIABLES),
            "messages": [{"type": _LINK}, choice],
        },
    }


def canvas_configuration(public_url: str) -> dict[str, Any]:
    """The same for a Canvas that is set up by an address instead (Canvas, "Enter URL" of an LTI key)."""
    launch = f"{public_url}/lti/launch"
    placements = [
        {"placement": name, "message_type": kind, "text": "Micro-credential", "target_link_uri": launch}
        for kind, names in _CANVAS_PLACEMENTS.items()
        for name in names
    ]
    placements[0]["default"] = "disabled"
    extension = {
        "platform": "canvas.instructure.com",
        "privacy_level": "public",
        "settings": {"placements": placements},
    }
    return {
        "title": TITLE,
        "description": DESCRIPTION,
        "oidc_initiation_url": f"{public_url}/lti/login",
        "target_link_uri": launch,
        "public_jwk_url": f"{public_url}/lti/jwks",
        "scopes": [*SCOPES, NOTICES],
        "custom_fields": VARIABLES | CANVAS_VARIABLES,
        "extensions": [extension],
    }


def _for_canvas(message: dict[str, Any]) -> dict[str, Any]:
    own = {**message, "placements": list(_CANVAS_PLACEMENTS[message["type"]]), "label": "Micro-credential"}
    return own | ({_CANVAS + "course_navigation/default_enabled": False} if message["type"] == _LINK else {})


def _scopes(supported: object) -> tuple[str, ...]:
    """Ours that the LMS knows; notices are new, so they are asked for only where the LMS lists them."""
    told = (NOTICES,) if isinstance(supported, list) and NOTICES in supported else ()
    return (*_common(SCOPES, supported), *told)


def _variables(ours: Mapping[str, str], supported: object) -> dict[str, str]:
    """LMSes list their variables with the `$` or without it."""
    if not isinstance(supported, list):
        return dict(ours)
    known = {name.removeprefix("$") for name in supported if isinstance(name, str)}
    return {name: variable for name, variable in ours.items() if variable.removeprefix("$") in known}


def _messages(ours: list[dict[str, Any]], supported: object) -> list[dict[str, Any]]:
    """Those that the LMS sends, with the placements that it knows; every LMS sends launches, said or not."""
    entries = [entry for entry in (supported if isinstance(supported, list) else []) if isinstance(entry, dict)]
    known = {str(entry.get("type")): entry.get("placements") for entry in entries}
    return [_placed(message, known.get(message["type"])) for message in ours if message["type"] in {_LINK, *known}]


def _placed(message: dict[str, Any], known: object) -> dict[str, Any]:
    placements = _common(tuple(message.get("placements", ())), known)
    bare = {name: value for name, value in message.items() if name != "placements"}
    return bare | ({"placements": list(placements)} if placements else {})


def _common(ours: tuple[str, ...], theirs: object) -> tuple[str, ...]:
    return tuple(word for word in ours if word in theirs) if isinstance(theirs, list) else ours
