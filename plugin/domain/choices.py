"""What an instructor may choose from in a course, and what the LMS says of the course itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from plugin.domain.text import Said, say


class ChoiceKind(Enum):
    """What a choice can be asked: whether it is completed, or which grade it gave."""

    ACTIVITY = "activity"
    GRADE_ITEM = "grade item"


@dataclass(frozen=True, slots=True)
class Chosen:
    """An activity or a grade item as it was chosen: the LMS's own id, and the title it had then."""

    id: str
    title: str

    @property
    def words(self) -> Said:
        """Its title as a sentence names it."""
        return say("“{name}”", name=self.title or self.id)


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that an instructor may choose."""

    kind: ChoiceKind
    chosen: Chosen


@dataclass(frozen=True, slots=True)
class CourseDescription:
    """The course in the LMS's words, to fill a plan with; whatever the LMS does not say is empty.

    summary: plain text. fields: custom fields by their short names, such as ("ects", "2").
    outcomes: competencies linked to the course, as learning outcomes.
    """

    title: str
    code: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    summary: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    outcomes: tuple[str, ...] = ()
