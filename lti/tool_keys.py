"""This tool's own keys, by which an LMS knows it (1EdTech Security Framework 1.0, section 6). They seal nothing."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import datetime, timedelta
from typing import Any, Protocol

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from plugin.domain.ports.running import Clock

OVERLAP = timedelta(hours=48)  # an LMS may keep our key set for a day


class SigningKeys(Protocol):
    """What signs in our name; the same key for a whole message, however many there are."""

    @property
    def current(self) -> ToolKeys:
        """The key to sign with."""
        ...

    def jwks(self) -> dict[str, Any]:
        """The public key set, as the LMS fetches it."""
        ...


class ToolKeys:
    """One RSA key, parsed once. `kid` is its thumbprint (RFC 7638)."""

    def __init__(self, pem: bytes, password: bytes) -> None:
        key = load_pem_private_key(pem, password)
        assert isinstance(key, rsa.RSAPrivateKey)  # noqa: S101 - `create` makes nothing else
        self.private = key
        numbers = key.public_key().public_numbers()
        members = {"e": _number(numbers.e), "kty": "RSA", "n": _number(numbers.n)}
        canonical = json.dumps(members, separators=(",", ":"), sort_keys=True).encode()
        self.kid = _base64url(hashlib.sha256(canonical).digest())
        self._jwk = {**members, "alg": "RS256", "use": "sig", "kid": self.kid}

    @classmethod
    def create(cls, password: bytes) -> bytes:
        """A new key as an encrypted PEM file."""
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(password))

    @property
    def current(self) -> ToolKeys:
        """The key to sign with."""
        return self

    def jwks(self) -> dict[str, Any]:
        """The public key set, as the LMS fetches it."""
        return {"keys": [self._jwk]}


class KeptKeys(Protocol):
    """Where the key files are kept."""

    def stamp(self) -> object:
        """Cheap to ask; another value once the files have changed."""
        ...

    def read(self) -> tuple[tuple[bytes, datetime | None], ...]:
        """Each encrypted PEM file, the newest first, and since when a newer one has taken its place."""
        ...


class KeyRing:
    """The newest key signs; the ones before it stay published for OVERLAP. A running server sees a new one at once."""

    def __init__(self, kept: KeptKeys, password: bytes, clock: Clock) -> None:
        self._kept = kept
        self._password = password
        self._clock = clock
        self._stamp: object = None
        self._keys: tuple[tuple[ToolKeys, datetime | None], ...] = ()

    @property
    def current(self) -> ToolKeys:
        """The key to sign with, parsed once."""
        return self._fresh()[0][0]

    def jwks(self) -> dict[str, Any]:
        """The public key set: the newest key, and those that were replaced a short while ago."""
        since = self._clock.now() - OVERLAP
        shown = (key for key, replaced in self._fresh() if replaced is None or replaced > since)
        return {"keys": [entry for key in shown for entry in key.jwks()["keys"]]}

    def _fresh(self) -> tuple[tuple[ToolKeys, datetime | None], ...]:
        stamp = self._kept.stamp()
        if stamp != self._stamp:
            self._keys = tuple((ToolKeys(pem, self._password), replaced) for pem, replaced in self._kept.read())
            self._stamp = stamp
        return self._keys


def _number(value: int) -> str:
    return _base64url(value.to_bytes((value.bit_length() + 7) // 8))


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
