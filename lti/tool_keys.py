"""This tool's own key, by which an LMS knows it (1EdTech Security Framework 1.0, section 6). Never seals anything."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)


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

    def jwks(self) -> dict[str, Any]:
        """The public key set, as the LMS fetches it."""
        return {"keys": [self._jwk]}


def _number(value: int) -> str:
    return _base64url(value.to_bytes((value.bit_length() + 7) // 8))


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
