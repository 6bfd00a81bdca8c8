"""Dynamic registration (1EdTech LTI Dynamic Registration 1.0): an LMS connects itself by one address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from lti.addresses import origin
from lti.offer import PLATFORM, TOOL, offer_to
from lti.public_http import GuardedSession
from plugin.domain.bounded_json import load_json
from plugin.domain.errors import InputError, ServiceError
from plugin.domain.platforms import Registered
from plugin.domain.text import say

ANSWER_MAX = 256_000
ISSUERS_ELSEWHERE = {  # hosted Canvas tells of itself on another host than that of its issuer
    f"sso.{stage}canvaslms.com": f"canvas.{stage}instructure.com" for stage in ("", "beta.", "test.")
}
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri", "registration_endpoint")
_AGAIN = "Make a new invitation and paste its address again; if it stays, connect the platform by hand."


def register(configuration_url: str, token: str, public_url: str, session: GuardedSession) -> Registered:
    """Fetch the LMS's configuration, offer ourselves, take what it answers; InputError or ServiceError otherwise."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    answer = session.get(configuration_url, headers=headers)
    configuration = _object(answer.content, answer.ok, say("The learning platform's configuration"))
    _check_configuration(configuration, configuration_url)
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        session.check(configuration[name])
    offer = offer_to(configuration, public_url)
    made = session.post(configuration["registration_endpoint"], json=offer, headers=headers)
    response = _object(made.content, made.ok, say("The learning platform's answer to our registration"))
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


def _check_configuration(configuration: Mapping[str, Any], url: str) -> None:
    texts = {name: configuration.get(name) for name in ("issuer", *_ENDPOINTS)}
    lacking = [name for name, value in texts.items() if not isinstance(value, str) or not value or len(value) > 2000]
    if lacking:
        sentence = say("The learning platform's configuration lacks: {names}.", names=tuple(lacking))
        raise InputError("registration.configuration", sentence, _AGAIN)
    theirs, from_ = origin(str(texts["issuer"])), origin(url)
    if theirs is None or from_ is None or theirs[1] not in (from_[1], ISSUERS_ELSEWHERE.get(from_[1])):
        sentence = say("The learning platform's configuration speaks for another platform than the one it came from.")
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
        raise ServiceError("registration.refused", say("{what} could not be had.", what=what), _AGAIN)
    value = load_json(raw, ANSWER_MAX, what)
    if not isinstance(value, dict):
        raise InputError("registration.form", say("{what} is not an object.", what=what), _AGAIN)
    return value
