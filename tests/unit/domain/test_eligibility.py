"""Who has earned it, and why."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.domain.eligibility import (
    Decision,
    GradeThreshold,
    GradeUnit,
    Outcome,
    Rule,
    decide,
    reaches,
)
from plugin.domain.facts import Completion, CompletionState, Grade, LearnerFacts, Source
from plugin.domain.platforms import Person

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
COMPLETE = Completion(CompletionState.COMPLETE, datetime(2026, 2, 20, 12, tzinfo=UTC))
HALF = GradeThreshold(Decimal(50))
BOTH = Rule(grade_at_least=HALF)
GRADE_ONLY = Rule(course_completed=False, grade_at_least=HALF)


def grade_of(value: str, minimum: str = "0", maximum: str = "100", hidden: bool = False) -> Grade:
    return Grade(Decimal(value), Decimal(minimum), Decimal(maximum), hidden=hidden)


def facts_with(completion: Completion = COMPLETE, grade: Grade | None = None, grade_reason: str = "") -> LearnerFacts:
    return LearnerFacts(Person("7"), completion, grade, Source.PLATFORM, AT, grade_reason)


def test_a_completed_course_with_a_sufficient_grade_is_earned() -> None:
    decision = decide(facts_with(grade=grade_of("84.5")), BOTH)
    assert decision.outcome is Outcome.EARNED
    assert [reason.sentence for reason in decision.reasons] == [
        "The course was completed on 20 February 2026.",
        "The course grade is 84.5 of 100, which reaches 50 %.",
    ]


def test_a_completion_without_a_date_is_earned_all_the_same() -> None:
    decision = decide(facts_with(Completion(CompletionState.COMPLETE)), Rule())
    assert decision.outcome is Outcome.EARNED
    assert decision.reasons[0].sentence == "The course was completed."


@pytest.mark.parametrize(
    ("completion", "outcome", "sentence"),
    [
        (
            Completion(CompletionState.INCOMPLETE, missing=("the quiz", "the essay")),
            Outcome.NOT_YET,
            "Still to do: the quiz; the essay.",
        ),
        (Completion(CompletionState.INCOMPLETE), Outcome.NOT_YET, "The course is not completed yet."),
        (
            Completion(CompletionState.UNKNOWN, reason="Moodle did not answer."),
            Outcome.UNKNOWN,
            "Moodle did not answer.",
        ),
        (
            Completion(CompletionState.UNKNOWN),
            Outcome.UNKNOWN,
            "Nobody has said whether the course is completed.",
        ),
    ],
)
def test_a_course_that_is_not_known_to_be_completed_is_not_earned(
    completion: Completion, outcome: Outcome, sentence: str
) -> None:
    decision = decide(facts_with(completion), Rule())
    assert (decision.outcome, decision.reasons[0].sentence) == (outcome, sentence)


@pytest.mark.parametrize(
    ("facts", "outcome", "sentence"),
    [
        (facts_with(grade=grade_of("50")), Outcome.EARNED, "The course grade is 50 of 100, which reaches 50 %."),
        (
            facts_with(grade=grade_of("49.99999")),
            Outcome.NOT_YET,
            "The course grade is 49.99999 of 100, which does not reach 50 %.",
        ),
        (facts_with(), Outcome.NOT_YET, "There is no course grade yet."),
        (facts_with(grade_reason="Moodle hides grades."), Outcome.UNKNOWN, "Moodle hides grades."),
        (
            facts_with(grade=grade_of("5", "10", "10")),
            Outcome.UNKNOWN,
            "The scale of the course grade makes no sense, so it decides nothing.",
        ),
    ],
)
def test_a_grade_decides_by_its_own_scale(facts: LearnerFacts, outcome: Outcome, sentence: str) -> None:
    decision = decide(facts, GRADE_ONLY)
    assert (decision.outcome, decision.reasons[0].sentence) == (outcome, sentence)


@pytest.mark.parametrize(("value", "verb"), [("84.5", "reaches"), ("12.25", "does not reach")])
def test_a_hidden_grade_decides_but_is_not_shown(value: str, verb: str) -> None:
    decision = decide(facts_with(grade=grade_of(value, hidden=True)), GRADE_ONLY)
    assert decision.reasons[0].sentence == f"The course grade {verb} 50 %."


def test_an_unmet_condition_outweighs_an_unknown_one() -> None:
    decision = decide(facts_with(Completion(CompletionState.UNKNOWN), grade_of("10")), BOTH)
    assert decision.outcome is Outcome.NOT_YET
    assert [reason.outcome for reason in decision.open_reasons] == [Outcome.NOT_YET]


def test_an_unknown_condition_outweighs_a_met_one() -> None:
    decision = decide(facts_with(Completion(CompletionState.UNKNOWN), grade_of("90")), BOTH)
    assert decision.outcome is Outcome.UNKNOWN


def test_a_rule_without_conditions_awards_nobody() -> None:
    decision = decide(facts_with(grade=grade_of("100")), Rule(course_completed=False))
    assert decision.outcome is Outcome.UNKNOWN
    assert decision.reasons[0].sentence == "No rule says yet who earns this micro-credential."


def test_the_open_reasons_of_an_earned_decision_are_all_of_them() -> None:
    decision = decide(facts_with(grade=grade_of("90")), BOTH)
    assert decision.open_reasons == decision.reasons
    assert Decision(Outcome.EARNED, ()).open_reasons == ()


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (BOTH, "the course is completed and the course grade is at least 50 %"),
        (GRADE_ONLY, "the course grade is at least 50 %"),
        (Rule(grade_at_least=GradeThreshold(Decimal("7.50"), GradeUnit.POINTS)), "at least 7.5 points"),
        (Rule(), "the course is completed"),
    ],
)
def test_a_rule_reads_as_a_sentence(rule: Rule, words: str) -> None:
    assert str(rule).endswith(words)


def test_percent_counts_from_the_lower_end_of_the_scale() -> None:
    assert reaches(grade_of("55", "10", "100"), HALF)
    assert not reaches(grade_of("54.99", "10", "100"), HALF)


def test_points_are_compared_as_they_stand() -> None:
    points = GradeThreshold(Decimal(50), GradeUnit.POINTS)
    assert reaches(grade_of("50", "10", "100"), points)
    assert not reaches(grade_of("49.9", "10", "100"), points)


def test_no_digit_is_lost_where_decimal_arithmetic_would_round() -> None:
    threshold = GradeThreshold(Decimal("33.333333333333333333"))
    grade = grade_of("33.3333333333333333329999999999999999", "0", "100")
    assert not reaches(grade, threshold)
    assert reaches(replace(grade, value=Decimal("33.333333333333333333")), threshold)


numbers = st.decimals(min_value=-(10**15), max_value=10**15, allow_nan=False, allow_infinity=False)


@given(numbers, numbers, numbers, st.decimals(min_value=0, max_value=100, allow_nan=False))
def test_percent_is_compared_exactly(value: Decimal, minimum: Decimal, maximum: Decimal, least: Decimal) -> None:
    expected = Fraction(value) - Fraction(minimum) >= Fraction(least) / 100 * (Fraction(maximum) - Fraction(minimum))
    assert reaches(Grade(value, minimum, maximum), GradeThreshold(least)) is expected


@given(numbers, numbers)
def test_exactly_the_least_points_suffice_and_anything_less_does_not(value: Decimal, least: Decimal) -> None:
    threshold = GradeThreshold(least, GradeUnit.POINTS)
    assert reaches(Grade(least, Decimal(0), Decimal(100)), threshold)
    assert reaches(Grade(value, Decimal(0), Decimal(100)), threshold) is (value >= least)
