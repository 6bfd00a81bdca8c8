"""The rule by which a micro-credential is earned: conditions on facts, combined by all and any, and its words."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import reduce
from typing import TypeAlias

from plugin.domain.choices import Chosen
from plugin.domain.errors import InputError
from plugin.domain.facts import Grade, Wanted
from plugin.domain.text import Said, say

DEPTH_MAX = 3  # groups within groups
CONDITIONS_MAX = 30


class _Worded(ABC):
    """What reads in a sentence: `words`, and the same in English as `str`."""

    __slots__ = ()

    @property
    @abstractmethod
    def words(self) -> Said:
        """How it reads in a sentence."""

    def __str__(self) -> str:
        return str(self.words)


class GradeUnit(Enum):
    """How a threshold is meant: points of the grade's own scale, or percent of its range."""

    POINTS = "points"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class GradeThreshold(_Worded):
    """The least grade that suffices; exactly that grade does."""

    least: Decimal
    unit: GradeUnit = GradeUnit.PERCENT

    @property
    def words(self) -> Said:
        """How it reads in a sentence."""
        if self.unit is GradeUnit.PERCENT:
            return say("{least} %", least=self.least)
        return say("{least} points", least=self.least)


@dataclass(frozen=True, slots=True)
class CourseCompleted(_Worded):
    """The LMS calls the course completed."""

    @property
    def words(self) -> Said:
        """How it reads in a sentence."""
        return say("the course is completed")


@dataclass(frozen=True, slots=True)
class ActivityCompleted(_Worded):
    """The LMS calls a chosen activity completed, and passed where it has a pass."""

    activity: Chosen

    @property
    def words(self) -> Said:
        """How it reads in a sentence."""
        return say("{activity} is completed", activity=self.activity.words)


@dataclass(frozen=True, slots=True)
class GradeAtLeast(_Worded):
    """The grade of a chosen item, or of the course where `item` is None, reaches a threshold."""

    least: GradeThreshold
    item: Chosen | None = None

    @property
    def words(self) -> Said:
        """How it reads in a sentence."""
        if self.item is None:
            return say("the course grade is at least {least}", least=self.least.words)
        return say("the grade in {item} is at least {least}", item=self.item.words, least=self.least.words)


@dataclass(frozen=True, slots=True)
class GradePassed(_Worded):
    """The LMS calls the grade of a chosen item, or of the course where `item` is None, a pass."""

    item: Chosen | None = None

    @property
    def words(self) -> Said:
        """How it reads in a sentence."""
        if self.item is None:
            return say("the course grade is a pass")
        return say("the grade in {item} is a pass", item=self.item.words)


@dataclass(frozen=True, slots=True)
class ColumnAtLeast(_Worded):
    """What the teacher put into our own column of the grade book (AGS 2.0) reaches a threshold."""

    least: GradeThreshold

    @property
    def words(self) -> Said:
        """How it reads in a sentence."""
        return say("the grade in this tool's own column is at least {least}", least=self.least.words)


@dataclass(frozen=True, slots=True)
class LinkOpen(_Worded):
    """The LMS lets the learner see the link to this tool, which a teacher restricted there (NRPS 2.0, `rlid`)."""

    @property
    def words(self) -> Said:
        """How it reads in a sentence."""
        return say("the learning platform opens the link to this tool")


@dataclass(frozen=True, slots=True)
class Confirmed(_Worded):
    """A teacher of the course confirms it here."""

    @property
    def words(self) -> Said:
        """How it reads in a sentence."""
        return say("a teacher confirms it")


@dataclass(frozen=True, slots=True)
class AllOf(_Worded):
    """Every part must hold."""

    parts: tuple[Condition, ...]

    @property
    def words(self) -> Said:
        """How it reads in a sentence."""
        return _joined(self.parts, say("{first} and {second}"))


@dataclass(frozen=True, slots=True)
class AnyOf(_Worded):
    """One part suffices."""

    parts: tuple[Condition, ...]

    @property
    def words(self) -> Said:
        """How it reads in a sentence."""
        return _joined(self.parts, say("{first} or {second}"))


Simple: TypeAlias = (
    CourseCompleted | ActivityCompleted | GradeAtLeast | GradePassed | ColumnAtLeast | LinkOpen | Confirmed
)
Condition: TypeAlias = Simple | AllOf | AnyOf
_ORDER = (CourseCompleted, GradeAtLeast, GradePassed, ActivityCompleted, ColumnAtLeast, LinkOpen, Confirmed, AnyOf)
_OF_ITEM = _ORDER.index(ActivityCompleted) + 0.5  # grade items stand together, behind the activities


@dataclass(frozen=True, slots=True)
class Rule(_Worded):
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
            raise InputError(
                "rule.long",
                say("The rule has more than {conditions_max} conditions.", conditions_max=CONDITIONS_MAX),
                "Leave some out.",
            )

    @property
    def words(self) -> Said:
        """How it reads in a sentence."""
        return _joined(self.conditions, say("{first} and {second}"))

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
                sentence = say("The rule has groups deeper than {depth_max} within each other.", depth_max=DEPTH_MAX)
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


def _joined(parts: Sequence[Condition], pair: Said) -> Said:
    words = [say("({group})", group=part.words) if isinstance(part, AllOf | AnyOf) else part.words for part in parts]
    return reduce(lambda first, second: pair.with_values(first=first, second=second), words) if words else say("")
