"""Rules: their words, their one form, their limits, and the facts that they ask for."""

from decimal import Decimal

import pytest
from hypothesis import given

from plugin.domain.choices import Choice, ChoiceKind, Chosen
from plugin.domain.errors import InputError
from plugin.domain.facts import Wanted
from plugin.domain.rule import (
    CONDITIONS_MAX,
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
from tests.rules import RULES

QUIZ, ESSAY = Chosen("12", "Quiz"), Chosen("13", "")
HALF = GradeThreshold(Decimal(50))
DONE: Condition = CourseCompleted()


def test_a_rule_reads_as_one_sentence_with_its_groups_in_brackets() -> None:
    either = AnyOf((AllOf((ActivityCompleted(QUIZ), GradePassed(ESSAY))), Confirmed()))
    rule = Rule(further=(GradeAtLeast(HALF, QUIZ), ColumnAtLeast(GradeThreshold(Decimal(6), GradeUnit.POINTS)), either))
    assert str(rule) == (
        "the course is completed and the grade in “Quiz” is at least 50 % "
        "and the grade in this tool's own column is at least 6 points "
        "and ((“Quiz” is completed and the grade in “13” is a pass) or a teacher confirms it)"
    )
    assert str(Rule(course_completed=False, further=(LinkOpen(),))) == (
        "the learning platform opens the link to this tool"
    )


@pytest.mark.parametrize(
    "conditions",
    [
        (DONE, GradeAtLeast(HALF)),
        (GradeAtLeast(HALF), DONE),
        (AllOf((DONE, GradeAtLeast(HALF))),),
        (AllOf((AllOf((DONE,)), AnyOf((GradeAtLeast(HALF),)))),),
        (DONE, DONE, AnyOf((AnyOf((GradeAtLeast(HALF),)), GradeAtLeast(HALF)))),
    ],
)
def test_the_same_rule_has_one_form_however_it_is_written(conditions: tuple[Condition, ...]) -> None:
    assert rule_of(conditions) == Rule(True, HALF)


@given(RULES)
def test_making_a_rule_of_its_own_conditions_changes_nothing(rule: Rule) -> None:
    assert rule_of(rule.conditions) == rule


def test_a_rule_has_limits() -> None:
    deep: Condition = DONE
    for _ in range(3):
        deep = AnyOf((deep, Confirmed()))
    assert Rule(further=(deep,))
    with pytest.raises(InputError, match="deeper"):
        Rule(further=(AllOf((deep,)),))
    with pytest.raises(InputError, match="no condition"):
        rule_of([AnyOf(())])
    many = tuple(ActivityCompleted(Chosen(str(n), "")) for n in range(CONDITIONS_MAX))
    assert Rule(course_completed=False, further=many)
    with pytest.raises(InputError, match="more than 30"):
        Rule(further=many)


def test_a_simple_rule_asks_for_completion_and_grade_alone() -> None:
    assert Rule(True, HALF).wanted == Wanted() == Wanted(completion=True, grade=True)
    assert Rule().wanted == Wanted(grade=False)


def test_a_rule_asks_for_what_its_conditions_need_and_for_nothing_else() -> None:
    inner = AnyOf((GradePassed(), ColumnAtLeast(HALF), LinkOpen()))
    rule = Rule(False, None, (ActivityCompleted(QUIZ), GradePassed(QUIZ), GradeAtLeast(HALF, ESSAY), inner))
    assert rule.wanted == Wanted(
        completion=False,
        grade=True,
        passed=True,
        activities=(QUIZ,),
        items=(QUIZ, ESSAY),
        items_passed=True,
        column=True,
        gate=True,
    )
    assert not Rule(False, None, (GradeAtLeast(HALF, QUIZ), Confirmed())).wanted.items_passed


def test_a_choice_is_an_activity_or_a_grade_item() -> None:
    assert Choice(ChoiceKind.ACTIVITY, QUIZ) != Choice(ChoiceKind.GRADE_ITEM, QUIZ)
