"""Public keys as JWK (RFC 7517), their thumbprints (RFC 7638), and checking a signature (RFC 7515, RFC 7518)."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from plugin.domain.errors import InputError

PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey
RSA_BITS = range(2048, 8193)
_P256_BYTES = 32


def base64url(data: bytes) -> str:
    """Base64url without padding (RFC 7515, section 2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text: str | bytes) -> bytes:
    """The bytes; InputError for anything that is not exactly base64url without padding."""
    raw = text.encode() if isinstance(text, str) else text
    try:
        data = base64.b64decode(raw + b"=" * (-len(raw) % 4), altchars=b"-_", validate=True)
    except ValueError:
        data = None
    if data is None or base64url(data).encode() != raw:
        raise InputError("base64url.wrong", "A part of the file is damaged (base64url).", "Get it anew.")
    return data


def key_of_certificate(certificate: bytes) -> PublicKey:
    """The public key in a DER certificate; InputError when we know no such keys."""
    try:
        key = x509.load_der_x509_certificate(certificate).public_key()
    except (ValueError, UnsupportedAlgorithm, x509.InvalidVersion):
        raise InputError("certificate.broken", "A certificate in the file cannot be read.", "Get it anew.") from None
    return _known(key)


def to_jwk(key: PublicKey) -> dict[str, str]:
    """The key as a bare public JWK with its algorithm and its thumbprint as `kid`."""
    members = _required_members(key)
    algorithm = "RS256" if isinstance(key, rsa.RSAPublicKey) else "ES256"
    return {**members, "alg": algorithm, "use": "sig", "kid": _thumbprint(members)}


def thumbprint(key: PublicKey) -> str:
    """RFC 7638, SHA-256, base64url."""
    return _thumbprint(_required_members(key))


def from_jwk(jwk: Mapping[str, Any]) -> PublicKey:
    """The key that a JWK holds; InputError when it is of no kind that we know, too short, or holds a private part."""
    try:
        if "d" in jwk:
            raise ValueError("private")
        numbers = {name: int.from_bytes(from_base64url(jwk[name])) for name in ("n", "e", "x", "y") if name in jwk}
        if jwk.get("kty") == "RSA":
            return _known(rsa.RSAPublicNumbers(numbers["e"], numbers["n"]).public_key())
        if jwk.get("kty") == "EC" and jwk.get("crv") == "P-256":
            return ec.EllipticCurvePublicNumbers(numbers["x"], numbers["y"], ec.SECP256R1()).public_key()
    except (KeyError, ValueError, TypeError, AttributeError):
        pass
    raise InputError("key.unusable", "The issuer's key is of a kind that we do not know.", "Ask the issuer.")


def holds(key: PublicKey, algorithm: object, signing_input: bytes, signature: bytes) -> bool:
    """Whether the signature is that key's over those bytes; the algorithm must fit the key (RS256, ES256)."""
    try:
        if isinstance(key, rsa.RSAPublicKey) and algorithm == "RS256":
            key.verify(signature, signing_input, padding.PKCS1v15(), SHA256())
            return True
        if isinstance(key, ec.EllipticCurvePublicKey) and algorithm == "ES256" and len(signature) == 2 * _P256_BYTES:
            r, s = (int.from_bytes(half) for half in (signature[:_P256_BYTES], signature[_P256_BYTES:]))
            key.verify(encode_dss_signature(r, s), signing_input, ec.ECDSA(SHA256()))
            return True
    except InvalidSignature:
        pass
    return False


def _known(key: object) -> PublicKey:
    if isinstance(key, rsa.RSAPublicKey) and key.key_size in RSA_BITS:
        return key
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1):
        return key
    raise InputError("key.unusable", "The key is of a kind that we do not know.", "Use RSA with 2048 bits, or P-256.")


def _required_members(key: PublicKey) -> dict[str, str]:
    if isinstance(key, rsa.RSAPublicKey):
        numbers = key.public_numbers()
        return {"e": _number(numbers.e), "kty": "RSA", "n": _number(numbers.n)}
    point = key.public_numbers()
    x, y = (base64url(value.to_bytes(_P256_BYTES)) for value in (point.x, point.y))
    return {"crv": "P-256", "kty": "EC", "x": x, "y": y}


def _number(value: int) -> str:
    return base64url(value.to_bytes((value.bit_length() + 7) // 8))


def _thumbprint(members: Mapping[str, str]) -> str:
    return base64url(hashlib.sha256(json.dumps(members, separators=(",", ":"), sort_keys=True).encode()).digest())
