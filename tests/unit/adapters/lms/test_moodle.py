"""Moodle's answers that are not as one would like."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from adapters.lms.moodle import Moodle, activities
from adapters.lms.moodle.answers import STRANGE, completion, hidden_learners, learners, passed
from adapters.lms.moodle.course import description
from adapters.lms.moodle.grades import NO_TOTAL, RECALCULATING, choices, item, rows_by_person, total
from adapters.lms.moodle.web_service import SENTENCES, MoodleError, WebService
from plugin.domain.choices import Choice, ChoiceKind, Chosen
from plugin.domain.facts import ActivityState, CompletionState, GradeFact
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


def course_total(**changes: Any) -> GradeFact:
    row = {"id": 9, "itemtype": "course", "graderaw": 70, "grademin": 0, "grademax": 100, **changes}
    answer = {"usergrades": [{"userid": 7, "gradeitems": [{"itemtype": "mod", "graderaw": 1}, row]}]}
    return total(rows_by_person(answer)["7"])


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
    finding, further = Moodle((f"{site.base}/ws", "secret"), SetClock()).access(LMS)
    assert finding.answer is Answer.NO
    assert "gradereport_user_get_grade_items" in finding.evidence
    assert "core_enrol_get_enrolled_users" not in finding.evidence
    assert "core_competency_list_course_competencies" in further.evidence


def test_a_hidden_grade_is_known_to_be_hidden() -> None:
    for mark in ("gradeishidden", "gradehiddenbydate"):
        found = course_total(**{mark: True}).grade
        assert found is not None
        assert found.hidden


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"gradeneedsupdate": True}, RECALCULATING),
        ({"grademax": None}, STRANGE),
        ({"graderaw": "70"}, STRANGE),
        ({"itemtype": "category"}, NO_TOTAL),
    ],
)
def test_a_grade_that_does_not_stand_or_has_another_form_is_unknown(changes: dict[str, Any], reason: str) -> None:
    assert course_total(**changes) == GradeFact(None, reason)


def test_no_grade_is_not_zero() -> None:
    assert course_total(graderaw=None) == GradeFact(None)
    zero = course_total(graderaw=0).grade
    assert zero is not None
    assert zero.value == Decimal(0)


@pytest.mark.parametrize(("said", "letter"), [("B+", "B+"), ("-", None), (None, None), ("<b>A</b>", "A")])
def test_a_letter_is_kept_where_moodle_gives_one(said: object, letter: str | None) -> None:
    found = course_total(lettergradeformatted=said).grade
    assert found is not None
    assert found.letter == letter


def test_an_item_that_was_chosen_but_is_not_shown_is_unknown() -> None:
    gone = item((), Chosen("4", "Essay"))
    assert gone.grade is None
    assert gone.reason.startswith("Moodle does not show “Essay” to this tool")


def test_items_may_be_chosen_by_name_and_the_course_total_may_not() -> None:
    rows = ({"id": 1, "itemtype": "mod", "itemname": "Quiz &amp; more"}, {"id": 2, "itemtype": "course"}, {"id": None})
    assert choices(rows) == (Choice(ChoiceKind.GRADE_ITEM, Chosen("1", "Quiz & more")),)


QUIZ = Chosen("3", "Quiz")


@pytest.mark.parametrize(
    ("status", "state", "has_passed"),
    [
        ({"state": 0}, ActivityState.INCOMPLETE, Answer.UNKNOWN),
        ({"state": 0, "details": [{"rulename": "completionpassgrade"}]}, ActivityState.INCOMPLETE, Answer.NO),
        ({"state": 1}, ActivityState.COMPLETE, Answer.UNKNOWN),
        ({"state": 2}, ActivityState.COMPLETE, Answer.YES),
        ({"state": 3}, ActivityState.FAILED, Answer.NO),
        ({"state": 7}, ActivityState.UNKNOWN, Answer.UNKNOWN),
        ({"state": "2"}, ActivityState.UNKNOWN, Answer.UNKNOWN),
        ({"state": 1, "tracking": 0}, ActivityState.UNKNOWN, Answer.UNKNOWN),
        (None, ActivityState.UNKNOWN, Answer.UNKNOWN),
    ],
)
def test_an_activity_is_what_moodle_calls_it(status: object, state: ActivityState, has_passed: Answer) -> None:
    listed = [{"cmid": 3, "timecompleted": 1_771_588_800, **status}] if isinstance(status, dict) else []
    found = activities.statuses({"statuses": listed})
    fact = activities.state(found, QUIZ)
    assert fact.state is state
    assert bool(fact.at) is (state in (ActivityState.COMPLETE, ActivityState.FAILED))
    assert bool(fact.reason) is (state is ActivityState.UNKNOWN)
    assert activities.passed(found, "3").answer is has_passed


def test_the_course_grade_is_a_pass_when_its_criterion_is_met() -> None:
    def said(*criteria: object) -> Answer:
        return passed({"completionstatus": {"completed": False, "completions": list(criteria)}}).answer

    assert said({"type": 4, "complete": False}, {"type": 6, "complete": True}) is Answer.YES
    assert said({"type": 6, "complete": False}) is Answer.NO
    assert said({"type": 4, "complete": True}) is Answer.UNKNOWN


def test_a_completion_that_moodle_has_not_written_yet_is_unknown_and_not_missing() -> None:
    criteria = [{"complete": True, "timecompleted": 1_771_588_800}]
    waiting = completion({"completionstatus": {"completed": False, "completions": criteria}})
    assert waiting.state is CompletionState.UNKNOWN
    assert "has not confirmed it yet" in waiting.reason


def test_a_course_is_described_in_plain_words() -> None:
    course = {
        "fullname": "Data &amp; Ethics",
        "shortname": "DE-1",
        "startdate": 1_788_213_600,  # midnight in Paris
        "enddate": 0,
        "summary": "<p>Learn to <b>weigh</b> data.</p>",
        "customfields": [{"shortname": "ects", "value": "2"}, {"shortname": "empty", "value": ""}, 7],
    }
    found = description({"courses": [course]}, [{"competency": {"shortname": "Weigh interests"}}, {}])
    assert found is not None
    assert (found.title, found.code, found.summary) == ("Data & Ethics", "DE-1", "Learn to weigh data.")
    assert (str(found.starts_on), found.ends_on) == ("2026-09-01", None)
    assert (found.fields, found.outcomes) == ((("ects", "2"),), ("Weigh interests",))
    assert description({"courses": []}, None) is None


def test_a_completion_without_times_has_no_day() -> None:
    criteria = [{"complete": True, "timecompleted": moment} for moment in (0, None, "x", 10**20)]
    done = completion({"completionstatus": {"completed": True, "completions": criteria}})
    assert (done.state, done.completed_at) == (CompletionState.COMPLETE, None)


def test_what_is_missing_is_words_only() -> None:
    criteria = [
        {"complete": False, "details": {"criteria": '<a href="x">Quiz <b> &amp;</b> more</a>'}},
        {"complete": False, "title": "Course grade"},
        {"complete": False},
        {"complete": True},
    ]
    open_ = completion({"completionstatus": {"completed": False, "completions": criteria}})
    assert open_.missing == ("Quiz & more", "Course grade", "a condition of the course")


GRADED: dict[str, Any] = {"usergrades": [{"userid": 7, "gradeitems": [{"itemtype": "course"}]}]}


@pytest.mark.parametrize(
    ("listed", "graded"),
    [
        pytest.param([{"id": 3, "roles": [{"shortname": "editingteacher"}]}], GRADED, id="profiles not seen"),
        pytest.param([], {"usergrades": []}, id="groups not seen"),
    ],
)
def test_learners_whom_moodle_hides_are_missed(site: MisbehavingPlatform, listed: object, graded: object) -> None:
    """Moodle 4.5 and 5.1 leave people out without a word: all but teachers, or in separate groups everybody."""
    site.says("/ws", *(Reply(body=json.dumps(answer).encode()) for answer in (listed, graded)))
    with pytest.raises(MoodleError, match="hides learners"):
        Moodle((f"{site.base}/ws", "secret"), SetClock()).course(PLACE)


def test_whoever_is_listed_and_graded_is_not_hidden() -> None:
    listed = [{"id": 7, "roles": [{"shortname": "teacher"}, {"shortname": "student"}]}]
    assert hidden_learners(listed, rows_by_person(GRADED)) == 0
    assert hidden_learners(None, rows_by_person(GRADED)) == 1


def test_people_without_an_id_and_those_who_teach_are_no_learners() -> None:
    users = [
        {"id": 1, "fullname": "A &amp; B", "roles": [{"shortname": "student"}]},
        {"id": 2, "roles": [{"shortname": "teacher"}]},
        {"fullname": "nobody"},
        7,
        {"id": 3, "fullname": "  "},
    ]
    assert [(p.subject, p.full_name) for p in learners(users)] == [("1", "A & B"), ("3", None)]
