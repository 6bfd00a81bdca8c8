from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from plugin.demo.visitor import View
from plugin.domain.binding import Binding, Expected, ExpectedUnit
from plugin.domain.choices import Choice, ChoiceKind, Chosen
from plugin.domain.eligibility import GradeThreshold, Rule
from plugin.domain.platforms import CourseRole
from plugin.domain.rule import AllOf, AnyOf, Condition, Confirmed, CourseCompleted, LinkOpen, rule_of
from plugin.web.rule_form import RuleForm, form_of, rule_from, same
from tests.functional.commands import EXAMPLES
from tests.rules import CONDITIONS, SIMPLE
from tests.unit.web.conftest import BASE, House

TEACHER = CourseRole.INSTRUCTOR
QUIZ = Choice(ChoiceKind.ACTIVITY, Chosen("m-1", "Quiz & <more>"))
EXAM = Choice(ChoiceKind.GRADE_ITEM, Chosen("g-1", "Exam"))


def binding(house: House) -> Binding:
    found = house.services.bindings.get("b1")
    assert found is not None
    return found


def settings(house: House, role: CourseRole = TEACHER) -> View:
    return house.open(f"{house.enter(role).url}/settings")


def proposed(house: House, view: View, **fields: str | None) -> View:
    form = view.form("whose")
    for tick in ("completed", "grade", "passed", "column", "link", "confirmed", "include_grade"):
        form.fields.pop(tick, None)
    return house.submit(view, form, **fields)


def test_nothing_changes_before_it_was_shown_what_it_would_do(house: House) -> None:
    house.knows("1")
    house.knows("2", grade="40")
    house.knows("3", grade="10")
    view = settings(house)
    shown = proposed(house, view, whose="own", grade="on", grade_least="40", way="automatic")
    assert "2 of 3 learners would earn it now" in shown.text
    assert "1 would not get it yet" in shown.text
    assert "does not reach 40 %" in shown.text
    assert "Switch it on: award 2 now" in shown.text
    assert binding(house).rule is None
    kept = house.submit(shown, shown.form("proposal"))
    assert "Awarded automatically" in kept.text
    after = binding(house)
    assert (after.automatic, after.enabled) == (True, True)
    assert after.rule == Rule(False, GradeThreshold(Decimal(40)))
    assert house.services.sweeps.state("b1").released == 2  # so many were shown, so many may come at once


def test_more_than_expected_is_said_before_it_is_switched_on(house: House) -> None:
    house.knows("1")
    house.knows("2")
    shown = proposed(house, settings(house), whose="own", completed="on", way="automatic", expected="1")
    assert "That is more than the 1 learner that you expect at the most" in shown.text


def test_a_proposal_that_was_not_shown_is_refused(house: House) -> None:
    house.knows("1")
    view = settings(house)
    shown = proposed(house, view, whose="plan", completed="on", grade="on", way="automatic")
    form = shown.form("proposal")
    other = form.fields["proposal"].replace("automatic", "claim")
    assert house.submit(shown, form, proposal=other).status == 400
    assert house.submit(shown, form, seen="").status == 400
    assert not binding(house).automatic


def test_everything_that_a_course_offers_can_be_chosen_and_comes_back_ticked(house: House) -> None:
    house.knows("1")
    house.facts.choices = [QUIZ, EXAM]
    view = settings(house)
    fields: dict[str, str | None] = {"activity": "m-1", "item": "g-1", "item-0_least": "7,5", "item-0_unit": "points"}
    shown = proposed(
        house, view, whose="own", combine="any", way="claim", expected="30", expected_unit="percent", **fields
    )
    assert "“Quiz & <more>” is completed or the grade in “Exam” is at least 7.5 points" in shown.text
    house.submit(shown, shown.form("proposal"))
    after = binding(house)
    assert after.expected == Expected(30, ExpectedUnit.PERCENT)
    assert after.rule is not None
    assert str(after.rule).count(" or ") == 1
    again = settings(house).form("whose").fields
    assert (again["whose"], again["combine"], again["activity"], again["item"]) == ("own", "any", "m-1", "g-1")
    assert (again["item-0_least"], again["expected"]) == ("7.5", "30")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"whose": "own"}, "No condition is ticked"),
        ({"whose": "own", "grade": "on", "grade_least": "many"}, "least grade for the course grade"),
        ({"whose": "own", "grade": "on", "grade_least": "101"}, "from 0 to 100"),
        ({"whose": "own", "column": "on", "column_least": "NaN"}, "own column"),
        ({"whose": "own", "grade": "on", "grade_least": "1" * 13}, "from 0 to 100"),
        ({"whose": "own", "completed": "on", "way": "perhaps"}, "Choose how it is awarded"),
        ({"whose": "own", "completed": "on", "expected": "-1"}, "How many you expect"),
        ({"whose": "own", "completed": "on", "expected": "200", "expected_unit": "percent"}, "from 1 to 100"),
        ({"whose": "plan", "completed": "on", "grade": "on", "grade_least": "70"}, "You changed what is ticked"),
    ],
)
def test_what_makes_no_sense_is_said_and_changes_nothing(house: House, fields: dict[str, str], words: str) -> None:
    house.knows("1")
    answer = proposed(house, settings(house), **{"way": "claim", **fields})
    assert answer.status == 400
    assert words in answer.text
    assert binding(house).rule is None


def test_a_course_that_cannot_be_read_shows_no_dry_run(house: House) -> None:
    house.knows("1")
    view = settings(house)
    house.facts.away = True
    assert "activities of your course cannot be offered" in house.open(view.url).text
    answer = proposed(house, view, whose="own", completed="on", way="automatic")
    assert answer.status == 503
    assert "lms.example did not answer" in answer.text
    assert not any("proposal" in form.fields for form in answer.forms)


def test_those_who_have_it_already_are_told_apart(house: House) -> None:
    house.knows("1", grade="60")
    learner = house.enter(subject="1")
    house.submit(learner, learner.form("full_name"))
    shown = proposed(house, settings(house), whose="own", grade="on", grade_least="80", way="claim")
    assert "1 who has it already would not get it by this rule. They keep it." in shown.text
    assert "Has it" in shown.text


def test_an_incomplete_plan_cannot_be_switched_on(house: House) -> None:
    house.knows("1")
    text = (EXAMPLES / "plan.toml").read_text("utf-8").replace("version = 1", "version = 2")
    house.services.plans.publish("\n".join(x for x in text.splitlines() if not x.startswith("workload")).encode())
    shown = proposed(house, settings(house), whose="own", completed="on", way="automatic")
    assert house.submit(shown, shown.form("proposal")).status == 409
    shown = proposed(house, settings(house), whose="own", completed="on", way="off")
    assert "Paused" in house.submit(shown, shown.form("proposal")).text


def test_an_assistant_may_look_but_not_change(house: House) -> None:
    house.knows("1")
    view = settings(house, CourseRole.ASSISTANT)
    assert "Only an instructor of the course can change this" in view.text
    assert proposed(house, view, whose="own", completed="on", way="off").status == 404
    assert (
        house.open(f"{house.enter(CourseRole.LEARNER, subject='1').url.removesuffix('mine')}course/settings").status
        == 404
    )


def test_a_course_without_a_plan_has_no_settings_yet(house: House) -> None:
    view = house.enter(TEACHER, course="3")
    assert "no micro-credential yet" in house.open(f"{view.url}/settings").text


def test_a_rule_with_groups_that_the_form_has_no_lines_for_can_be_kept_as_it_is(house: House) -> None:
    rule = Rule(True, None, (AnyOf((Confirmed(), AllOf((CourseCompleted(), LinkOpen())))),))
    house.services.bindings.put(replace(binding(house), rule=rule))
    house.knows("1")
    view = settings(house)
    assert "It has groups that the list below cannot show" in view.text
    shown = house.submit(view, view.form("whose"), whose="same", way="claim")
    house.submit(shown, shown.form("proposal"))
    assert binding(house).rule == rule


def test_a_foreign_form_changes_nothing(house: House) -> None:
    house.knows("1")
    view = settings(house)
    answer = house.client.post(view.url, base_url=BASE, data={"whose": "own", "way": "off"})
    assert answer.status_code == 400


def as_sent(shown: RuleForm) -> MultiDict[str, str]:
    """What a browser sends of the form as it is shown."""
    flags = {"completed": shown.completed, "passed": shown.passed, "link": shown.link, "confirmed": shown.confirmed}
    sent = MultiDict({name: "on" for name, on in flags.items() if on})
    limits = {"grade": shown.grade, "column": shown.column}
    limits |= {f"item-{number}": limit for number, (_, limit) in enumerate(shown.items.values())}
    for name, limit in limits.items():
        sent |= {f"{name}_least": limit.least, f"{name}_unit": limit.unit}
    sent |= {name: "on" for name in ("grade", "column") if limits[name].on}
    sent.setlist("activity", [i for i, (_, on) in shown.activities.items() if on])
    sent.setlist("item", [i for i, (_, limit) in shown.items.items() if limit.on])
    sent["combine"] = "any" if shown.any_of else "all"
    return sent


@given(st.lists(SIMPLE, min_size=1, max_size=6, unique_by=type), st.booleans())
def test_the_form_gives_back_every_rule_that_it_can_show(conditions: list[Condition], any_of: bool) -> None:
    rule = rule_of((AnyOf(tuple(conditions)),) if any_of else conditions)
    shown = form_of(rule, ())
    if shown.whole:
        assert same(rule_from(as_sent(shown), shown), rule, shown.any_of)


@given(st.lists(CONDITIONS, min_size=1, max_size=3))
def test_a_rule_that_the_form_cannot_show_is_never_shown_as_another_one(conditions: list[Condition]) -> None:
    rule = rule_of(conditions)
    shown = form_of(rule, ())
    if shown.whole:
        assert same(rule_from(as_sent(shown), shown), rule, shown.any_of)
