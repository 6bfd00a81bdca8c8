"""Canvas's and Open edX's answers as they document them, and those that are not as one would like."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from adapters.lms import _form as form
from adapters.lms.canvas import module_fact, progress, submission
from adapters.lms.openedx import by_email, certificate, grade
from plugin.domain.choices import Chosen
from plugin.domain.facts import ActivityState, CompletionState
from plugin.domain.report import Answer

COMPLETE, INCOMPLETE, UNKNOWN = CompletionState.COMPLETE, CompletionState.INCOMPLETE, CompletionState.UNKNOWN
AT = "2026-02-20T12:00:00Z"


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ({"requirement_count": 10, "requirement_completed_count": 10, "completed_at": AT}, COMPLETE),
        ({"requirement_count": 10, "requirement_completed_count": 1, "completed_at": None}, INCOMPLETE),
        ({"requirement_count": 0, "requirement_completed_count": 0}, UNKNOWN),
        ({"error": {"message": "no progress available because this course is not module based"}}, UNKNOWN),
        ({"requirement_count": "10"}, UNKNOWN),
        ([], UNKNOWN),
    ],
)
def test_canvas_calls_a_course_complete_by_its_requirements(answer: object, state: CompletionState) -> None:
    found = progress(answer)
    assert found.state is state
    assert bool(found.reason) is (state is UNKNOWN)
    assert bool(found.missing) is (state is INCOMPLETE)
    assert (found.completed_at == datetime(2026, 2, 20, 12, tzinfo=UTC)) is (state is COMPLETE)


@pytest.mark.parametrize(
    ("module", "state"),
    [
        ({"state": "completed", "completed_at": AT}, ActivityState.COMPLETE),
        ({"state": "started"}, ActivityState.INCOMPLETE),
        ({"state": "locked"}, ActivityState.INCOMPLETE),
        ({"state": "new"}, ActivityState.UNKNOWN),
        ({}, ActivityState.UNKNOWN),
        (None, ActivityState.UNKNOWN),
    ],
)
def test_a_module_of_canvas_is_what_canvas_calls_it(module: dict[str, str] | None, state: ActivityState) -> None:
    assert module_fact(Chosen("1", "Unit"), module).state is state


def test_a_score_of_canvas_has_its_points_and_may_be_hidden_or_none() -> None:
    essay = {"points_possible": 20, "grading_type": "points"}
    told = submission({"score": Decimal("17.25"), "grade": "B", "posted_at": AT, "assignment": essay}).grade
    assert told is not None
    assert (told.value, told.maximum, told.letter, told.hidden) == (Decimal("17.25"), Decimal(20), "B", False)
    unposted = submission({"score": 1, "posted_at": None, "assignment": essay}).grade
    assert unposted is not None
    assert unposted.hidden
    none_yet = submission({"score": None, "assignment": essay})
    assert (none_yet.grade, none_yet.reason) == (None, "")
    assert submission({}).reason
    assert submission({"score": 1}).reason


@pytest.mark.parametrize(
    ("said", "answer"), [("complete", Answer.YES), ("incomplete", Answer.NO), ("A", Answer.UNKNOWN)]
)
def test_a_pass_of_canvas_is_complete_or_incomplete(said: str, answer: Answer) -> None:
    found = submission({"score": 1, "grade": said, "assignment": {"points_possible": 1, "grading_type": "pass_fail"}})
    assert found.passed is not None
    assert found.passed.answer is answer


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ({"status": "downloadable", "is_passing": True, "created_date": AT}, COMPLETE),
        ({"status": "downloadable", "is_passing": False}, UNKNOWN),
        ({"status": "notpassing"}, INCOMPLETE),
        ({"status": "generating"}, UNKNOWN),
        ({}, UNKNOWN),
    ],
)
def test_open_edx_calls_a_course_complete_by_its_certificate(answer: object, state: CompletionState) -> None:
    found = certificate(answer)
    assert found.state is state
    assert bool(found.reason) is (state is UNKNOWN)


def test_a_part_of_an_open_edx_course_is_a_percentage_with_every_digit() -> None:
    found = grade({"percent": Decimal("0.84999"), "passed": True, "letter_grade": "Pass"})
    assert found.grade is not None
    assert found.passed is not None
    assert (found.grade.value, found.grade.letter, found.passed.answer) == (Decimal("84.999"), "Pass", Answer.YES)
    strange = grade({"percent": "84"})
    assert strange.grade is None
    assert strange.reason


def test_an_address_that_stands_twice_is_nobodys() -> None:
    rows = [{"email": "A@z.example", "n": 1}, {"email": "a@z.example", "n": 2}, {"email": "b@z.example"}, {"email": 7}]
    assert set(by_email(rows)) == {"b@z.example"}


def test_values_of_another_form_count_as_not_there() -> None:
    assert form.object_of([]) == {}
    assert form.objects_of({"a": 1}) == []
    assert form.number(True) is form.number("1") is None
    assert form.identifier(None) == form.identifier(True) == ""
    assert form.written_moment("2026-02-20") is form.written_moment("x") is form.written_moment(7) is None
    assert form.words("<p>a\u0000b\n c</p>") == "a b c"
    assert form.day(None) is None
