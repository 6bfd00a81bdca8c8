"""What the LMS (or the institution) said about one learner in one course: said by whom, and when.

Unknown is an answer of its own: it is neither complete nor incomplete, and never leads to an award.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum

from plugin.domain.platforms import Person


class CompletionState(Enum):
    """The three answers to "is it completed?"."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    UNKNOWN = "unknown"


class Source(Enum):
    """How a fact reached us."""

    PLATFORM = "the learning platform"
    INSTITUTION = "a statement of the institution"


@dataclass(frozen=True, slots=True)
class Completion:
    """Whether the course is completed. `missing` names in words what is not done; `reason` why it is unknown."""

    state: CompletionState
    completed_at: datetime | None = None
    missing: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Grade:
    """A course grade with its scale, exactly as given. `letter` only if the source gave one."""

    value: Decimal
    minimum: Decimal
    maximum: Decimal
    letter: str | None = None
    graded_at: datetime | None = None
    hidden: bool = False  # hidden from the learner in the LMS: may decide, must not be shown


@dataclass(frozen=True, slots=True)
class LearnerFacts:
    """All that is known of one learner in one course. `grade` None with `grade_reason` "" means: no grade yet."""

    person: Person
    completion: Completion
    grade: Grade | None
    source: Source
    read_at: datetime
    grade_reason: str = ""  # why the grade is unknown, else ""
    started_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """The whole course as read at one time: learners the LMS lists, with their facts."""

    learners: tuple[LearnerFacts, ...]
    read_at: datetime
