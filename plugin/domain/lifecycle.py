"""Where an award and each of its documents stand, and what is remembered of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from plugin.domain.claim import Claim
from plugin.domain.documents import Intent, Sealed
from plugin.domain.eligibility import Decision
from plugin.domain.facts import LearnerFacts
from plugin.domain.standing import Standing
from plugin.domain.status import StatusSlot

SEAL_PATIENCE = timedelta(hours=24)  # a document that waited longer for its seal is dated anew


class DocumentState(Enum):
    """reserved -> intended -> sealed."""

    RESERVED = "reserved"
    INTENDED = "intended"
    SEALED = "sealed"


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """One credential of an award in one format."""

    format: str
    credential_id: str
    state: DocumentState
    intent: Intent | None = None
    sealed: Sealed | None = None


@dataclass(frozen=True, slots=True)
class AwardKey:
    """What there is at most one live award of."""

    binding_id: str
    subject: str
    plan_id: str


@dataclass(frozen=True, slots=True)
class Award:
    """One learner's award with everything its documents are made of; `digest` tells a changed order from the same.

    is_test: whether it was begun with test seals. It stays what it was, whatever seals come later.
    slot: None only for awards older than the status lists. supersedes: id of the award that this one replaces.
    superseded_by: id of the award that replaces this one, from its reservation on.
    """

    id: str
    key: AwardKey
    institution_id: str
    plan_version: int
    subject_id: str
    issued_at: datetime
    share_token: str
    digest: str
    facts: LearnerFacts
    decision: Decision
    claim: Claim
    documents: tuple[DocumentRecord, ...]
    is_test: bool = True
    slot: StatusSlot | None = None
    standing: Standing = Standing.LIVE
    supersedes: str | None = None
    superseded_by: str | None = None

    @property
    def complete(self) -> bool:
        """Whether every document is sealed."""
        return all(d.state is DocumentState.SEALED for d in self.documents)

    @property
    def to_finish(self) -> bool:
        """Whether a document still waits for its seal; what was withdrawn meanwhile is never sealed."""
        return not self.complete and not self.standing.is_final

    @property
    def untouched(self) -> bool:
        """Whether no document is sealed yet, so that the date may still change."""
        return not any(d.state is DocumentState.SEALED for d in self.documents)

    def document(self, format_name: str) -> DocumentRecord | None:
        """The document of that format, if the award has one."""
        return next((d for d in self.documents if d.format == format_name), None)


@dataclass(frozen=True, slots=True)
class AwardLine:
    """An award as a list shows it."""

    id: str
    full_name: str
    issued_at: datetime
    standing: Standing
