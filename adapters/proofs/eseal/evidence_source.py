"""Asks authorities whether their certificates still hold: by OCSP (RFC 6960, appendix A), else by their lists."""

from __future__ import annotations

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from adapters.proofs.eseal.posting import Posting
from adapters.proofs.eseal.revocation import list_address, ocsp_address
from adapters.proofs.eseal.unsigned import Evidence


class EvidenceSource:
    """The places that certificates name. Asked for our own seals only, never for a file that somebody brought."""

    def __init__(self, posting: Posting) -> None:
        self._posting = posting

    def ask(self, certificate: x509.Certificate, issuer: x509.Certificate) -> Evidence:
        """What the authority says now; nothing where its certificates name no place. ServiceError without an answer."""
        if address := ocsp_address(certificate):
            # SHA-1 only names the certificate here: many responders know no other (RFC 5019, section 2.1.1)
            request = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, SHA1()).build()  # noqa: S303
            asked = request.public_bytes(Encoding.DER)
            return Evidence(answers=(self._posting.post(address, asked, "application/ocsp-request"),))
        if address := list_address(certificate):
            return Evidence(lists=(self._posting.get(address),))
        return Evidence()
