"""What the LMS, a teacher or the institution said about one learner in one course: said by whom, and when.

Unknown is an answer of its own: it is neither complete nor incomplete, and never leads to an award.
Every fact carries the `service` that said it, and its own `reason` where it is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import Enum

from plugin.domain.choices import Chosen
from plugin.domain.platforms import Person
from plugin.domain.report import Answer
from plugin.domain.text import say

NOT_ASKED = say("Nobody has asked the learning platform for this yet.")


class CompletionState(Enum):
    """The three answers to "is it completed?"."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    UNKNOWN = "unknown"


class ActivityState(Enum):
    """How far a learner is with one activity; FAILED is done, but not passed."""

    COMPLETE = "complete"
    FAILED = "failed"
    INCOMPLETE = "incomplete"
    UNKNOWN = "unknown"


class Enrolment(Enum):
    """Whether the person still takes part; of a SUSPENDED learner the LMS's word decides nothing."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
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
    service: str = ""


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade with its scale, exactly as given. `letter` only if the source gave one."""

    value: Decimal
    minimum: Decimal
    maximum: Decimal
    letter: str | None = None
    graded_at: datetime | None = None
    hidden: bool = False  # hidden from the learner in the LMS: may decide, must not be shown
    service: str = ""


@dataclass(frozen=True, slots=True)
class Passed:
    """Whether the LMS itself calls a grade a pass; `reason` why that is unknown."""

    answer: Answer
    reason: str = ""
    service: str = ""


@dataclass(frozen=True, slots=True)
class GradeFact:
    """A grade, or None: with `reason` "" there is none yet, otherwise it is unknown."""

    grade: Grade | None
    reason: str = ""
    passed: Passed | None = None  # None: nobody asked


@dataclass(frozen=True, slots=True)
class ItemFact:
    """What a chosen grade item holds for the learner."""

    item: Chosen
    fact: GradeFact


@dataclass(frozen=True, slots=True)
class ActivityFact:
    """How far the learner is with a chosen activity."""

    activity: Chosen
    state: ActivityState
    at: datetime | None = None
    reason: str = ""
    service: str = ""


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether the LMS lets the learner see the link by which people come here (NRPS 2.0, `rlid`)."""

    open: Answer
    reason: str = ""
    service: str = ""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A teacher's word for one learner. `by`: the teacher's subject. `note`: what it rests on.

    vouches: given for a learner whose enrolment is suspended, it stands for all that the LMS cannot tell of them.
    """

    by: str
    at: datetime
    note: str = ""
    vouches: bool = False


@dataclass(frozen=True, slots=True)
class LearnerFacts:
    """All that is known of one learner in one course. `grade` None with `grade_reason` "" means: no grade yet.

    activities and items: those that were asked for. column, gate, passed: None where nobody asked.
    confirmation: None where no teacher has confirmed.
    """

    person: Person
    completion: Completion
    grade: Grade | None
    source: Source
    read_at: datetime
    grade_reason: str = ""  # why the grade is unknown, else ""
    started_at: datetime | None = None
    passed: Passed | None = None
    activities: tuple[ActivityFact, ...] = ()
    items: tuple[ItemFact, ...] = ()
    column: GradeFact | None = None
    gate: Gate | None = None
    confirmation: Confirmation | None = None
    enrolment: Enrolment = Enrolment.UNKNOWN

    @property
    def course_grade(self) -> GradeFact:
        """The course grade in the form of any other grade."""
        return GradeFact(self.grade, self.grade_reason, self.passed)


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """The whole course as read at one time: learners the LMS lists, with their facts."""

    learners: tuple[LearnerFacts, ...]
    read_at: datetime


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which facts are worth asking an LMS for; the rest stays unknown or empty, and costs nothing.

    passed: whether the course grade is a pass. settled: says of the facts read so far whether asking this learner's
    completion could change anything; where an LMS must be asked for one person at a time, it is then left out.
    """

    completion: bool = True
    grade: bool = True
    passed: bool = False
    activities: tuple[Chosen, ...] = ()
    items: tuple[Chosen, ...] = ()
    items_passed: bool = False
    column: bool = False
    gate: bool = False
    settled: Callable[[LearnerFacts], bool] | None = None


BASICS = Wanted()  # completion and course grade, as most rules need


def confirmed(facts: LearnerFacts, confirmation: Confirmation | None) -> LearnerFacts:
    """The facts with a teacher's word."""
    return replace(facts, confirmation=confirmation) if confirmation else facts


def course_confirmed(course: CourseFacts, by_subject: Mapping[str, Confirmation]) -> CourseFacts:
    """The course with the teachers' words, by the learners' subjects."""
    learners = tuple(confirmed(facts, by_subject.get(facts.person.subject)) for facts in course.learners)
    return CourseFacts(learners, course.read_at)
