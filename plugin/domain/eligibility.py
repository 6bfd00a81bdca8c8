"""Who has earned it, and why: a rule in words, decided on facts, with reasons that a student can read."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from plugin.domain.elements import plain
from plugin.domain.facts import CompletionState, Grade, LearnerFacts
from plugin.domain.text import day_words


class Outcome(Enum):
    """The three outcomes of a decision."""

    EARNED = "earned"
    NOT_YET = "not yet"
    UNKNOWN = "cannot tell"


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
class Rule:
    """All the conditions set must hold; a rule without any condition awards nobody."""

    course_completed: bool = True
    grade_at_least: GradeThreshold | None = None

    def __str__(self) -> str:
        parts = ["the course is completed"] if self.course_completed else []
        if self.grade_at_least:
            parts.append(f"the course grade is at least {self.grade_at_least}")
        return " and ".join(parts)


@dataclass(frozen=True, slots=True)
class Reason:
    """One condition, how it was answered, and the facts behind it in a sentence."""

    condition: str
    outcome: Outcome
    sentence: str


@dataclass(frozen=True, slots=True)
class Decision:
    """An outcome with a reason per condition; kept with the award for ever."""

    outcome: Outcome
    reasons: tuple[Reason, ...]

    @property
    def open_reasons(self) -> tuple[Reason, ...]:
        """What is missing or unknown; all reasons when it is earned."""
        return tuple(r for r in self.reasons if r.outcome is self.outcome)


def decide(facts: LearnerFacts, rule: Rule) -> Decision:
    """Decide on facts just read. One unmet condition is "not yet"; else one unknown is "cannot tell".

    An unmet condition outweighs an unknown one: nothing that we may still learn could make it earned.
    """
    reasons = []
    if rule.course_completed:
        reasons.append(_completion(facts))
    if rule.grade_at_least:
        reasons.append(_grade(facts, rule.grade_at_least))
    if not reasons:
        reasons.append(Reason("a rule is set", Outcome.UNKNOWN, "No rule says yet who earns this micro-credential."))
    return Decision(_combined([r.outcome for r in reasons]), tuple(reasons))


def _combined(outcomes: list[Outcome]) -> Outcome:
    if Outcome.NOT_YET in outcomes:
        return Outcome.NOT_YET
    return Outcome.UNKNOWN if Outcome.UNKNOWN in outcomes else Outcome.EARNED


def _completion(facts: LearnerFacts) -> Reason:
    condition, completion = "the course is completed", facts.completion
    if completion.state is CompletionState.COMPLETE:
        when = f" on {day_words(completion.completed_at)}" if completion.completed_at else ""
        return Reason(condition, Outcome.EARNED, f"The course was completed{when}.")
    if completion.state is CompletionState.INCOMPLETE:
        what = "; ".join(completion.missing)
        sentence = f"Still to do: {what}." if what else "The course is not completed yet."
        return Reason(condition, Outcome.NOT_YET, sentence)
    return Reason(condition, Outcome.UNKNOWN, completion.reason or "Nobody has said whether the course is completed.")


def _grade(facts: LearnerFacts, threshold: GradeThreshold) -> Reason:
    condition = f"the course grade is at least {threshold}"
    if facts.grade_reason:
        return Reason(condition, Outcome.UNKNOWN, facts.grade_reason)
    if facts.grade is None:
        return Reason(condition, Outcome.NOT_YET, "There is no course grade yet.")
    if facts.grade.maximum <= facts.grade.minimum:
        return Reason(
            condition, Outcome.UNKNOWN, "The scale of the course grade makes no sense, so it decides nothing."
        )
    outcome = Outcome.EARNED if reaches(facts.grade, threshold) else Outcome.NOT_YET
    shown = "" if facts.grade.hidden else f" is {plain(facts.grade.value)} of {plain(facts.grade.maximum)}"
    verb = "reaches" if outcome is Outcome.EARNED else "does not reach"
    sentence = f"The course grade{shown}{',' if shown else ''} {'which ' if shown else ''}{verb} {threshold}."
    return Reason(condition, outcome, sentence)


def reaches(grade: Grade, threshold: GradeThreshold) -> bool:
    """Whether the grade is at least the threshold, compared exactly: no rounding, no floating point.

    Fractions, because decimal arithmetic rounds to 28 digits.
    """
    value, least = Fraction(grade.value), Fraction(threshold.least)
    if threshold.unit is GradeUnit.POINTS:
        return value >= least
    minimum, maximum = Fraction(grade.minimum), Fraction(grade.maximum)
    return (value - minimum) * 100 >= least * (maximum - minimum)
