"""What every LMS family promises about facts: the same course told in four ways, and everything that can go wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal

import pytest

from plugin.domain.choices import ChoiceKind, Chosen
from plugin.domain.eligibility import Outcome, decide, wanted_to_decide
from plugin.domain.errors import ServiceError
from plugin.domain.facts import CourseFacts, Enrolment
from plugin.domain.ports.platforms import LmsFamily
from plugin.domain.report import Answer
from plugin.domain.rule import (
    ActivityCompleted,
    AnyOf,
    ColumnAtLeast,
    Condition,
    Confirmed,
    CourseCompleted,
    GradeAtLeast,
    GradePassed,
    GradeThreshold,
    LinkOpen,
    Rule,
    rule_of,
)
from plugin.registry import adapters
from tests.fakes.clock import SetClock
from tests.fakes.lms_simulator import TEACHER, SimulatedLms, Trouble, running

HALF = GradeThreshold(Decimal(50))
BOTH = Rule(True, HALF)
RULES = {"moodle": BOTH, "canvas": BOTH, "openedx": BOTH, "generic": rule_of([LinkOpen()])}
EARNED, NOT_YET, UNKNOWN = Outcome.EARNED, Outcome.NOT_YET, Outcome.UNKNOWN
EXPECTED = {"1": EARNED, "2": NOT_YET, "3": NOT_YET, "4": UNKNOWN, "5": EARNED}


@pytest.fixture
def lms() -> Iterator[SimulatedLms]:
    with running(SimulatedLms()) as simulated:
        yield simulated


@pytest.fixture(params=sorted(adapters("twinseal.lms", LmsFamily)))
def family(request: pytest.FixtureRequest, lms: SimulatedLms) -> LmsFamily:
    return made(request.param, lms)


def made(name: str, lms: SimulatedLms) -> LmsFamily:
    family: LmsFamily = adapters("twinseal.lms", LmsFamily)[name](lms.service(name), SetClock(), lms.connect)
    return family


def outcomes(course: CourseFacts, rule: Rule) -> dict[str, Outcome]:
    return {facts.person.subject: decide(facts, rule).outcome for facts in course.learners}


def test_everybody_in_a_course_is_decided_on_alike_by_every_family(family: LmsFamily, lms: SimulatedLms) -> None:
    rule = RULES[family.name]
    assert outcomes(family.course(lms.place(), rule.wanted), rule) == EXPECTED


def test_one_learner_is_decided_on_as_in_the_whole_course(family: LmsFamily, lms: SimulatedLms) -> None:
    rule = RULES[family.name]
    found = {s: decide(family.learner(lms.place(), s, rule.wanted), rule).outcome for s in lms.learners}
    assert found == EXPECTED


def test_a_suspended_learner_is_known_to_be_suspended(family: LmsFamily, lms: SimulatedLms) -> None:
    rule = RULES[family.name]
    assert family.learner(lms.place(), "4", rule.wanted).enrolment is Enrolment.SUSPENDED
    listed = {f.person.subject: f.enrolment for f in family.course(lms.place(), rule.wanted).learners}
    assert listed == dict.fromkeys("1235", Enrolment.ACTIVE) | {"4": Enrolment.SUSPENDED}


@pytest.mark.parametrize("subject", [TEACHER, "999", ""])
def test_whoever_is_no_learner_of_the_course_earns_nothing(family: LmsFamily, lms: SimulatedLms, subject: str) -> None:
    every = [RULES[family.name], rule_of([ActivityCompleted(Chosen("12", ""))]), rule_of([ColumnAtLeast(HALF)])]
    for rule in every:
        facts = family.learner(lms.place(), subject, rule.wanted)
        decision = decide(facts, rule)
        assert decision.outcome is not EARNED
        assert all(reason.sentence for reason in decision.reasons)


@pytest.mark.parametrize("trouble", Trouble)
def test_an_lms_in_trouble_leaves_it_unknown_with_a_reason(
    family: LmsFamily, lms: SimulatedLms, trouble: Trouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule, lms.trouble = RULES[family.name], trouble
    if trouble is Trouble.SLOW:  # nobody waits for long
        lms.patience = 0.3
        monkeypatch.setattr("adapters.lms.moodle.web_service.READ_SECONDS", lms.patience)
        monkeypatch.setattr("adapters.lms._rest.READ_SECONDS", lms.patience)
    decision = decide(family.learner(lms.place(), "1", rule.wanted), rule)
    assert decision.outcome is UNKNOWN
    assert all(reason.sentence for reason in decision.open_reasons)
    assert "Ada" not in str(decision)
    with suppress(ServiceError):  # it does not even say who is in the course
        found = outcomes(family.course(lms.place(), rule.wanted), rule)
        assert EARNED not in found.values()
        assert found["1"] is UNKNOWN


def test_an_lms_that_is_down_leaves_it_unknown(family: LmsFamily, lms: SimulatedLms) -> None:
    lms.base = "http://127.0.0.1:1"
    away = made(family.name, lms)
    rule = RULES[family.name]
    assert decide(away.learner(lms.place(), "1", rule.wanted), rule).outcome is UNKNOWN
    with pytest.raises(ServiceError):
        away.course(lms.place(), rule.wanted)


def test_what_passes_leaves_nothing_behind(family: LmsFamily, lms: SimulatedLms) -> None:
    rule = RULES[family.name]
    lms.trouble = Trouble.HTML_500
    assert decide(family.learner(lms.place(), "1", rule.wanted), rule).outcome is UNKNOWN
    lms.trouble = None
    assert decide(family.learner(lms.place(), "1", rule.wanted), rule).outcome is EARNED


@pytest.mark.parametrize("condition", [ColumnAtLeast(HALF), LinkOpen()])
def test_our_own_column_and_the_gate_are_read_for_every_family(
    family: LmsFamily, lms: SimulatedLms, condition: Condition
) -> None:
    rule = rule_of([condition])
    assert outcomes(family.course(lms.place(), rule.wanted), rule)["1"] is EARNED
    assert decide(family.learner(lms.place(), "5", rule.wanted), rule).outcome is EARNED
    assert decide(family.learner(lms.place(), "2", rule.wanted), rule).outcome is NOT_YET


def test_a_rule_asks_for_nothing_that_it_does_not_need(family: LmsFamily, lms: SimulatedLms) -> None:
    rule = rule_of([Confirmed()])
    family.course(lms.place(), rule.wanted)
    assert not any("rlid" in call or "columns" in call for call in lms.asked)
    per_person = ("completion_status", "progress", "certificates", "submissions", "users_courses")
    assert not any(word in call for call in lms.asked for word in per_person)


def test_a_sweep_decides_alike(family: LmsFamily, lms: SimulatedLms) -> None:
    rule = RULES[family.name]
    assert outcomes(family.course(lms.place(), wanted_to_decide(rule)), rule) == EXPECTED


def test_access_is_tried_and_names_what_is_missing(family: LmsFamily, lms: SimulatedLms) -> None:
    lms.trouble = Trouble.WRONG_TOKEN
    findings = family.access(lms.place().registration, lms.place())
    assert Answer.NO in [finding.answer for finding in findings]
    assert all(finding.hint for finding in findings if finding.answer is Answer.NO)


def test_a_family_that_nobody_connected_says_so(family: LmsFamily, lms: SimulatedLms) -> None:
    alone: LmsFamily = adapters("twinseal.lms", LmsFamily)[family.name](None, SetClock(), None)
    decision = decide(alone.learner(lms.place(), "1", BOTH.wanted), BOTH)
    assert decision.outcome is UNKNOWN
    assert all(reason.sentence for reason in decision.reasons)
    with pytest.raises(ServiceError):
        alone.course(lms.place(), BOTH.wanted)
    assert alone.access(lms.place().registration)[0].answer is Answer.NO


def test_modules_and_assignments_of_canvas_can_be_chosen(lms: SimulatedLms) -> None:
    canvas = made("canvas", lms)
    module, essay = (choice.chosen for choice in canvas.activities(lms.place()))
    assert [c.kind for c in canvas.activities(lms.place())] == [ChoiceKind.ACTIVITY, ChoiceKind.GRADE_ITEM]
    rule = rule_of([ActivityCompleted(module), GradeAtLeast(HALF, essay)])
    assert outcomes(canvas.course(lms.place(), rule.wanted), rule) == EXPECTED
    gone = rule_of([ActivityCompleted(Chosen("99", "Gone"))])
    assert decide(canvas.learner(lms.place(), "1", gone.wanted), gone).outcome is UNKNOWN


def test_activities_and_items_of_moodle_decide(lms: SimulatedLms) -> None:
    moodle, quiz, item = made("moodle", lms), Chosen("12", "Quiz"), Chosen("2", "Quiz")
    for condition in (ActivityCompleted(quiz), GradeAtLeast(HALF, item), AnyOf((CourseCompleted(), GradePassed(item)))):
        rule = rule_of([condition])
        found = outcomes(moodle.course(lms.place(), rule.wanted), rule)
        assert (found["1"], found["4"], found["5"]) == (EARNED, UNKNOWN, EARNED)
        assert found["2"] is not EARNED
    gone = rule_of([GradeAtLeast(HALF, Chosen("99", "Gone"))])
    assert decide(moodle.learner(lms.place(), "1", gone.wanted), gone).outcome is UNKNOWN


def test_a_pass_of_open_edx_is_its_own(lms: SimulatedLms) -> None:
    rule = rule_of([GradePassed()])
    assert outcomes(made("openedx", lms).course(lms.place(), rule.wanted), rule) == EXPECTED


def test_two_people_with_one_address_are_nobody_in_open_edx(lms: SimulatedLms) -> None:
    lms.learners["2"].name = "Ada"
    found = outcomes(made("openedx", lms).course(lms.place(), BOTH.wanted), BOTH)
    assert (found["1"], found["2"], found["5"]) == (UNKNOWN, UNKNOWN, EARNED)


@pytest.mark.parametrize("name", ["canvas", "openedx"])
def test_a_course_is_described_by_its_lms(lms: SimulatedLms, name: str) -> None:
    found = made(name, lms).describe(lms.place())
    assert (found.title, found.code) == ("Data Ethics", "DE-1")


def test_a_busy_moodle_is_not_asked_for_everybody(lms: SimulatedLms) -> None:
    moodle = made("moodle", lms)
    lms.trouble = Trouble.COMPLETION_OFF
    moodle.course(lms.place(), BOTH.wanted)
    assert sum("course_completion_status" in call for call in lms.asked) < len(lms.learners) + 8
