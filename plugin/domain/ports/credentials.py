"""How a credential is written, sealed, withdrawn and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from plugin.domain.documents import (
    Checked,
    Document,
    Intent,
    Issued,
    IssuerIdentity,
    Opened,
    Sealed,
    SealIdentity,
)
from plugin.domain.elements import MicroCredential
from plugin.domain.report import Check
from plugin.domain.statement import Statement
from plugin.domain.status import StatusList, StatusPlace, StatusReading, StatusSlot


@dataclass(frozen=True, slots=True)
class ClaimedTimes:
    """When a document says it was issued and is in force; None where it says nothing."""

    issued_at: datetime | None
    valid_from: datetime | None
    valid_until: datetime | None


@dataclass(frozen=True, slots=True)
class ClaimedIssuer:
    """Whom a document names as its issuer; believed only when the proof shows it."""

    id: str
    name: str
    legal_identifier: str | None = None


class CredentialFormat(Protocol):
    """One way to write a micro-credential down, and to read it back. Pure: no keys, no network, no clock."""

    name: str  # as in setup.cfg and in plans
    title: str  # as people call it
    proof: str  # name of the proof suite that seals it
    containers: tuple[str, ...]  # names of the pictures that can carry it

    def build(self, micro: MicroCredential, issued: Issued) -> Document:
        """The complete document; the same arguments give the same document."""
        ...

    def recognises(self, content: Mapping[str, Any]) -> bool:
        """Whether the content claims to be of this format."""
        ...

    def faults(self, content: Mapping[str, Any]) -> tuple[str, ...]:
        """Each breach of the format's data model in a plain sentence; never raises on hostile content."""
        ...

    def read(self, content: Mapping[str, Any]) -> Statement:
        """What the content says, element by element; tolerant: what cannot be read is absent."""
        ...

    def issuer(self, content: Mapping[str, Any]) -> ClaimedIssuer:
        """Whom it names; empty strings where it names nobody."""
        ...

    def times(self, content: Mapping[str, Any]) -> ClaimedTimes:
        """When it says it was issued and is in force."""
        ...

    def status(self, content: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Where it says its withdrawal can be looked up; None when it names no such place."""
        ...


class StatusMethod(Protocol):
    """One way to publish what was withdrawn, and to read it. Pure: no keys, no network, no clock."""

    name: str  # as in setup.cfg, and the `format` of its lists
    proof: str  # name of the proof suite that seals its lists

    def list_url(self, issuer: IssuerIdentity, number: int) -> str:
        """The address of an issuer's list."""
        ...

    def entry(self, issuer: IssuerIdentity, slot: StatusSlot) -> Mapping[str, Any]:
        """What a credential says of where its withdrawal will be published."""
        ...

    def document(self, issuer: IssuerIdentity, listed: StatusList, at: datetime) -> Document:
        """The list as it is published, not yet sealed; the same arguments give the same document."""
        ...

    def recognises(self, entry: Mapping[str, Any]) -> bool:
        """Whether a credential's status entry is of this method."""
        ...

    def place(self, entry: Mapping[str, Any]) -> StatusPlace:
        """Where to look; InputError in plain words when the entry is damaged."""
        ...

    def bits(self, content: Mapping[str, Any]) -> bytes:
        """The whole list, read back; InputError when it is none, damaged or too large."""
        ...

    def read(self, content: Mapping[str, Any], place: StatusPlace) -> StatusReading:
        """What a list says of that place; InputError when it is no such list, too large, or has no such entry."""
        ...


class Seal(Protocol):
    """A place where a signing key lives; the key never leaves it.

    A kind of seal (`twinseal.seals` in setup.cfg) is opened by its configuration, its secret, and the certificate of
    this installation's test authority, all bytes: InputError or ServiceError when it cannot be.
    """

    identity: SealIdentity
    algorithm: str  # JOSE name, such as RS256

    def sign(self, signing_input: bytes) -> bytes:
        """The raw signature; ServiceError when the key cannot be reached."""
        ...


class WebLookup(Protocol):
    """The web as a verifier sees it."""

    def get(self, url: str) -> bytes:
        """The body at that address, bounded in time and size; ServiceError when it cannot be had."""
        ...


@dataclass(frozen=True, slots=True)
class TrustAnchor:
    """A certificate (DER) that we were told to trust; `is_test` for this installation's own test authority."""

    certificate: bytes
    is_test: bool


class ProofSuite(Protocol):
    """One way to seal a document and to check the seal."""

    name: str
    media_type: str
    suffix: str
    off: str  # why it cannot seal on this machine, in a sentence; empty when it can

    def intend(self, checked: Checked, issuer: IssuerIdentity, at: datetime, algorithm: str) -> Intent:
        """The exact bytes to sign, with the signing time in them where the suite has a place for it."""
        ...

    def seal(self, intent: Intent, seal: Seal) -> Sealed:
        """The finished file. The same intent and an RS256 key give the same bytes."""
        ...

    def recognises(self, raw: bytes) -> bool:
        """Whether the file looks like one of this suite; cheap, never raises."""
        ...

    def open(self, raw: bytes) -> Opened:
        """What the file holds, nothing of it believed; InputError in plain words when it is damaged."""
        ...

    def verify(
        self, opened: Opened, named: ClaimedIssuer, at: datetime, web: WebLookup, anchors: tuple[TrustAnchor, ...]
    ) -> ProofFindings:
        """Answers questions 3, 4 and 5 (PROOF, ISSUER_KEY, KEY_VALID); never raises on hostile input."""
        ...


@dataclass(frozen=True, slots=True)
class ProofFindings:
    """What a proof suite found: the checks PROOF, ISSUER_KEY and KEY_VALID in that order.

    issuer: the proven name to show (from the certificate; for did:web the domain), None while not proven.
    """

    checks: tuple[Check, Check, Check]
    issuer: str | None
    is_test: bool = False
