"""What a seal's certificate says of its owner (RFC 5280; ETSI EN 319 412-3, certificates for legal persons)."""

from __future__ import annotations

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from plugin.domain.documents import SealIdentity


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
    )


def _name(certificate: x509.Certificate, oid: x509.ObjectIdentifier) -> str:
    found = certificate.subject.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""
