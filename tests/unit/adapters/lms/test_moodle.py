"""Moodle's answers that are not as one would like."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from adapters.lms.moodle import Moodle
from adapters.lms.moodle.answers import completion, grades, learners
from adapters.lms.moodle.web_service import SENTENCES, MoodleError, WebService
from plugin.domain.facts import CompletionState
from plugin.domain.platforms import Course, CoursePlace, Registration, ServiceAddresses
from plugin.domain.report import Answer
from tests.fakes.clock import SetClock
from tests.fakes.misbehaving_platform import MisbehavingPlatform, Reply

LMS = Registration("p1", "http://lms", "c", "", "", "", "moodle")
PLACE = CoursePlace(LMS, "d1", Course("2"), "15", ServiceAddresses())


@pytest.fixture
def site() -> Iterator[MisbehavingPlatform]:
    running = MisbehavingPlatform()
    yield running
    running.close()


def total(**item: Any) -> dict[str, Any]:
    row = {"itemtype": "course", "graderaw": 70, "grademin": 0, "grademax": 100, **item}
    return {"usergrades": [{"userid": 7, "gradeitems": [{"itemtype": "mod", "graderaw": 1}, row]}]}


@pytest.mark.parametrize("code", SENTENCES)
def test_each_refusal_of_moodle_has_a_sentence_of_ours(site: MisbehavingPlatform, code: str) -> None:
    refusal = {"exception": "moodle_exception", "errorcode": code, "message": "Ada Byrne is not enrolled"}
    site.says("/ws", Reply(body=json.dumps(refusal).encode()))
    facts = Moodle((f"{site.base}/ws", "secret"), SetClock()).learner(PLACE, "7")
    assert facts.completion.state is CompletionState.UNKNOWN
    assert facts.completion.reason == SENTENCES[code]
    assert "Ada" not in repr(facts)


@pytest.mark.parametrize(
    "body", [b"<html>maintenance</html>", b"", b"[", b'{"exception": 1, "errorcode": "new"}', b"null", b"[]"]
)
def test_answers_in_another_form_leave_it_unknown(site: MisbehavingPlatform, body: bytes) -> None:
    site.says("/ws", Reply(body=body))
    facts = Moodle((f"{site.base}/ws", "secret"), SetClock()).learner(PLACE, "7")
    assert facts.completion.state is CompletionState.UNKNOWN
    assert facts.grade is None
    assert facts.grade_reason


def test_the_token_travels_in_the_body_and_stands_in_no_error(site: MisbehavingPlatform) -> None:
    site.says("/ws", Reply(500))
    service = WebService(f"{site.base}/ws", "s3cret")
    with pytest.raises(MoodleError) as refusal:
        service.call("f", courseid="2")
    assert "s3cret" not in f"{refusal.value}{service!r}"
    assert all("s3cret" not in asked.path for asked in site.asked)
    assert b"wstoken=s3cret" in site.asked[0].body


def test_functions_that_the_token_may_not_use_are_named(site: MisbehavingPlatform) -> None:
    allowed = {"functions": [{"name": "core_enrol_get_enrolled_users"}, 7]}
    site.says("/ws", Reply(body=json.dumps(allowed).encode()))
    (finding,) = Moodle((f"{site.base}/ws", "secret"), SetClock()).access(LMS)
    assert finding.answer is Answer.NO
    assert "gradereport_user_get_grade_items" in finding.evidence
    assert "core_enrol_get_enrolled_users" not in finding.evidence


def test_a_hidden_grade_is_known_to_be_hidden() -> None:
    for mark in ("gradeishidden", "gradehiddenbydate"):
        found = grades(total(**{mark: True}))["7"]
        assert found is not None
        assert found.hidden


def test_grades_that_are_worked_out_anew_are_unknown() -> None:
    with pytest.raises(MoodleError, match="working out"):
        grades(total(gradeneedsupdate=True))


def test_a_grade_without_its_scale_is_unknown() -> None:
    with pytest.raises(MoodleError, match="does not know"):
        grades(total(grademax=None))


def test_no_grade_is_not_zero() -> None:
    assert grades(total(graderaw=None)) == {"7": None}
    zero = grades(total(graderaw=0))["7"]
    assert zero is not None
    assert zero.value == Decimal(0)


def test_a_completion_without_times_has_no_day() -> None:
    criteria = [{"complete": True, "timecompleted": moment} for moment in (0, None, "x", 10**20)]
    done = completion({"completionstatus": {"completed": True, "completions": criteria}})
    assert (done.state, done.completed_at) == (CompletionState.COMPLETE, None)


def test_what_is_missing_is_words_only() -> None:
    criteria = [
        {"complete": False, "details": {"criteria": '<a href="x">Quiz &amp; more</a>'}},
        {"complete": False, "title": "Course grade"},
        {"complete": False},
        {"complete": True},
    ]
    open_ = completion({"completionstatus": {"completed": False, "completions": criteria}})
    assert open_.missing == ("Quiz & more", "Course grade", "a condition of the course")


def test_people_without_an_id_and_those_who_teach_are_no_learners() -> None:
    users = [
        {"id": 1, "fullname": "A &amp; B", "roles": [{"shortname": "student"}]},
        {"id": 2, "roles": [{"shortname": "teacher"}]},
        {"fullname": "nobody"},
        7,
        {"id": 3, "fullname": "  "},
    ]
    assert [(p.subject, p.full_name) for p in learners(users)] == [("1", "A & B"), ("3", None)]
