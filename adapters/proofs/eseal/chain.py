"""From a seal's certificate to an authority that we were told to trust (RFC 5280, section 6; revocation apart)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import TypeVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.x509.oid import NameOID

from plugin.domain.ports.credentials import ClaimedIssuer, TrustAnchor

DEPTH_MAX = 8
With = TypeVar("With")


@dataclass(frozen=True, slots=True)
class Owner:
    """Whom a certificate belongs to; `identifier` is the organizationIdentifier (2.5.4.97)."""

    name: str
    identifier: str

    def is_named(self, named: ClaimedIssuer) -> bool:
        """Whether a document means this owner: by its legal identifier where it gives one, else by its name."""
        if named.legal_identifier:
            return named.legal_identifier == self.identifier
        return bool(self.name) and " ".join(named.name.split()) == self.name


def owner_of(certificate: x509.Certificate) -> Owner:
    """The organisation that the certificate names."""
    return Owner(
        _attribute(certificate, NameOID.ORGANIZATION_NAME) or _attribute(certificate, NameOID.COMMON_NAME),
        _attribute(certificate, NameOID.ORGANIZATION_IDENTIFIER),
    )


@dataclass(frozen=True, slots=True)
class Path:
    """From the leaf to the certificate of the anchor, which may be the leaf itself."""

    certificates: tuple[x509.Certificate, ...]
    anchor: TrustAnchor

    @property
    def below_the_anchor(self) -> tuple[tuple[x509.Certificate, x509.Certificate], ...]:
        """Each certificate that somebody could have revoked, with its issuer."""
        return tuple(pairwise(self.certificates))


def trusted_by(chain: tuple[bytes, ...], anchors: tuple[TrustAnchor, ...], at: datetime) -> TrustAnchor | None:
    """The anchor at which a path from the leaf ends, every authority on it valid then; None without one."""
    path = path_of(chain, anchors, at)
    return path.anchor if path else None


def path_of(chain: tuple[bytes, ...], anchors: tuple[TrustAnchor, ...], at: datetime) -> Path | None:
    """The path from the first certificate to an anchor, every authority on it valid then; None without one."""
    trusted = list(_read((anchor.certificate, anchor) for anchor in anchors))
    between = [certificate for certificate, _ in _read((der, None) for der in chain)]
    path, rest = between[:1], between[1:]
    while path and len(path) <= DEPTH_MAX:
        for certificate, anchor in trusted:
            if certificate == path[-1]:
                return Path(tuple(path), anchor)
            if _issued(path[-1], certificate, at):
                return Path((*path, certificate), anchor)
        above = next((candidate for candidate in rest if _issued(path[-1], candidate, at)), None)
        if above is None:
            return None
        path, rest = [*path, above], [certificate for certificate in rest if certificate != above]
    return None


def _read(given: Iterator[tuple[bytes, With]]) -> Iterator[tuple[x509.Certificate, With]]:
    for der, with_it in given:
        try:
            yield x509.load_der_x509_certificate(der), with_it
        except (ValueError, x509.InvalidVersion):
            continue  # a certificate that cannot be read proves nothing


def _issued(below: x509.Certificate, above: x509.Certificate, at: datetime) -> bool:
    try:
        constraints = above.extensions.get_extension_for_class(x509.BasicConstraints).value
        below.verify_directly_issued_by(above)
    except (x509.ExtensionNotFound, ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return constraints.ca and above.not_valid_before_utc <= at <= above.not_valid_after_utc


def _attribute(certificate: x509.Certificate, oid: x509.ObjectIdentifier) -> str:
    found = certificate.subject.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""
