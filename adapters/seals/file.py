"""A seal whose key lies in a PKCS#12 file (RFC 7292), parsed once."""

from __future__ import annotations

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from adapters.seals.certificates import algorithm_of, identity_of, in_order, issued_by, jose_signature
from plugin.domain.documents import SealIdentity
from plugin.domain.errors import InputError

SIZE_MAX = 1_000_000
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
        self.identity = identity_of(chain, is_test=issued_by(chain[0], authority))
        self.algorithm = algorithm_of(chain[0])

    def sign(self, signing_input: bytes) -> bytes:
        """The raw signature as JOSE wants it (RFC 7518, sections 3.3 and 3.4; RFC 8037)."""
        if isinstance(self._key, ed25519.Ed25519PrivateKey):
            return self._key.sign(signing_input)
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(signing_input, padding.PKCS1v15(), SHA256())
        return jose_signature(self._key.sign(signing_input, ec.ECDSA(SHA256())))


def under_another_password(raw: bytes, password: bytes, new: bytes) -> bytes:
    """The same key and certificates as a PKCS#12 file that `new` protects; InputError as of `FileSeal`."""
    key, (leaf, *above) = _open(raw, password)
    return pkcs12.serialize_key_and_certificates(None, key, leaf, above, BestAvailableEncryption(new))


def _open(raw: bytes, password: bytes) -> tuple[SealKey, tuple[x509.Certificate, ...]]:
    try:
        if len(raw) > SIZE_MAX:
            raise ValueError("large")
        key, leaf, others = pkcs12.load_key_and_certificates(raw, password or None)
    except (ValueError, TypeError):
        hint = "Check the password, and that the file is a PKCS#12 file (.p12, .pfx)."
        raise InputError("seal.file", "The seal's file cannot be opened.", hint) from None
    if leaf is None or not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey):
        hint = "Use an RSA key with at least 2048 bits, a P-256 or an Ed25519 key, together with its certificate."
        raise InputError("seal.key", "The seal's file holds no key and certificate that we can use.", hint)
    algorithm_of(leaf)
    return key, in_order((leaf, *others))
