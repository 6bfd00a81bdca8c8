"""Was a certificate revoked? Read from lists (RFC 5280, section 5) and OCSP answers (RFC 6960), each checked first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID

from adapters.proofs.eseal.unsigned import Evidence

DER_MAX = 10_000_000


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a certificate: `known` at least once said; `revoked_at` when it was revoked."""

    known: bool = False
    revoked_at: datetime | None = None


def standing(certificate: x509.Certificate, issuer: x509.Certificate, evidence: Evidence, at: datetime) -> Standing:
    """What evidence that was in force at that moment, or made later, says of the certificate. Never raises."""
    said = [*_by_answers(certificate, issuer, evidence, at), *_by_lists(certificate, issuer, evidence, at)]
    revoked = [moment for moment in said if moment is not None]
    return Standing(bool(said), min(revoked) if revoked else None)


def ocsp_address(certificate: x509.Certificate) -> str | None:
    """Where the certificate's authority answers (authorityInfoAccess)."""
    try:
        places = certificate.extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
    except (x509.ExtensionNotFound, ValueError):
        return None
    named = [p.access_location.value for p in places if p.access_method == AuthorityInformationAccessOID.OCSP]
    return str(named[0]) if named else None


def list_address(certificate: x509.Certificate) -> str | None:
    """Where its authority keeps its list (cRLDistributionPoints)."""
    try:
        points = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    except (x509.ExtensionNotFound, ValueError):
        return None
    names = [name.value for point in points for name in point.full_name or () if str(name.value).startswith("http")]
    return str(names[0]) if names else None


def responders(answer: bytes) -> tuple[bytes, ...]:
    """The certificates that an OCSP answer brings, as DER."""
    from cryptography.hazmat.primitives.serialization import Encoding

    try:
        return tuple(c.public_bytes(Encoding.DER) for c in ocsp.load_der_ocsp_response(answer).certificates)
    except ValueError:
        return ()


def _by_answers(
    certificate: x509.Certificate, issuer: x509.Certificate, evidence: Evidence, at: datetime
) -> Iterator[datetime | None]:
    for der in evidence.answers:
        try:
            yield from _answer(ocsp.load_der_ocsp_response(der), certificate, issuer, at)
        except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
            continue


def _answer(
    read: ocsp.OCSPResponse, certificate: x509.Certificate, issuer: x509.Certificate, at: datetime
) -> Iterator[datetime | None]:
    if read.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
        return
    algorithm = read.hash_algorithm
    asked = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, algorithm).build()
    same = (asked.serial_number, asked.issuer_key_hash) == (read.serial_number, read.issuer_key_hash)
    if not same or not _in_force(read.next_update_utc, at):
        return
    _verify_answer(read, _responder(read, issuer))
    if read.certificate_status is ocsp.OCSPCertStatus.REVOKED:
        yield read.revocation_time_utc
    elif read.certificate_status is ocsp.OCSPCertStatus.GOOD:
        yield None


def _responder(read: ocsp.OCSPResponse, issuer: x509.Certificate) -> x509.Certificate:
    """RFC 6960, section 4.2.2.2: the authority itself, or whom it authorised with a certificate for that purpose."""
    for candidate in read.certificates:
        if candidate == issuer:
            return issuer
        candidate.verify_directly_issued_by(issuer)
        purposes = candidate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        produced = read.produced_at_utc
        valid = candidate.not_valid_before_utc <= produced <= candidate.not_valid_after_utc
        if valid and ExtendedKeyUsageOID.OCSP_SIGNING in purposes:
            return candidate
    return issuer


def _verify_answer(read: ocsp.OCSPResponse, responder: x509.Certificate) -> None:
    key, algorithm = responder.public_key(), read.signature_hash_algorithm
    if isinstance(key, rsa.RSAPublicKey) and algorithm:
        key.verify(read.signature, read.tbs_response_bytes, padding.PKCS1v15(), algorithm)
    elif isinstance(key, ec.EllipticCurvePublicKey) and algorithm:
        key.verify(read.signature, read.tbs_response_bytes, ec.ECDSA(algorithm))
    else:
        raise ValueError("key")


def _by_lists(
    certificate: x509.Certificate, issuer: x509.Certificate, evidence: Evidence, at: datetime
) -> Iterator[datetime | None]:
    for der in evidence.lists:
        try:
            read = x509.load_der_x509_crl(der) if len(der) <= DER_MAX else None
            if read is None or read.issuer != issuer.subject or not _in_force(read.next_update_utc, at):
                continue
            if not read.is_signature_valid(issuer.public_key()):  # type: ignore[arg-type]  # an authority's key signs
                continue
            entry = read.get_revoked_certificate_by_serial_number(certificate.serial_number)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            continue
        yield entry.revocation_date_utc if entry else None


def _in_force(next_update: datetime | None, at: datetime) -> bool:
    """Whether more recent evidence was not due before that moment."""
    return next_update is None or next_update >= at
