"""How far a seal goes: JAdES baseline B, T, LT or LTA (ETSI TS 119 182-1, section 6.3)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from cryptography import x509

from adapters.proofs.eseal.chain import Path, path_of
from adapters.proofs.eseal.evidence_source import EvidenceSource
from adapters.proofs.eseal.header import SigningTime
from adapters.proofs.eseal.revocation import responders, standing
from adapters.proofs.eseal.timestamp_client import TimeStampClient
from adapters.proofs.eseal.timestamps import TimeStamp
from adapters.proofs.eseal.unsigned import Evidence, evidence_entries, stamp_entry
from plugin.domain.errors import ServiceError
from plugin.domain.ports.credentials import TrustAnchor


class Level(IntEnum):
    """B: sealed. T: with a time stamp. LT: with evidence that nothing was revoked. LTA: all of it time-stamped."""

    B = 0
    T = 1
    LT = 2
    LTA = 3


@dataclass(frozen=True, slots=True)
class Sealing:
    """The level and what it needs; `anchors` are the authorities under which time stamps are believed."""

    level: Level = Level.B
    time: SigningTime = SigningTime.IAT
    client: TimeStampClient | None = None
    source: EvidenceSource | None = None
    anchors: tuple[TrustAnchor, ...] = ()

    def additions(self, signing_input: bytes, signature: str, chain: tuple[bytes, ...]) -> list[str]:
        """`etsiU` for that seal, empty at baseline B; ServiceError when a time stamp or evidence cannot be had."""
        if self.level is Level.B:
            return []
        if self.client is None:
            hint = "Set TWINSEAL_TSA to its address. What is to be sealed waits."
            raise ServiceError("seal.no_time", "No time stamp authority is set for seals of this level.", hint)
        stamp = self.client.stamp(signature.encode(), self.anchors)
        entries = [stamp_entry("sigTst", stamp.der)]
        if self.level >= Level.LT:
            entries += evidence_entries(self._evidence(chain, stamp))
        if self.level is Level.LTA:
            protected, _, payload = signing_input.partition(b".")
            covered = b".".join((payload, protected, signature.encode(), "".join(entries).encode()))
            entries.append(stamp_entry("arcTst", self.client.stamp(covered, self.anchors).der))
        return entries

    def _evidence(self, chain: tuple[bytes, ...], stamp: TimeStamp) -> Evidence:
        """Every certificate of both paths, and for each that names a place to ask what that place says now."""
        sealed, stamped = _path(chain, self._roots(chain), stamp), _path(stamp.chain, self.anchors, stamp)
        found = Evidence()
        for path in (sealed, stamped):
            found += Evidence(tuple(_der(certificate) for certificate in path.certificates))
            for certificate, issuer in path.below_the_anchor:
                if not standing(certificate, issuer, found, stamp.at).known:  # one list tells of many
                    found += self._standing(certificate, issuer, stamp)
        return found + Evidence(tuple(der for answer in found.answers for der in responders(answer)))

    def _standing(self, certificate: x509.Certificate, issuer: x509.Certificate, stamp: TimeStamp) -> Evidence:
        given = self.source.ask(certificate, issuer) if self.source else Evidence()
        if given == Evidence():
            return given  # the authority names no place to ask
        said = standing(certificate, issuer, given, stamp.at)
        if said.revoked_at is not None:
            sentence = "The certificate of the seal or of its time stamp was revoked, so nothing is sealed with it."
            raise ServiceError("seal.revoked", sentence, "Import another seal. What is to be sealed waits.")
        if not said.known:
            sentence = "The authority's answer on revocation cannot be used."
            raise ServiceError("seal.evidence", sentence, "What is to be sealed waits; try again later.")
        return given

    def _roots(self, chain: tuple[bytes, ...]) -> tuple[TrustAnchor, ...]:
        """The seal's own chain ends where whoever imported it says; no other trust is needed to collect evidence."""
        return (*self.anchors, TrustAnchor(chain[-1], is_test=False))


def _path(chain: tuple[bytes, ...], anchors: tuple[TrustAnchor, ...], stamp: TimeStamp) -> Path:
    path = path_of(chain, anchors, stamp.at)
    if path is None:
        sentence = "The certificates from the seal to its authority are not all there."
        raise ServiceError("seal.chain", sentence, "Import the seal with its whole chain of certificates.")
    return path


def _der(certificate: x509.Certificate) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding

    return certificate.public_bytes(Encoding.DER)
