"""The public keys of the LMSes we know, cached, and fetched again when an LMS changes its key."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from lti.http import BoundedSession, refused
from plugin.domain.bounded_json import load_json
from plugin.domain.errors import LaunchError
from plugin.domain.ports.running import Clock
from plugin.domain.text import say

LASTS = timedelta(hours=24)
AGAIN_AFTER = timedelta(minutes=1)  # an unknown key makes us ask again, but nobody can make us ask all the time
SET_MAX = 200_000
RSA_BITS_LEAST = 2048


class KeySets:
    """RS256 keys by key set address and key id."""

    def __init__(self, session: BoundedSession, clock: Clock) -> None:
        self._session = session
        self._clock = clock
        self._sets: dict[str, tuple[datetime, dict[str, RSAPublicKey]]] = {}
        self._one_at_a_time = threading.Lock()

    def key(self, url: str, kid: str) -> RSAPublicKey:
        """That key; LaunchError when the LMS does not publish it, ServiceError when the LMS does not answer."""
        with self._one_at_a_time:
            read_at, keys = self._sets.get(url, (None, {}))
            age = self._clock.now() - read_at if read_at else None
            if age is None or age > LASTS or (kid not in keys and age >= AGAIN_AFTER):
                keys = self._fetch(url)
                self._sets[url] = (self._clock.now(), keys)
        if kid not in keys:
            raise LaunchError(
                "launch.key.unknown",
                "The learning platform signed its message with a key that it does not publish.",
                "Try again in a minute. If it stays, the administrator must check the address of the platform's keys.",
                (("key set", url),),
            )
        return keys[kid]

    def _fetch(self, url: str) -> dict[str, RSAPublicKey]:
        answer = self._session.get(url)
        if not answer.ok:
            raise refused(answer, say("to show its keys"))
        return usable_keys(answer.content)


def usable_keys(raw: bytes) -> dict[str, RSAPublicKey]:
    """The keys of a key set that may sign launches, by key id; InputError when it is no key set."""
    value = load_json(raw, SET_MAX, say("The platform's key set"))
    entries = value.get("keys") if isinstance(value, dict) else None
    found = (_usable(entry) for entry in (entries if isinstance(entries, list) else []))
    return dict(pair for pair in found if pair)


def _usable(entry: object) -> tuple[str, RSAPublicKey] | None:
    """`alg` is optional in a key set (Brightspace and Open edX leave it out) and then means RS256."""
    if not isinstance(entry, Mapping) or not isinstance(entry.get("kid"), str) or entry.get("alg", "RS256") != "RS256":
        return None
    members: dict[str, Any] = dict(entry)
    try:
        key = jwt.PyJWK(members, "RS256").key
    except (jwt.PyJWTError, ValueError, TypeError):
        return None
    strong = isinstance(key, RSAPublicKey) and key.key_size >= RSA_BITS_LEAST
    return (members["kid"], key) if strong else None
