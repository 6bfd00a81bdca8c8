"""What an LMS family promises, held against the practice LMS over HTTP: everybody's state is read as it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from adapters.lms.generic import Generic
from adapters.lms.moodle import Moodle
from lti.connector import Connector, Tokens
from lti.http import BoundedSession
from plugin.clock import SystemClock
from plugin.demo.serving import loopback, serving
from plugin.domain.choices import ChoiceKind
from plugin.domain.eligibility import GradeThreshold, Outcome, Rule, decide
from plugin.domain.errors import ServiceError
from plugin.domain.facts import CompletionState, LearnerFacts
from plugin.domain.platforms import Course, CoursePlace, Registration, ServiceAddresses
from plugin.domain.ports.platforms import LmsFamily
from plugin.domain.report import Answer
from plugin.domain.rule import ActivityCompleted, LinkOpen, rule_of
from plugin.practice.lms import LINK_ID, Lms, Tool
from plugin.practice.people import people
from plugin.practice.site import create_practice
from plugin.registry import adapters
from tests.fakes.clock import SetClock
from tests.fakes.misbehaving_platform import MisbehavingPlatform, Reply
from tests.unit.lti.conftest import tool_keys

LMS = Registration("p1", "http://lms", "c", "", "", "", "moodle")
PLACE = CoursePlace(LMS, "d1", Course("2"), "15", ServiceAddresses())
RULE = Rule(course_completed=True, grade_at_least=GradeThreshold(Decimal(50)))
COMPLETE, INCOMPLETE, UNKNOWN = CompletionState.COMPLETE, CompletionState.INCOMPLETE, CompletionState.UNKNOWN
COHORT = {
    **{str(n): (COMPLETE, Outcome.EARNED) for n in range(101, 111)},
    **{str(n): (INCOMPLETE, Outcome.NOT_YET) for n in range(111, 124)},
    "124": (UNKNOWN, Outcome.UNKNOWN),
    "125": (COMPLETE, Outcome.EARNED),
}


@pytest.fixture(scope="module")
def service() -> Iterator[tuple[str, str]]:
    tool = Tool("http://tool/login", "http://tool/launch", "http://tool/jwks", "c")
    lms = Lms("http://lms", tool, people())
    listener = loopback()
    with serving(create_practice(lms), listener):
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/webservice/rest/server.php", lms.web_service_token


@pytest.fixture(scope="module")
def moodle(service: tuple[str, str]) -> Moodle:
    return Moodle(service, SetClock())


def test_everybody_in_the_course_is_read_as_they_are(moodle: Moodle) -> None:
    found = {facts.person.subject: facts for facts in moodle.course(PLACE).learners}
    assert set(found) == set(COHORT)
    for subject, (state, outcome) in COHORT.items():
        facts = found[subject]
        assert (facts.completion.state, decide(facts, RULE).outcome) == (state, outcome), subject


@pytest.mark.parametrize("subject", ["101", "111", "115", "116", "119", "121", "125"])
def test_one_learner_is_read_as_in_the_whole_course(moodle: Moodle, subject: str) -> None:
    whole = {facts.person.subject: facts for facts in moodle.course(PLACE).learners}[subject]
    one = moodle.learner(PLACE, subject)
    assert (one.completion, one.grade) == (whole.completion, whole.grade)


def test_grades_are_exact_and_zero_is_a_grade(moodle: Moodle) -> None:
    def grade(subject: str) -> tuple[Decimal, Decimal] | None:
        found = moodle.learner(PLACE, subject).grade
        return (found.value, found.maximum) if found else None

    assert grade("101") == (Decimal("79.5"), Decimal(130))
    assert grade("110") == (Decimal("129.5"), Decimal(130))
    assert grade("115") == (Decimal(0), Decimal(130))
    assert grade("125") == (Decimal(55), Decimal(110))
    assert grade("121") is None


def test_what_is_missing_is_named_without_markup(moodle: Moodle) -> None:
    assert moodle.learner(PLACE, "116").completion.missing == ("Quiz",)


def test_a_day_of_completion_is_that_of_the_last_criterion(moodle: Moodle) -> None:
    completed = moodle.learner(PLACE, "101").completion.completed_at
    assert completed is not None
    assert completed.isoformat() == "2026-02-20T13:00:00+00:00"


@pytest.mark.parametrize("connection", ["wrong token", "nobody there", "not connected"])
def test_an_lms_that_does_not_answer_leaves_everything_unknown(service: tuple[str, str], connection: str) -> None:
    given = {
        "wrong token": (service[0], "wrong"),
        "nobody there": ("http://127.0.0.1:1/", "t"),
        "not connected": None,
    }[connection]
    family = Moodle(given, SetClock())
    _everything_unknown(family.learner(PLACE, "101"))
    with pytest.raises(ServiceError):
        family.course(PLACE)


def test_a_course_that_the_lms_does_not_know_is_unknown(moodle: Moodle) -> None:
    _everything_unknown(moodle.learner(replace(PLACE, course=Course("99")), "101"))


def test_an_unknown_lms_gives_nothing_away() -> None:
    family = Generic(None, SetClock())
    _everything_unknown(family.learner(PLACE, "101"))
    with pytest.raises(ServiceError):
        family.course(PLACE)


def test_access_is_known_before_anybody_needs_it(service: tuple[str, str]) -> None:
    assert Moodle(service, SetClock()).access(LMS)[0].answer is Answer.YES
    for given in ((service[0], "wrong"), ("http://127.0.0.1:1/", "t"), None):
        (finding,) = Moodle(given, SetClock()).access(LMS)
        assert finding.answer is Answer.NO
        assert finding.hint
    assert Generic(None, SetClock()).access(LMS)[0].answer is Answer.NO


def test_every_installed_family_is_made_alike(service: tuple[str, str]) -> None:
    for name, made in adapters("twinseal.lms", LmsFamily).items():
        assert made(service, SetClock()).name == name


def test_activities_and_grade_items_can_be_chosen(moodle: Moodle) -> None:
    chosen = {(choice.kind, str(choice.chosen.words)) for choice in moodle.activities(PLACE)}
    activities = {"“Read: Why ethics?”", "“Assignment”", "“Quiz”"}
    items = {"“Assignment”", "“Quiz”", "“Participation”"}
    assert chosen == {(ChoiceKind.ACTIVITY, a) for a in activities} | {(ChoiceKind.GRADE_ITEM, i) for i in items}


def test_a_chosen_activity_decides(moodle: Moodle) -> None:
    quiz = next(c.chosen for c in moodle.activities(PLACE) if c.chosen.title == "Quiz")
    rule = rule_of([ActivityCompleted(quiz)])
    found = {f.person.subject: decide(f, rule) for f in moodle.course(PLACE, rule.wanted).learners}
    outcomes = [found[subject].outcome for subject in ("101", "111", "116", "124")]
    assert outcomes == [Outcome.EARNED, Outcome.NOT_YET, Outcome.NOT_YET, Outcome.UNKNOWN]
    assert found["111"].reasons[0].sentence == "“Quiz” was done, but not passed."


def test_a_course_tells_what_can_fill_a_plan(moodle: Moodle) -> None:
    course = moodle.describe(PLACE)
    assert (course.title, course.code) == ("Data Ethics in Practice", "DEP-2026")
    assert dict(course.fields)["ects"] == "2"
    assert len(course.outcomes) == 2


def test_access_can_be_tried_in_a_course(moodle: Moodle) -> None:
    assert {finding.answer for finding in moodle.access(LMS, PLACE)} == {Answer.YES}
    nowhere = moodle.access(LMS, replace(PLACE, course=Course("99")))[-1]
    assert nowhere.answer is Answer.NO
    assert "core_enrol_get_enrolled_users" in nowhere.evidence
    assert "moodle/course:viewparticipants" in nowhere.hint


def test_a_link_that_the_practice_lms_restricts_opens_for_those_who_completed() -> None:
    keys, published = tool_keys(), MisbehavingPlatform()
    published.says("/jwks", Reply(body=json.dumps(keys.jwks()).encode()))
    lms = Lms("", Tool("", "", f"{published.base}/jwks", "c"), people())
    listener = loopback()
    lms.base = f"http://127.0.0.1:{listener.getsockname()[1]}"
    registration = Registration("p1", lms.base, "c", "", f"{lms.base}/mod/lti/token.php", "")
    services = ServiceAddresses(f"{lms.base}/services/CourseSection/2/memberships")
    place, rule = CoursePlace(registration, "d1", Course("2"), LINK_ID, services), rule_of([LinkOpen()])
    tokens = Tokens(SystemClock())
    family = Generic(None, SetClock(), lambda known: Connector(known, BoundedSession(), tokens, keys))
    with serving(create_practice(lms), listener):
        free = {decide(f, rule).outcome for f in family.course(place, rule.wanted).learners}
        lms.restricted = True
        found = {f.person.subject: decide(f, rule).outcome for f in family.course(place, rule.wanted).learners}
    published.close()
    assert free == {Outcome.UNKNOWN}  # open to all: nobody knows whether a restriction is set
    assert found == {subject: outcome for subject, (_, outcome) in COHORT.items() if subject != "124"}


def _everything_unknown(facts: LearnerFacts) -> None:
    assert facts.completion.state is UNKNOWN
    assert facts.completion.reason
    assert facts.grade is None
    assert facts.grade_reason
    assert decide(facts, RULE).outcome is Outcome.UNKNOWN
