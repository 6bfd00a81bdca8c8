"""The practice LMS as one value: its address, its key, the tool it knows, its people and its grade columns."""

from __future__ import annotations

import base64
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa

from plugin.practice.people import Person, Role

COURSE_ID = 2
COURSE_LABEL = "DEP-2026"
COURSE_TITLE = "Data Ethics in Practice"
ACTIVITY_ID = 15  # the course module that holds the tool
LINK_ID = "7"
DEPLOYMENT_ID = "1"


@dataclass(frozen=True, slots=True)
class Tool:
    """The tool as the LMS's administrator registered it."""

    login_url: str
    launch_url: str
    jwks_url: str
    client_id: str


@dataclass(slots=True)
class Column:
    """One grade column that the tool made."""

    id: int
    label: str
    maximum: float
    tag: str = ""
    resource_id: str = ""
    scores: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(slots=True)
class Lms:
    """Everything that the practice LMS knows while it runs."""

    base: str
    tool: Tool
    people: tuple[Person, ...]
    web_service_token: str = field(default_factory=lambda: secrets.token_hex(16))
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    key_id: str = field(default_factory=lambda: secrets.token_hex(8))
    columns: dict[int, Column] = field(default_factory=dict)
    access_tokens: dict[str, tuple[frozenset[str], float]] = field(default_factory=dict)
    seen_assertions: set[str] = field(default_factory=set)
    registration_tokens: set[str] = field(default_factory=set)
    chosen: list[dict[str, Any]] = field(default_factory=list)
    links: tuple[tuple[str, str], ...] = ()
    restricted: bool = False  # whether the tool's link opens only for those who completed the course
    storage: bool = False  # whether it keeps secrets for tools (LTI Platform Storage); a real Moodle does not

    def person(self, identifier: object) -> Person | None:
        """The account of that id, given as number or text."""
        return next((p for p in self.people if str(p.id) == str(identifier)), None)

    @property
    def members(self) -> tuple[Person, ...]:
        """Active members by last name, as Moodle lists them."""
        return tuple(sorted((p for p in self.people if not p.suspended), key=lambda p: (p.last, p.first)))

    @property
    def students(self) -> tuple[Person, ...]:
        """All learners, suspended ones as well."""
        return tuple(p for p in self.people if p.role is Role.STUDENT)

    def jwks(self) -> dict[str, Any]:
        """The public key set."""
        numbers = self.key.public_key().public_numbers()
        key = {"kty": "RSA", "alg": "RS256", "use": "sig", "kid": self.key_id}
        return {"keys": [{**key, "n": _number(numbers.n), "e": _number(numbers.e)}]}

    def grant(self, scopes: frozenset[str], seconds: int) -> str:
        """A new access token for those scopes."""
        token = secrets.token_urlsafe(24)
        self.access_tokens[token] = (scopes, time.time() + seconds)
        return token

    def allows(self, token: str, scope: str) -> bool:
        """Whether the token is alive and was given for that scope."""
        scopes, until = self.access_tokens.get(token, (frozenset(), 0.0))
        return scope in scopes and time.time() < until


def _number(value: int) -> str:
    raw = value.to_bytes((value.bit_length() + 7) // 8)
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
