"""What a seal's certificate says of its owner (RFC 5280; ETSI EN 319 412-3, certificates for legal persons)."""

from __future__ import annotations

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from plugin.domain.documents import SealIdentity
from plugin.domain.errors import InputError

RSA_BITS_LEAST = 2048


def identity_of(chain: tuple[x509.Certificate, ...], is_test: bool) -> SealIdentity:
    """The owner named in the first certificate of the chain; what it does not name is empty."""
    leaf = chain[0]
    return SealIdentity(
        legal_name=_name(leaf, NameOID.ORGANIZATION_NAME) or _name(leaf, NameOID.COMMON_NAME),
        legal_identifier=_name(leaf, NameOID.ORGANIZATION_IDENTIFIER),
        country=_name(leaf, NameOID.COUNTRY_NAME),
        chain=tuple(certificate.public_bytes(Encoding.DER) for certificate in chain),
        not_before=leaf.not_valid_before_utc,
        not_after=leaf.not_valid_after_utc,
        is_test=is_test,
        self_made=leaf.subject == leaf.issuer,
    )


def algorithm_of(leaf: x509.Certificate) -> str:
    """The JOSE name of the signatures that the certificate's key makes; InputError for a key that we do not use."""
    key = leaf.public_key()
    if not _may_sign(leaf):
        sentence = "The certificate's key usage is neither digital signature nor non-repudiation, so it cannot seal."
        raise InputError("seal.usage", sentence, "Use a certificate for electronic seals.")
    if isinstance(key, rsa.RSAPublicKey) and key.key_size >= RSA_BITS_LEAST:
        return "RS256"
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1):
        return "ES256"
    if isinstance(key, ed25519.Ed25519PublicKey):
        return "EdDSA"
    hint = "Use an RSA key with at least 2048 bits, or a P-256 key, together with its certificate."
    raise InputError("seal.key", "The seal's certificate is not for a key that we can use.", hint)


def issued_by(leaf: x509.Certificate, authority: bytes) -> bool:
    """Whether that authority (DER) issued the certificate itself."""
    try:
        leaf.verify_directly_issued_by(x509.load_der_x509_certificate(authority))
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def in_order(found: tuple[x509.Certificate, ...]) -> tuple[x509.Certificate, ...]:
    """The path from the first certificate up, whatever the order and the strangers in a file or on a token."""
    path, rest = [found[0]], list(found[1:])
    while above := next((c for c in rest if _issued(path[-1], c)), None):
        path.append(above)
        rest.remove(above)
    return tuple(path)


def jose_signature(der: bytes) -> bytes:
    """An ECDSA signature on P-256 as JOSE wants it: r and s, 32 bytes each (RFC 7518, section 3.4)."""
    r, s = decode_dss_signature(der)
    return r.to_bytes(32) + s.to_bytes(32)


def signed_by(leaf: x509.Certificate, signature: bytes, signing_input: bytes) -> bool:
    """Whether the signature (as JOSE writes it) is that of the certificate's key."""
    key = leaf.public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, signing_input, padding.PKCS1v15(), SHA256())
            return True
        if isinstance(key, ec.EllipticCurvePublicKey):
            half = len(signature) // 2
            r, s = int.from_bytes(signature[:half]), int.from_bytes(signature[half:])
            key.verify(encode_dss_signature(r, s), signing_input, ec.ECDSA(SHA256()))
            return True
        if isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, signing_input)
            return True
    except InvalidSignature:
        pass
    return False


def _may_sign(leaf: x509.Certificate) -> bool:
    """RFC 5280, section 4.2.1.3: a certificate that says what its key is for is used for nothing else."""
    try:
        usage = leaf.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment


def _issued(below: x509.Certificate, above: x509.Certificate) -> bool:
    return below != above and issued_by(below, above.public_bytes(Encoding.DER))


def _name(certificate: x509.Certificate, oid: x509.ObjectIdentifier) -> str:
    found = certificate.subject.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""
