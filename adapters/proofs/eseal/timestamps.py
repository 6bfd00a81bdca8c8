"""Time stamps (RFC 3161) around a seal: read, and believed only when an authority that we trust made them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import cms, tsp
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from adapters.proofs.eseal.chain import trusted_by
from plugin.domain.ports.credentials import TrustAnchor

TOKEN_MAX = 200_000
CERTIFICATES_MAX = 10
_HASHES: dict[str, type[hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}


@dataclass(frozen=True, slots=True)
class TimeStamp:
    """A token whose own signature holds. `chain` is DER, the authority's certificate first; `at` in UTC."""

    der: bytes
    at: datetime
    chain: tuple[bytes, ...]
    algorithm: str
    imprint: bytes
    nonce: int | None
    begins: datetime  # of the authority's certificate
    ends: datetime

    def covers(self, data: bytes) -> bool:
        """Whether it is over those bytes."""
        return self.algorithm in _HASHES and hashlib.new(self.algorithm, data).digest() == self.imprint

    def trusted(self, anchors: tuple[TrustAnchor, ...]) -> bool:
        """Whether its authority's certificate was valid then, and stands under one of the anchors."""
        return self.begins <= self.at <= self.ends and trusted_by(self.chain, anchors, self.at) is not None


def request_for(data: bytes, nonce: int) -> bytes:
    """A TimeStampReq over the SHA-256 of those bytes, which asks for the certificates too (section 2.4.1)."""
    imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": hashlib.sha256(data).digest()}
    request = tsp.TimeStampReq({"version": 1, "message_imprint": imprint, "nonce": nonce, "cert_req": True})
    return bytes(request.dump())


def token_of(answer: bytes) -> bytes | None:
    """The token in a TimeStampResp; None when none was granted, or it is no such answer (section 2.4.2)."""
    try:
        read = tsp.TimeStampResp.load(answer)
        granted = read["status"]["status"].native in ("granted", "granted_with_mods")
        return bytes(read["time_stamp_token"].dump()) if granted else None
    except (ValueError, TypeError, KeyError):
        return None


def read_time_stamp(der: bytes) -> TimeStamp | None:
    """The token, when its signature, its certificate's purpose and its own claims hold; None for anything else.

    Never raises on hostile bytes (RFC 3161, section 2.4.2; RFC 5652, section 5; RFC 5816 for the certificate's id).
    """
    if len(der) > TOKEN_MAX:
        return None
    try:
        signed = cms.ContentInfo.load(der)["content"]
        return _read(der, signed)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, InvalidSignature, OverflowError):
        return None


def _read(der: bytes, signed: cms.SignedData) -> TimeStamp | None:
    content = signed["encap_content_info"]
    info, (signer,) = content["content"].parsed, signed["signer_infos"]
    if content["content_type"].native != "tst_info" or not isinstance(info, tsp.TSTInfo):
        return None
    chain = _chain(signed, signer)
    attributes = {attribute["type"].native: attribute["values"][0] for attribute in signer["signed_attrs"]}
    name = signer["digest_algorithm"]["algorithm"].native
    digest = hashlib.new(name, content["content"].contents).digest()
    right = attributes["message_digest"].native == digest and attributes["content_type"].native == "tst_info"
    if not right or not _names(attributes, chain[0]) or not _may_stamp(chain[0]):
        return None
    _verify(chain[0], signer, _HASHES[name]())
    imprint, leaf = info["message_imprint"], x509.load_der_x509_certificate(chain[0])
    return TimeStamp(
        der,
        info["gen_time"].native.astimezone(UTC),
        chain,
        imprint["hash_algorithm"]["algorithm"].native,
        imprint["hashed_message"].native,
        info["nonce"].native,
        leaf.not_valid_before_utc,
        leaf.not_valid_after_utc,
    )


def _chain(signed: cms.SignedData, signer: cms.SignerInfo) -> tuple[bytes, ...]:
    """The signer's certificate first, then whatever else the token brings."""
    found = [bytes(certificate.chosen.dump()) for certificate in list(signed["certificates"])[:CERTIFICATES_MAX]]
    named = signer["sid"].chosen
    issuer, serial = named["issuer"].dump(), named["serial_number"].native
    own = [der for der in found if _is_named(x509.load_der_x509_certificate(der), issuer, serial)]
    return (own[0], *(der for der in found if der != own[0]))


def _is_named(certificate: x509.Certificate, issuer: bytes, serial: int) -> bool:
    return certificate.serial_number == serial and certificate.issuer.public_bytes() == issuer


def _names(attributes: dict[str, object], leaf: bytes) -> bool:
    """ESSCertID: the token says itself which certificate signed it, so that none can be put in its place."""
    for name, default in (("signing_certificate_v2", "sha256"), ("signing_certificate", "sha1")):
        if name in attributes:
            named = attributes[name]["certs"][0]  # type: ignore[index]  # asn1crypto has no types
            algorithm = named["hash_algorithm"]["algorithm"].native if name.endswith("v2") else default
            return bool(hashlib.new(algorithm, leaf).digest() == named["cert_hash"].native)
    return False


def _may_stamp(leaf: bytes) -> bool:
    """RFC 3161, section 2.3: for time stamps and nothing else."""
    read = x509.load_der_x509_certificate(leaf)
    try:
        purposes = read.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return list(purposes) == [ExtendedKeyUsageOID.TIME_STAMPING]


def _verify(leaf: bytes, signer: cms.SignerInfo, algorithm: hashes.HashAlgorithm) -> None:
    """RFC 5652, section 5.4: over the attributes with the tag of a SET. InvalidSignature, or ValueError."""
    key = x509.load_der_x509_certificate(leaf).public_key()
    covered, signature = signer["signed_attrs"].untag().dump(), signer["signature"].native
    kind = signer["signature_algorithm"].signature_algo
    if isinstance(key, rsa.RSAPublicKey) and kind == "rsassa_pkcs1v15":
        key.verify(signature, covered, padding.PKCS1v15(), algorithm)
    elif isinstance(key, ec.EllipticCurvePublicKey) and kind == "ecdsa":
        key.verify(signature, covered, ec.ECDSA(algorithm))
    else:
        raise ValueError(kind)
