"""A seal whose key lies in a PKCS#12 file (RFC 7292), parsed once."""

from __future__ import annotations

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import pkcs12

from adapters.seals.certificates import identity_of
from plugin.domain.documents import SealIdentity
from plugin.domain.errors import InputError

RSA_BITS_LEAST = 2048


class FileSeal:
    """Implements the port `Seal` with an RSA (RS256) or P-256 (ES256) key.

    `authority`: DER certificate of this installation's test authority; a seal that it issued is a test seal.
    InputError when the file cannot be opened with the password or holds no key that we use.
    """

    identity: SealIdentity
    algorithm: str

    def __init__(self, raw: bytes, password: bytes, authority: bytes) -> None:
        self._key, chain = _open(raw, password)
        self.identity = identity_of(chain, is_test=_issued_by(chain[0], authority))
        self.algorithm = "RS256" if isinstance(self._key, rsa.RSAPrivateKey) else "ES256"

    def sign(self, signing_input: bytes) -> bytes:
        """The raw signature as JOSE wants it (RFC 7518, sections 3.3 and 3.4)."""
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(signing_input, padding.PKCS1v15(), SHA256())
        r, s = decode_dss_signature(self._key.sign(signing_input, ec.ECDSA(SHA256())))
        return r.to_bytes(32) + s.to_bytes(32)


def _open(
    raw: bytes, password: bytes
) -> tuple[rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, tuple[x509.Certificate, ...]]:
    try:
        key, leaf, others = pkcs12.load_key_and_certificates(raw, password)
    except ValueError:
        hint = "Check the password, and that the file is a PKCS#12 file (.p12, .pfx)."
        raise InputError("seal.file", "The seal's file cannot be opened.", hint) from None
    known = isinstance(key, rsa.RSAPrivateKey) and key.key_size >= RSA_BITS_LEAST
    known = known or (isinstance(key, ec.EllipticCurvePrivateKey) and isinstance(key.curve, ec.SECP256R1))
    if leaf is None or not known:
        hint = "Use an RSA key with at least 2048 bits, or a P-256 key, together with its certificate."
        raise InputError("seal.key", "The seal's file holds no key and certificate that we can use.", hint)
    assert isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey)  # noqa: S101 - just asked
    return key, (leaf, *others)


def _issued_by(leaf: x509.Certificate, authority: bytes) -> bool:
    try:
        leaf.verify_directly_issued_by(x509.load_der_x509_certificate(authority))
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
