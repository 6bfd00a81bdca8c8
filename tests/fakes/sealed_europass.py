"""Europass credentials sealed at any level by a provider of our own."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from adapters.formats.europass import Europass
from adapters.proofs.eseal import ESeal
from adapters.proofs.eseal.evidence_source import EvidenceSource
from adapters.proofs.eseal.header import SigningTime
from adapters.proofs.eseal.posting import Posting
from adapters.proofs.eseal.sealing import Level, Sealing
from adapters.proofs.eseal.timestamp_client import TimeStampClient
from adapters.seals.file import FileSeal
from plugin.domain.documents import Checked
from plugin.domain.ports.credentials import TrustAnchor
from tests.factories import sample_micro, sample_organisation
from tests.fakes.issuer import PASSWORD, authority, identity, issued
from tests.fakes.trust_services import TrustServices


def suite(services: TrustServices, level: Level, time: SigningTime = SigningTime.IAT) -> ESeal:
    """The suite as an installation has it that trusts this provider."""
    asks = Posting()
    client = TimeStampClient(services.tsa_url, asks, lambda: 4711)
    anchors = (TrustAnchor(services.anchor, is_test=False),)
    return ESeal(Sealing(level, time, client, EvidenceSource(asks), anchors))


def seal_of(services: TrustServices, days: int = 1000) -> FileSeal:
    """A real seal of that provider for the University of Zed."""
    return FileSeal(services.seal_for(sample_organisation(), days), PASSWORD, authority().certificate)


def sealed(
    services: TrustServices,
    level: Level,
    seal: FileSeal | None = None,
    at: datetime | None = None,
    time: SigningTime = SigningTime.IAT,
) -> bytes:
    """The finished file."""
    seal = seal or seal_of(services)
    who = replace(identity(), seal=seal.identity)
    made, when = suite(services, level, time), at or services.now()
    document = Europass().build(sample_micro(), replace(issued(), issuer=who, issued_at=when))
    return made.seal(made.intend(Checked(document), who, when, seal.algorithm), seal).data
