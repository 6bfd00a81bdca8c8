"""What the inner rooms ask of the outer ones, each as narrow as its caller needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from plugin.domain.badge import BadgeFace, BadgeImage
from plugin.domain.catalogue import FeedPage, Listing
from plugin.domain.connection import Finding
from plugin.domain.documents import (
    Checked,
    Document,
    Intent,
    Issued,
    IssuerIdentity,
    Opened,
    Page,
    Sealed,
    SealedFile,
    SealIdentity,
)
from plugin.domain.elements import MicroCredential
from plugin.domain.facts import CourseFacts, LearnerFacts
from plugin.domain.lifecycle import Award, AwardKey
from plugin.domain.plan import CredentialPlan, Institution
from plugin.domain.platforms import CoursePlace, Deployment, LoginRecord, Registration
from plugin.domain.report import Check
from plugin.domain.statement import Statement


class Clock(Protocol):
    """The time, always with a zone; a value that tests can set."""

    def now(self) -> datetime:
        """The present moment in UTC."""
        ...


class PlatformStore(Protocol):
    """The LMSes we know."""

    def registrations(self, issuer: str, client_id: str | None) -> tuple[Registration, ...]:
        """Every registration of this issuer; only that of `client_id` when one is given."""
        ...

    def registration(self, registration_id: str) -> Registration | None:
        """The registration with our own id."""
        ...

    def deployment(self, registration_id: str, deployment_id: str) -> Deployment | None:
        """The deployment under the LMS's own deployment id."""
        ...

    def propose_deployment(self, registration_id: str, deployment_id: str) -> None:
        """Keep a deployment that the LMS named, without an institution; what is known already stays as it is."""
        ...


class ReplayStore(Protocol):
    """Remembers each login until its launch, once."""

    def put(self, record: LoginRecord) -> None:
        """Remember a login until it expires."""
        ...

    def pop(self, state: str) -> LoginRecord | None:
        """Hand a login out and forget it in one step; None when unknown, spent or expired."""
        ...


class PlanStore(Protocol):
    """Every version of every plan, as published; a version never changes."""

    def version(self, institution_id: str, plan_id: str, version: int) -> tuple[Institution, CredentialPlan]:
        """That version with its institution as it was then; NotFoundError when there is none."""
        ...


class AwardStore(Protocol):
    """The awards. Each method that writes is one transaction, on disk when it returns."""

    def live(self, key: AwardKey) -> Award | None:
        """The one live award of that key."""
        ...

    def reserve(self, award: Award) -> Award:
        """Keep a new award; when the key has a live one already, nothing is written and that one comes back."""
        ...

    def redate(self, award: Award, at: datetime) -> Award:
        """Begin the documents anew with that date; nothing happens once one of them is sealed."""
        ...

    def record_intents(self, award: Award, intents: tuple[Intent, ...]) -> Award:
        """Keep the exact bytes to seal; a document that has its intent keeps the one it has."""
        ...

    def log_attempt(self, award: Award, format_name: str, at: datetime) -> None:
        """Note that a seal is about to be asked."""
        ...

    def save_sealed(self, award: Award, sealed: Sealed) -> Award:
        """Keep a finished file; a document that is sealed already keeps the file it has."""
        ...


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


class Seal(Protocol):
    """A place where a signing key lives; the key never leaves it."""

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


class Renderer(Protocol):
    """Makes the pages that people look at."""

    def pages(self, micro: MicroCredential, credential_id: str, issued_at: datetime) -> tuple[Page, ...]:
        """At least one PNG page per language of the micro-credential, in its order of languages."""
        ...

    def pdf(self, micro: MicroCredential, credential_id: str, issued_at: datetime) -> bytes:
        """The same pages as one PDF, in the primary language, the same bytes for the same arguments."""
        ...

    def badge(self, face: BadgeFace) -> BadgeImage:
        """The picture of a micro-credential, the same bytes for the same face."""
        ...


class CatalogueFormat(Protocol):
    """How programs read the catalogue. `suffix` ends the addresses, `media_type` is asked for by `Accept`."""

    name: str
    title: str
    media_type: str
    suffix: str

    def one(self, listing: Listing) -> bytes:
        """One micro-credential."""
        ...

    def feed(self, page: FeedPage) -> bytes:
        """A page of all of them, the same bytes for the same page."""
        ...


class Container(Protocol):
    """A picture that carries one sealed document and still is a picture."""

    name: str
    media_type: str
    suffix: str

    def recognises(self, raw: bytes) -> bool:
        """Whether the file is such a picture, with or without a document; cheap, never raises."""
        ...

    def put(self, image: bytes, sealed: SealedFile) -> bytes:
        """The picture with the document in it, in the place of one that it may carry already."""
        ...

    def take(self, raw: bytes) -> bytes | None:
        """The document's file as it was put in; None when there is none; InputError when the picture is damaged."""
        ...


class LmsFamily(Protocol):
    """Where an LMS keeps completion and grades beyond LTI. Every failure becomes an unknown with its reason."""

    name: str

    def course(self, place: CoursePlace) -> CourseFacts:
        """All learners whom the LMS lists for the course."""
        ...

    def access(self, registration: Registration) -> Finding:
        """Whether completion and grades can be read at all, and what to change when they cannot."""
        ...

    def learner(self, place: CoursePlace, subject: str) -> LearnerFacts:
        """One learner, read afresh; unknown facts with the reason when the LMS does not answer for this person."""
        ...
