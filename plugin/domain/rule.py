"""The rule by which a micro-credential is earned: conditions on facts, combined by all and any, and its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import TypeAlias

from plugin.domain.choices import Chosen
from plugin.domain.elements import plain
from plugin.domain.errors import InputError
from plugin.domain.facts import Grade, Wanted

DEPTH_MAX = 3  # groups within groups
CONDITIONS_MAX = 30


class GradeUnit(Enum):
    """How a threshold is meant: points of the grade's own scale, or percent of its range."""

    POINTS = "points"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class GradeThreshold:
    """The least grade that suffices; exactly that grade does."""

    least: Decimal
    unit: GradeUnit = GradeUnit.PERCENT

    def __str__(self) -> str:
        return f"{plain(self.least)} %" if self.unit is GradeUnit.PERCENT else f"{plain(self.least)} points"


@dataclass(frozen=True, slots=True)
class CourseCompleted:
    """The LMS calls the course completed."""

    def __str__(self) -> str:
        return "the course is completed"


@dataclass(frozen=True, slots=True)
class ActivityCompleted:
    """The LMS calls a chosen activity completed, and passed where it has a pass."""

    activity: Chosen

    def __str__(self) -> str:
        return f"{self.activity} is completed"


@dataclass(frozen=True, slots=True)
class GradeAtLeast:
    """The grade of a chosen item, or of the course where `item` is None, reaches a threshold."""

    least: GradeThreshold
    item: Chosen | None = None

    def __str__(self) -> str:
        return f"{grade_of(self.item)} is at least {self.least}"


@dataclass(frozen=True, slots=True)
class GradePassed:
    """The LMS calls the grade of a chosen item, or of the course where `item` is None, a pass."""

    item: Chosen | None = None

    def __str__(self) -> str:
        return f"{grade_of(self.item)} is a pass"


@dataclass(frozen=True, slots=True)
class ColumnAtLeast:
    """What the teacher put into our own column of the grade book (AGS 2.0) reaches a threshold."""

    least: GradeThreshold

    def __str__(self) -> str:
        return f"the grade in this tool's own column is at least {self.least}"


@dataclass(frozen=True, slots=True)
class LinkOpen:
    """The LMS lets the learner see the link to this tool, which a teacher restricted there (NRPS 2.0, `rlid`)."""

    def __str__(self) -> str:
        return "the learning platform opens the link to this tool"


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A teacher of the course confirms it here."""

    def __str__(self) -> str:
        return "a teacher confirms it"


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part must hold."""

    parts: tuple[Condition, ...]

    def __str__(self) -> str:
        return _joined(self.parts, " and ")


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part suffices."""

    parts: tuple[Condition, ...]

    def __str__(self) -> str:
        return _joined(self.parts, " or ")


Simple: TypeAlias = (
    CourseCompleted | ActivityCompleted | GradeAtLeast | GradePassed | ColumnAtLeast | LinkOpen | Confirmed
)
Condition: TypeAlias = Simple | AllOf | AnyOf
_ORDER = (CourseCompleted, GradeAtLeast, GradePassed, ActivityCompleted, ColumnAtLeast, LinkOpen, Confirmed, AnyOf)
_OF_ITEM = _ORDER.index(ActivityCompleted) + 0.5  # grade items stand together, behind the activities


@dataclass(frozen=True, slots=True)
class Rule:
    """All the conditions set must hold; a rule without any condition awards nobody.

    course_completed and grade_at_least are what most courses need; `further` holds any other conditions and groups.
    InputError when there are more than CONDITIONS_MAX, or groups deeper than DEPTH_MAX, or an empty group.
    """

    course_completed: bool = True
    grade_at_least: GradeThreshold | None = None
    further: tuple[Condition, ...] = ()

    def __post_init__(self) -> None:
        _check(self.further, 0)
        if sum(1 for _ in self.simple) > CONDITIONS_MAX:
            raise InputError("rule.long", f"The rule has more than {CONDITIONS_MAX} conditions.", "Leave some out.")

    def __str__(self) -> str:
        return _joined(self.conditions, " and ")

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """All of them must hold."""
        first: list[Condition] = [CourseCompleted()] if self.course_completed else []
        if self.grade_at_least:
            first.append(GradeAtLeast(self.grade_at_least))
        return (*first, *self.further)

    @property
    def simple(self) -> Iterator[Simple]:
        """Every condition that is no group, wherever it stands."""
        return _simple(self.conditions)

    @property
    def wanted(self) -> Wanted:
        """The facts that this rule asks for."""
        simple = set(self.simple)
        graded = [c for c in simple if isinstance(c, GradeAtLeast | GradePassed)]
        return Wanted(
            completion=CourseCompleted() in simple,
            grade=any(c.item is None for c in graded),
            passed=GradePassed() in simple,
            activities=_chosen(c.activity for c in simple if isinstance(c, ActivityCompleted)),
            items=_chosen(c.item for c in graded if c.item),
            items_passed=any(isinstance(c, GradePassed) and c.item for c in graded),
            column=any(isinstance(c, ColumnAtLeast) for c in simple),
            gate=LinkOpen() in simple,
        )


def rule_of(conditions: Sequence[Condition]) -> Rule:
    """The rule that wants all these conditions, in one form for all ways to write the same; InputError as `Rule`."""
    Rule(course_completed=False, further=tuple(conditions))
    every = _every(conditions)
    completed = CourseCompleted() in every
    grade = next((c for c in every if isinstance(c, GradeAtLeast) and c.item is None), None)
    further = tuple(c for c in every if c is not grade and c != CourseCompleted())
    return Rule(completed, grade.least if grade else None, further)


def reaches(grade: Grade, threshold: GradeThreshold) -> bool:
    """Whether the grade is at least the threshold, compared exactly: no rounding, no floating point.

    Fractions, because decimal arithmetic rounds to 28 digits.
    """
    value, least = Fraction(grade.value), Fraction(threshold.least)
    if threshold.unit is GradeUnit.POINTS:
        return value >= least
    minimum, maximum = Fraction(grade.minimum), Fraction(grade.maximum)
    return (value - minimum) * 100 >= least * (maximum - minimum)


def grade_of(item: Chosen | None) -> str:
    """How a grade is called in a sentence."""
    return f"the grade in {item}" if item else "the course grade"


def _every(conditions: Sequence[Condition]) -> tuple[Condition, ...]:
    """Groups of "all" dissolved, nothing twice, in a fixed order of kinds."""
    flat: dict[Condition, None] = {}
    for condition in map(_plain, conditions):
        flat |= dict.fromkeys(condition.parts if isinstance(condition, AllOf) else (condition,))
    return tuple(sorted(flat, key=_place))


def _place(condition: Condition) -> float:
    if isinstance(condition, GradeAtLeast | GradePassed) and condition.item:
        return _OF_ITEM
    return _ORDER.index(type(condition))


def _plain(condition: Condition) -> Condition:
    """The same condition without needless groups."""
    if isinstance(condition, AllOf):
        parts = _every(condition.parts)
        return parts[0] if len(parts) == 1 else AllOf(parts)
    if isinstance(condition, AnyOf):
        flat: dict[Condition, None] = {}
        for part in map(_plain, condition.parts):
            flat |= dict.fromkeys(part.parts if isinstance(part, AnyOf) else (part,))
        return next(iter(flat)) if len(flat) == 1 else AnyOf(tuple(flat))
    return condition


def _check(conditions: Sequence[Condition], depth: int) -> None:
    for condition in conditions:
        if isinstance(condition, AllOf | AnyOf):
            if not condition.parts:
                raise InputError("rule.empty", "A group of the rule holds no condition.", "Add one, or leave it out.")
            if depth == DEPTH_MAX:
                sentence = f"The rule has groups deeper than {DEPTH_MAX} within each other."
                raise InputError("rule.deep", sentence, "Say it in simpler words.")
            _check(condition.parts, depth + 1)


def _simple(conditions: Sequence[Condition]) -> Iterator[Simple]:
    for condition in conditions:
        if isinstance(condition, AllOf | AnyOf):
            yield from _simple(condition.parts)
        else:
            yield condition


def _chosen(found: Iterator[Chosen]) -> tuple[Chosen, ...]:
    return tuple(sorted(set(found), key=lambda chosen: (chosen.id, chosen.title)))


def _joined(parts: Sequence[Condition], word: str) -> str:
    return word.join(f"({part})" if isinstance(part, AllOf | AnyOf) else str(part) for part in parts)
