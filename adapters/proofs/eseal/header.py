"""The protected header of a seal, written and read (ETSI TS 119 182-1 v1.2.1, section 5)."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from cryptography import x509

from adapters.proofs.public_keys import base64url
from plugin.domain.documents import SealIdentity

UNDERSTOOD = frozenset({"b64", "sigT", "adoTst"})
CHAIN_MAX = 10


class SigningTime(Enum):
    """The header member that says when it was sealed: `iat` since 2025-07-15, `sigT` for older viewers (5.1.11)."""

    IAT = "iat"
    SIGT = "sigT"


def protected_header(seal: SealIdentity, at: datetime, algorithm: str, time: SigningTime) -> dict[str, Any]:
    """Everything that is sealed beside the credential; the root stays out of `x5c`, verifiers bring it."""
    stamped: dict[str, Any] = {"iat": int(at.timestamp()), "crit": ["b64"]}
    if time is SigningTime.SIGT:
        stamped = {"sigT": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), "crit": ["b64", "sigT"]}
    leaf, *_ = seal.chain
    return {
        "alg": algorithm,
        "cty": "octet-stream",
        "kid": _issuer_serial(leaf),
        "x5t#S256": base64url(hashlib.sha256(leaf).digest()),
        "x5c": [base64.b64encode(certificate).decode() for certificate in seal.chain if not _is_root(certificate)],
        "typ": "jose+json",
        "b64": False,
        **stamped,
    }


def certificates(header: Mapping[str, Any]) -> tuple[bytes, ...]:
    """The certificates in `x5c` as DER, leaf first; empty when there are none or they are damaged."""
    given = header.get("x5c")
    if not isinstance(given, list) or len(given) > CHAIN_MAX:
        return ()
    try:
        return tuple(base64.b64decode(entry, validate=True) for entry in given)
    except (ValueError, TypeError):
        return ()


def signing_time(header: Mapping[str, Any]) -> datetime | None:
    """`iat`, or `sigT` of older seals; None when neither is usable, or both are given (section 5.1.11)."""
    seconds, text = header.get("iat"), header.get("sigT")
    try:
        if isinstance(seconds, int) and not isinstance(seconds, bool) and text is None:
            return datetime.fromtimestamp(seconds, UTC)
        if isinstance(text, str) and seconds is None:
            found = datetime.fromisoformat(text)
            return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError, OSError):
        pass
    return None


def _is_root(certificate: bytes) -> bool:
    """Whether it is an authority that vouches for itself."""
    read = x509.load_der_x509_certificate(certificate)
    try:
        constraints = read.extensions.get_extension_for_class(x509.BasicConstraints).value
    except x509.ExtensionNotFound:
        return False
    return constraints.ca and read.subject == read.issuer


def _issuer_serial(certificate: bytes) -> str:
    """IssuerSerial of RFC 5035: SEQUENCE { SEQUENCE { [4] issuer }, serial }, as base64 of its DER."""
    read = x509.load_der_x509_certificate(certificate)
    serial = read.serial_number.to_bytes(read.serial_number.bit_length() // 8 + 1)
    issuer = _der(0x30, _der(0xA4, read.issuer.public_bytes()))
    return base64.b64encode(_der(0x30, issuer + _der(0x02, serial))).decode()


def _der(tag: int, content: bytes) -> bytes:
    """One DER value (X.690, section 8.1)."""
    if len(content) < 0x80:
        return bytes((tag, len(content))) + content
    size = len(content).to_bytes((len(content).bit_length() + 7) // 8)
    return bytes((tag, 0x80 | len(size))) + size + content
