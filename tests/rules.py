"""Rules and facts of every kind, for properties."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import strategies as st

from plugin.domain.choices import Chosen
from plugin.domain.facts import (
    ActivityFact,
    ActivityState,
    Completion,
    CompletionState,
    Confirmation,
    Enrolment,
    Gate,
    Grade,
    GradeFact,
    ItemFact,
    LearnerFacts,
    Passed,
    Source,
)
from plugin.domain.platforms import Person
from plugin.domain.report import Answer
from plugin.domain.rule import (
    CONDITIONS_MAX,
    DEPTH_MAX,
    ActivityCompleted,
    AllOf,
    AnyOf,
    ColumnAtLeast,
    Condition,
    Confirmed,
    CourseCompleted,
    GradeAtLeast,
    GradePassed,
    GradeThreshold,
    GradeUnit,
    LinkOpen,
    Rule,
    rule_of,
)

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
QUIZ, ESSAY = Chosen("12", "Quiz"), Chosen("13", "An “essay” \\ of [2]")
CHOSEN = st.sampled_from([QUIZ, ESSAY])
THRESHOLDS = st.builds(
    GradeThreshold, st.sampled_from([Decimal(50), Decimal("7.5"), Decimal(0), Decimal(100)]), st.sampled_from(GradeUnit)
)
SIMPLE: st.SearchStrategy[Condition] = st.one_of(
    st.just(CourseCompleted()),
    st.builds(ActivityCompleted, CHOSEN),
    st.builds(GradeAtLeast, THRESHOLDS, st.none() | CHOSEN),
    st.builds(GradePassed, st.none() | CHOSEN),
    st.builds(ColumnAtLeast, THRESHOLDS),
    st.just(LinkOpen()),
    st.just(Confirmed()),
)


def _groups(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    parts = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.builds(AllOf, parts) | st.builds(AnyOf, parts)


def depth(condition: Condition) -> int:
    """How deep groups stand within each other."""
    return 1 + max(map(depth, condition.parts)) if isinstance(condition, AllOf | AnyOf) else 0


def _leaves(condition: Condition) -> int:
    return sum(map(_leaves, condition.parts)) if isinstance(condition, AllOf | AnyOf) else 1


CONDITIONS = st.recursive(SIMPLE, _groups, max_leaves=6).filter(lambda c: depth(c) <= DEPTH_MAX)
RULES: st.SearchStrategy[Rule] = (
    st.lists(CONDITIONS, min_size=1, max_size=4)
    .filter(lambda found: sum(map(_leaves, found)) <= CONDITIONS_MAX)
    .map(rule_of)
)

GRADES = st.builds(
    Grade, st.sampled_from([Decimal(0), Decimal("7.5"), Decimal(80)]), st.just(Decimal(0)), st.just(Decimal(100))
)
PASSED = st.builds(Passed, st.sampled_from(Answer))
GRADE_FACTS = st.one_of(
    st.builds(GradeFact, st.none() | GRADES, st.just(""), st.none() | PASSED),
    st.just(GradeFact(None, "Grades are hidden.")),
)


@st.composite
def facts(draw: st.DrawFn) -> LearnerFacts:
    """Any facts of a learner who takes part."""
    grade = draw(GRADE_FACTS)
    return LearnerFacts(
        person=Person("7"),
        completion=Completion(draw(st.sampled_from(CompletionState))),
        grade=grade.grade,
        source=Source.PLATFORM,
        read_at=AT,
        grade_reason=grade.reason,
        passed=grade.passed,
        activities=tuple(ActivityFact(c, draw(st.sampled_from(ActivityState))) for c in draw(st.sets(CHOSEN))),
        items=tuple(ItemFact(c, draw(GRADE_FACTS)) for c in draw(st.sets(CHOSEN))),
        column=draw(st.none() | GRADE_FACTS),
        gate=draw(st.none() | st.builds(Gate, st.sampled_from(Answer))),
        confirmation=draw(st.none() | st.builds(Confirmation, st.just("3"), st.just(AT), st.just(""), st.booleans())),
        enrolment=draw(st.sampled_from(Enrolment)),
    )
