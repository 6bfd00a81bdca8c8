"""The checks that every signed message of an LMS must pass: launches and notices (Security Framework 1.0, 5.1.3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
from jwt.utils import base64url_decode

from lti.key_sets import KeySets
from plugin.domain.bounded_json import load_json
from plugin.domain.errors import InputError, LaunchError
from plugin.domain.platforms import Registration
from plugin.domain.text import say

LEEWAY = timedelta(seconds=60)
OLDEST = timedelta(hours=1)
TOKEN_MAX = 100_000
AGAIN = "Go back to your course and open the activity again."
ADMINISTRATOR = "Open the activity again. If it stays, show this page to the administrator."
_UNCHECKED: Any = {
    f"verify_{name}": False for name in ("aud", "sub", "exp", "iat", "nbf", "iss", "jti")
}  # checked here


def parse(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims within limits of size and depth, nothing of them believed."""
    pieces = token.split(".") if len(token) <= TOKEN_MAX else []
    try:
        parts = [load_json(base64url_decode(piece), TOKEN_MAX, say("The message")) for piece in pieces[:2]]
    except (InputError, ValueError):
        parts = []
    if len(pieces) != 3 or len(parts) != 2 or not all(isinstance(part, dict) for part in parts):
        raise LaunchError("launch.token.form", "The learning platform's message is damaged.", AGAIN)
    return parts[0], parts[1]


def is_meant_for(client_id: str, claims: Mapping[str, Any]) -> bool:
    """Whether the token is meant for that client (OpenID Connect Core, section 3.1.3.7)."""
    audience, party = claims.get("aud"), claims.get("azp")
    several = isinstance(audience, list)
    meant = client_id in audience if isinstance(audience, list) else audience == client_id
    alone = not several or len(audience) == 1  # type: ignore[arg-type]  # a list when `several`
    return meant and (party == client_id or (party is None and alone))


def check_signature(token: str, header: Mapping[str, Any], registration: Registration, key_sets: KeySets) -> None:
    """RS256 by a key that the registered platform publishes; LaunchError for anything else."""
    kid = header.get("kid")
    if header.get("alg") != "RS256" or not isinstance(kid, str) or not kid:
        sentence = "The learning platform's message is not signed as the standard demands."
        raise LaunchError("launch.signature.kind", sentence, ADMINISTRATOR)
    key = key_sets.key(registration.key_set_url, kid)
    try:
        jwt.decode(token, key, ["RS256"], _UNCHECKED)
    except jwt.InvalidTokenError:
        sentence = "The signature of the learning platform's message does not hold."
        raise LaunchError("launch.signature", sentence, ADMINISTRATOR) from None


def check_times(claims: Mapping[str, Any], now: datetime) -> None:
    """Times that are present, not over, not to come, and not hours old; LaunchError for anything else."""
    issued, ends = (_moment(claims.get(name)) for name in ("iat", "exp"))
    if issued is None or ends is None:
        sentence = "The learning platform's message does not say when it was made and until when it holds."
        raise LaunchError("launch.time.none", sentence, ADMINISTRATOR)
    if issued > now + LEEWAY:
        seconds = int((issued - now).total_seconds())
        sentence = say("The learning platform's clock is {seconds} seconds ahead of ours.", seconds=seconds)
        raise LaunchError("launch.time.ahead", sentence, ADMINISTRATOR)
    if ends < now - LEEWAY or issued < now - OLDEST:
        raise LaunchError("launch.time.old", "The learning platform's message is too old.", AGAIN)


def _moment(value: object) -> datetime | None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError):
        return None
