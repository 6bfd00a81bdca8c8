"""A seal whose key lies in a PKCS#12 file (RFC 7292), parsed once."""

from __future__ import annotations

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import pkcs12

from adapters.seals.certificates import identity_of
from plugin.domain.documents import SealIdentity
from plugin.domain.errors import InputError

RSA_BITS_LEAST = 2048
SealKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey


class FileSeal:
    """Implements the port `Seal` with an RSA (RS256), P-256 (ES256) or Ed25519 (EdDSA) key.

    `authority`: DER certificate of this installation's test authority; a seal that it issued is a test seal.
    InputError when the file cannot be opened with the password or holds no key that we use.
    """

    identity: SealIdentity
    algorithm: str

    def __init__(self, raw: bytes, password: bytes, authority: bytes) -> None:
        self._key, chain = _open(raw, password)
        self.identity = identity_of(chain, is_test=_issued_by(chain[0], authority))
        self.algorithm = _algorithm(self._key)

    def sign(self, signing_input: bytes) -> bytes:
        """The raw signature as JOSE wants it (RFC 7518, sections 3.3 and 3.4; RFC 8037)."""
        if isinstance(self._key, ed25519.Ed25519PrivateKey):
            return self._key.sign(signing_input)
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(signing_input, padding.PKCS1v15(), SHA256())
        r, s = decode_dss_signature(self._key.sign(signing_input, ec.ECDSA(SHA256())))
        return r.to_bytes(32) + s.to_bytes(32)


def _algorithm(key: SealKey) -> str:
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return "EdDSA"
    return "RS256" if isinstance(key, rsa.RSAPrivateKey) else "ES256"


def _open(raw: bytes, password: bytes) -> tuple[SealKey, tuple[x509.Certificate, ...]]:
    try:
        key, leaf, others = pkcs12.load_key_and_certificates(raw, password)
    except ValueError:
        hint = "Check the password, and that the file is a PKCS#12 file (.p12, .pfx)."
        raise InputError("seal.file", "The seal's file cannot be opened.", hint) from None
    known = isinstance(key, rsa.RSAPrivateKey) and key.key_size >= RSA_BITS_LEAST
    known = known or (isinstance(key, ec.EllipticCurvePrivateKey) and isinstance(key.curve, ec.SECP256R1))
    known = known or isinstance(key, ed25519.Ed25519PrivateKey)
    if leaf is None or not known:
        hint = "Use an RSA key with at least 2048 bits, a P-256 or an Ed25519 key, together with its certificate."
        raise InputError("seal.key", "The seal's file holds no key and certificate that we can use.", hint)
    assert isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey)  # noqa: S101 - just asked
    return key, (leaf, *others)


def _issued_by(leaf: x509.Certificate, authority: bytes) -> bool:
    try:
        leaf.verify_directly_issued_by(x509.load_der_x509_certificate(authority))
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
