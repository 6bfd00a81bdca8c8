"""Dynamic registration (1EdTech LTI Dynamic Registration 1.0): an LMS connects itself by one address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from lti.addresses import origin
from lti.public_http import GuardedSession
from plugin.domain.bounded_json import load_json
from plugin.domain.errors import InputError, ServiceError
from plugin.domain.platforms import Registered

ANSWER_MAX = 256_000
HISTORY = "context_history"  # from which courses a course was copied, when the LMS says so
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
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri", "registration_endpoint")
_AGAIN = "Make a new invitation and paste its address again; if it stays, connect the platform by hand."


def register(configuration_url: str, token: str, public_url: str, session: GuardedSession) -> Registered:
    """Fetch the LMS's configuration, offer ourselves, take what it answers; InputError or ServiceError otherwise."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    answer = session.get(configuration_url, headers=headers)
    configuration = _object(answer.content, answer.ok, "The learning platform's configuration")
    _check_configuration(configuration, configuration_url)
    offer = _offer(configuration, public_url)
    made = session.post(configuration["registration_endpoint"], json=offer, headers=headers)
    response = _object(made.content, made.ok, "The learning platform's answer to our registration")
    client_id = response.get("client_id")
    if not isinstance(client_id, str | int) or not str(client_id):
        raise ServiceError("registration.client", "The learning platform gave us no client id.", _AGAIN)
    return Registered(
        issuer=configuration["issuer"],
        client_id=str(client_id),
        auth_login_url=configuration["authorization_endpoint"],
        auth_token_url=configuration["token_endpoint"],
        key_set_url=configuration["jwks_uri"],
        family=_family(configuration),
        deployment_id=_deployment(response),
        origin="{0.scheme}://{0.netloc}".format(urlsplit(configuration_url)),
    )


def tool_configuration(public_url: str) -> dict[str, Any]:
    """What we ask of every LMS, before it is cut down to what that LMS knows."""
    launch = f"{public_url}/lti/launch"
    return {
        "application_type": "web",
        "response_types": ["id_token"],
        "grant_types": ["client_credentials", "implicit"],
        "initiate_login_uri": f"{public_url}/lti/login",
        "redirect_uris": [launch],
        "client_name": "Micro-credentials (Twinseal)",
        "client_uri": f"{public_url}/",
        "jwks_uri": f"{public_url}/lti/jwks",
        "token_endpoint_auth_method": "private_key_jwt",
        "scope": " ".join(SCOPES),
        TOOL: {
            "domain": urlsplit(public_url).netloc,
            "target_link_uri": launch,
            "description": "Award micro-credentials as Open Badges and as Europass credentials",
            "claims": list(CLAIMS),
            "custom_parameters": {HISTORY: "$Context.id.history"},
            "messages": [
                {"type": "LtiResourceLinkRequest"},
                {"type": "LtiDeepLinkingRequest", "target_link_uri": launch, "label": "Add a micro-credential"},
            ],
        },
    }


def canvas_configuration(public_url: str) -> dict[str, Any]:
    """The same for a Canvas that is set up by an address instead (Canvas, "Enter URL" of an LTI key)."""
    launch = f"{public_url}/lti/launch"
    placement = {"placement": "course_navigation", "message_type": "LtiResourceLinkRequest", "default": "disabled"}
    return {
        "title": "Micro-credentials (Twinseal)",
        "description": "Award micro-credentials as Open Badges and as Europass credentials",
        "oidc_initiation_url": f"{public_url}/lti/login",
        "target_link_uri": launch,
        "public_jwk_url": f"{public_url}/lti/jwks",
        "scopes": [*SCOPES, NOTICES],
        "extensions": [
            {
                "platform": "canvas.instructure.com",
                "privacy_level": "public",
                "settings": {"placements": [{**placement, "text": "Micro-credential", "target_link_uri": launch}]},
            }
        ],
    }


def _offer(configuration: Mapping[str, Any], public_url: str) -> dict[str, Any]:
    """An LMS may refuse everything because of one word that it does not know (Canvas: 422)."""
    offer = tool_configuration(public_url)
    offer["scope"] = " ".join(_scopes(configuration.get("scopes_supported")))
    offer[TOOL]["claims"] = list(_common(CLAIMS, configuration.get("claims_supported")))
    known = _messages(configuration)
    offer[TOOL]["messages"] = [message for message in offer[TOOL]["messages"] if message["type"] in known]
    return offer


def _scopes(supported: object) -> tuple[str, ...]:
    """Ours that the LMS knows; notices are new, so they are asked for only where the LMS lists them."""
    told = (NOTICES,) if isinstance(supported, list) and NOTICES in supported else ()
    return (*_common(SCOPES, supported), *told)


def _messages(configuration: Mapping[str, Any]) -> set[object]:
    """What the LMS sends; every LMS sends launches, whether it says so or not."""
    platform = configuration.get(PLATFORM)
    listed = platform.get("messages_supported") if isinstance(platform, dict) else None
    entries = listed if isinstance(listed, list) else []
    return {"LtiResourceLinkRequest", *(entry.get("type") for entry in entries if isinstance(entry, dict))}


def _common(ours: tuple[str, ...], theirs: object) -> tuple[str, ...]:
    return tuple(word for word in ours if word in theirs) if isinstance(theirs, list) else ours


def _check_configuration(configuration: Mapping[str, Any], url: str) -> None:
    texts = {name: configuration.get(name) for name in ("issuer", *_ENDPOINTS)}
    lacking = [name for name, value in texts.items() if not isinstance(value, str) or not value or len(value) > 2000]
    if lacking:
        sentence = f"The learning platform's configuration lacks: {', '.join(lacking)}."
        raise InputError("registration.configuration", sentence, _AGAIN)
    theirs, from_ = origin(str(texts["issuer"])), origin(url)
    if theirs is None or from_ is None or theirs[1] != from_[1]:
        sentence = "The learning platform's configuration speaks for another platform than the one it came from."
        raise InputError("registration.issuer", sentence, "Connect this platform by hand, if you trust it.")


def _family(configuration: Mapping[str, Any]) -> str:
    platform = configuration.get(PLATFORM)
    code = platform.get("product_family_code") if isinstance(platform, dict) else None
    return code[:40].lower() if isinstance(code, str) and code else "generic"


def _deployment(response: Mapping[str, Any]) -> str:
    tool = response.get(TOOL)
    found = tool.get("deployment_id") if isinstance(tool, dict) else None
    return str(found)[:255] if isinstance(found, str | int) else ""


def _object(raw: bytes, ok: bool, what: str) -> dict[str, Any]:
    if not ok:
        raise ServiceError("registration.refused", f"{what} could not be had.", _AGAIN)
    value = load_json(raw, ANSWER_MAX, what)
    if not isinstance(value, dict):
        raise InputError("registration.form", f"{what} is not an object.", _AGAIN)
    return value
