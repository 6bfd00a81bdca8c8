"""The rule of a plan file, read and written."""

import tomllib
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from plugin.domain.choices import Chosen
from plugin.domain.intake.plan_problem import PlanFileError, Problem
from plugin.domain.intake.plan_rule import rule_from, rule_lines, rule_table
from plugin.domain.intake.plan_table import Table
from plugin.domain.rule import (
    ActivityCompleted,
    AllOf,
    AnyOf,
    ColumnAtLeast,
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
from plugin.domain.rule_json import rule_from_json, rule_to_json
from tests.rules import RULES

QUIZ = Chosen("12", "Quiz")
HALF = GradeThreshold(Decimal(50))


def read(text: str) -> tuple[Rule | None, list[Problem]]:
    problems: list[Problem] = []
    table = Table(tomllib.loads(text, parse_float=Decimal), "rule", ("en",), problems)
    rule = rule_from(table)
    table.close()
    return rule, problems


def rule(text: str) -> Rule:
    found, problems = read(text)
    assert problems == []
    assert found is not None
    return found


def test_every_condition_has_its_key() -> None:
    everything = """
        course_completed = true
        grade_at_least = "50 %"
        grade_is_pass = true
        activities = [{ id = 12, title = "Quiz" }, { id = "13" }]
        grade_items = [{ id = "4", title = "Essay", at_least = 7 }, { id = "12", title = "Quiz", at_least = "pass" }]
        column_at_least = "60 points"
        link_open = true
        confirmed_by_teacher = true
    """
    seven, sixty = (GradeThreshold(Decimal(n), GradeUnit.POINTS) for n in (7, 60))
    assert rule(everything) == rule_of(
        [
            CourseCompleted(),
            GradeAtLeast(HALF),
            GradePassed(),
            ActivityCompleted(QUIZ),
            ActivityCompleted(Chosen("13", "")),
            GradeAtLeast(seven, Chosen("4", "Essay")),
            GradePassed(QUIZ),
            ColumnAtLeast(sixty),
            LinkOpen(),
            Confirmed(),
        ]
    )


def test_one_of_several_may_suffice_and_a_table_may_want_several() -> None:
    text = "any = [{ course_completed = true }, { link_open = true, confirmed_by_teacher = true }]"
    assert rule(text) == Rule(False, None, (AnyOf((CourseCompleted(), AllOf((LinkOpen(), Confirmed())))),))


def test_a_rule_that_names_other_conditions_does_not_want_the_course_completed_unless_it_says_so() -> None:
    assert rule("link_open = true") == Rule(False, None, (LinkOpen(),))
    assert rule("link_open = true\ncourse_completed = true") == Rule(True, None, (LinkOpen(),))
    assert rule('grade_at_least = "50 %"') == Rule(True, HALF)
    assert rule("") == Rule()


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("any = [{}]", ["rule.any[1]"]),
        ("any = [{ course_completed = false }]", ["rule.any[1]"]),
        ("any = [{ corse_completed = true, link_open = true }]", ["rule.any[1].corse_completed"]),
        ("any = 7", ["rule.any"]),
        ("activities = [{ title = 'Quiz' }]", ["rule.activities[1].id"]),
        ("activities = [{ id = true }]", ["rule.activities[1].id"]),
        ("grade_items = [{ id = '4' }]", ["rule.grade_items[1].at_least"]),
        ("grade_items = [{ id = '4', at_least = 'passed' }]", ["rule.grade_items[1].at_least"]),
        ("grade_is_pass = 1", ["rule.grade_is_pass"]),
        ("column_at_least = '150 %'", ["rule.column_at_least"]),
        ("any = [{ any = [{ any = [{ any = [{ any = [] }] }] }] }]", ["rule.any[1].any[1].any[1].any[1].any"]),
        ("all = [" + "{ activities = ['x'] }, " * 31 + "]", ["rule.all"]),
    ],
)
def test_each_fault_is_noted_at_its_place(text: str, places: list[str]) -> None:
    assert [problem.place for problem in read(text)[1]][: len(places)] == places


@pytest.mark.parametrize("key", ["any", "all"])
def test_a_rule_with_too_many_conditions_is_none(key: str) -> None:
    tables = ", ".join(f"{{ activities = [{{ id = {n} }}, {{ id = {n + 100} }}] }}" for n in range(20))
    found, problems = read(f"{key} = [{tables}]")
    assert found is None
    assert [problem.place for problem in problems] == [f"rule.{key}"]


@given(RULES)
def test_a_written_rule_reads_as_the_same_rule(written: Rule) -> None:
    assert rule("\n".join(rule_lines(written))) == written
    assert rule_from_json(rule_to_json(written)) == written


def test_a_simple_rule_is_written_as_people_write_it() -> None:
    assert rule_lines(Rule(True, HALF)) == ("course_completed = true", 'grade_at_least = "50 %"')
    assert rule_table(Rule(False, None, (ActivityCompleted(QUIZ),))) == {
        "course_completed": False,
        "activities": [{"id": "12", "title": "Quiz"}],
    }


def test_a_key_that_stands_once_only_leaves_the_second_to_a_table_of_its_own() -> None:
    twice = rule_of([GradeAtLeast(HALF), GradeAtLeast(GradeThreshold(Decimal(9), GradeUnit.POINTS))])
    assert rule_table(twice)["all"] == [{"grade_at_least": "9 points"}]


@pytest.mark.parametrize("kept", ['{"any": [{}]}', '{"odd": true}'])
def test_a_kept_rule_that_is_none_any_more_is_refused(kept: Any) -> None:
    with pytest.raises(PlanFileError):
        rule_from_json(kept)
