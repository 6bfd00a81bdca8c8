"""What the inner rooms ask of the outer ones, each as narrow as its caller needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from plugin.domain.badge import BadgeFace, BadgeImage
from plugin.domain.catalogue import FeedPage, Listing
from plugin.domain.choices import Choice, CourseDescription
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
from plugin.domain.facts import BASICS, Confirmation, CourseFacts, LearnerFacts, Wanted
from plugin.domain.lifecycle import Award, AwardKey
from plugin.domain.plan import CredentialPlan, Institution
from plugin.domain.platforms import CoursePlace, Deployment, LoginRecord, Registration
from plugin.domain.report import Check
from plugin.domain.roster import KeptLine
from plugin.domain.standing import Change, Standing
from plugin.domain.statement import Statement
from plugin.domain.status import KnownStanding, StatusList, StatusPlace, StatusReading, StatusSlot
from plugin.domain.sweeps import Alarm, AlarmState, SweepState


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

    def peek(self, state: str) -> LoginRecord | None:
        """Look at a login without spending it; None when unknown, spent or expired."""
        ...

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
        """The one award that holds the place of that key: the newest, also when it is suspended or revoked."""
        ...

    def live_subjects(self, binding_id: str) -> Mapping[str, str]:
        """LMS subject to award id, for every live award of a binding."""
        ...

    def ever(self, binding_id: str) -> frozenset[str]:
        """Everybody whom the binding has ever awarded, withdrawn awards among them."""
        ...

    def unfinished(self, binding_id: str) -> tuple[Award, ...]:
        """The live awards of which a document still waits for its seal, the oldest first."""
        ...

    def reserve(self, award: Award) -> Award:
        """Keep a new award, with a place in a status list; when the key has one already, that one comes back."""
        ...

    def replace(self, award: Award, change: Change) -> Award:
        """Keep a new award in the place of the one that it supersedes, and log why; that one stays in force until
        every document of the new one is sealed. When it has a newer one already, that comes back."""
        ...

    def redate(self, award: Award, at: datetime) -> Award:
        """Begin the documents anew with that date; nothing happens once one of them is sealed."""
        ...

    def record_intents(self, award: Award, intents: tuple[Intent, ...]) -> Award:
        """Keep the exact bytes to seal; a document that has its intent keeps the one it has."""
        ...

    def drop_intent(self, award: Award, format_name: str) -> Award:
        """Let an unsealed document be built anew, for its key is gone; a sealed one stays as it is."""
        ...

    def log_attempt(self, award: Award, format_name: str, at: datetime) -> None:
        """Note that a seal is about to be asked."""
        ...

    def save_sealed(self, award: Award, sealed: Sealed) -> Award:
        """Keep a finished file; a document that is sealed already keeps the file it has. With the last of them, what
        the award replaces is superseded."""
        ...


class StandingStore(Protocol):
    """How awards stand, and the log of what changed it, to which only is added."""

    def change(self, award_id: str, change: Change) -> Standing:
        """Make one move: standing, log and status list in one transaction. ConflictError when it cannot be made."""
        ...

    def changes(self, award_id: str) -> tuple[Change, ...]:
        """Every change of an award, the oldest first."""
        ...

    def of_credential(self, credential_id: str) -> KnownStanding | None:
        """How the award of that credential (a bare UUID) stands; None when it is not ours."""
        ...


class StatusListStore(Protocol):
    """The status lists of every institution, as they are now."""

    def numbers(self, institution_id: str) -> tuple[int, ...]:
        """The numbers of an institution's lists."""
        ...

    def get(self, institution_id: str, number: int) -> StatusList | None:
        """One list."""
        ...

    def keep_sealed(self, listed: StatusList, sealed: bytes) -> None:
        """Keep the published file of that version; nothing happens when the list changed meanwhile."""
        ...


class RosterStore(Protocol):
    """How learners stood at the last reading, and what teachers confirmed."""

    def begin(self, binding_id: str) -> int:
        """The number of a new reading."""
        ...

    def keep(self, binding_id: str, kept: Sequence[KeptLine], reading: int) -> None:
        """Keep the lines of a reading, with the names that came with them for a day."""
        ...

    def close(self, binding_id: str, reading: int, now: datetime) -> None:
        """End a reading: who was not in it is no longer listed."""
        ...

    def fail(self, binding_id: str, subject: str, sentence: str) -> None:
        """Note one more attempt to issue in vain, and why; the sentence names nobody."""
        ...

    def confirmations(self, binding_id: str) -> Mapping[str, Confirmation]:
        """Subject to the teacher's word that stands."""
        ...


class SweepStore(Protocol):
    """Where the reading of each course stands."""

    def state(self, binding_id: str) -> SweepState:
        """Where it stands; of a course never read, nothing."""
        ...

    def put(self, state: SweepState) -> None:
        """Keep where it stands."""
        ...

    def progress(self, binding_id: str, done: int, total: int) -> None:
        """Say how far a reading has come."""
        ...


class AlarmStore(Protocol):
    """What stops automatic awards until an instructor has looked."""

    def raise_(self, new: Alarm) -> None:
        """Keep an alarm; one of its kind that is open for the course is brought up to date instead."""
        ...

    def of(self, binding_id: str) -> tuple[Alarm, ...]:
        """Every alarm of a course, the oldest first."""
        ...

    def settle(self, alarm_id: str, state: AlarmState, by: str, at: datetime) -> bool:
        """Whether an open alarm was settled; one that is settled stays as it is."""
        ...


class Queue(Protocol):
    """Wakes workers; losing what it holds loses nothing, because the database knows what is to be done."""

    def wake(self, platform_id: str) -> None:
        """Let a worker look soon at that platform's courses."""
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
    """Where an LMS keeps completion and grades beyond LTI. Every failure becomes an unknown with its reason.

    Made as `family(service, clock, connect)`: address and token of the LMS's own services, or None; `connect` gives an
    LTI connection of a registration, or is None. Only what is wanted is asked for; the rest stays unknown.
    """

    name: str

    def course(self, place: CoursePlace, wanted: Wanted = BASICS) -> CourseFacts:
        """All learners of the course; ServiceError when the LMS does not even say who they are."""
        ...

    def learner(self, place: CoursePlace, subject: str, wanted: Wanted = BASICS) -> LearnerFacts:
        """One learner, read afresh; unknown facts with the reason when the LMS does not answer for this person."""
        ...

    def activities(self, place: CoursePlace) -> tuple[Choice, ...]:
        """What an instructor may choose in the course; ServiceError when the LMS does not say."""
        ...

    def describe(self, place: CoursePlace) -> CourseDescription:
        """What the LMS says of the course itself; ServiceError when it does not."""
        ...

    def access(self, registration: Registration, place: CoursePlace | None = None) -> tuple[Finding, ...]:
        """Whether facts can be read, each missing right or function by name; with a place, tried in that course."""
        ...
