"""The answer to "is this genuine?"."""

import json

import pytest

from plugin.domain.report import Answer, Check, Question, Verdict, VerificationReport
from plugin.domain.statement import statement_of
from tests.factories import sample_micro

DECIDING = [question for question in Question if question.decides]


def report_with(changed: Question | None = None, answer: Answer = Answer.YES) -> VerificationReport:
    checks = tuple(
        Check(question, answer if question is changed else Answer.YES, "seen", "do this") for question in Question
    )
    return VerificationReport(
        "europass", "Europass credential", checks, statement_of(sample_micro()), "University of Zed"
    )


def test_eight_questions_decide_and_the_last_two_only_inform() -> None:
    assert [question.decides for question in Question] == [True] * 8 + [False] * 2


def test_all_yes_is_valid() -> None:
    assert report_with().verdict is Verdict.VALID


@pytest.mark.parametrize("question", DECIDING)
def test_any_deciding_no_is_invalid(question: Question) -> None:
    assert report_with(question, Answer.NO).verdict is Verdict.INVALID


@pytest.mark.parametrize("question", DECIDING)
def test_any_deciding_unknown_cannot_tell(question: Question) -> None:
    assert report_with(question, Answer.UNKNOWN).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize("question", [Question.ISSUER_KNOWN, Question.COMPLETE])
@pytest.mark.parametrize("answer", [Answer.NO, Answer.UNKNOWN])
def test_what_only_informs_does_not_decide(question: Question, answer: Answer) -> None:
    assert report_with(question, answer).verdict is Verdict.VALID


def test_no_outweighs_unknown() -> None:
    checks = (Check(Question.READABLE, Answer.UNKNOWN, ""), Check(Question.PROOF, Answer.NO, ""))
    assert VerificationReport("", "", checks).verdict is Verdict.INVALID


@pytest.mark.parametrize("question", DECIDING)
def test_a_deciding_question_that_was_not_asked_cannot_tell(question: Question) -> None:
    checks = tuple(check for check in report_with().checks if check.question is not question)
    assert VerificationReport("europass", "Europass credential", checks).verdict is Verdict.UNKNOWN


def test_an_empty_report_is_never_valid() -> None:
    assert VerificationReport("", "", ()).verdict is Verdict.UNKNOWN


def test_the_report_for_machines_holds_verdict_checks_and_elements() -> None:
    told = json.loads(json.dumps(report_with(Question.PROOF, Answer.NO).as_json()))
    assert (told["verdict"], told["format"], told["issuer"], told["test"]) == (
        "invalid",
        "europass",
        "University of Zed",
        False,
    )
    assert told["checks"][3] == {
        "question": "Is it unchanged since it was sealed?",
        "answer": "no",
        "evidence": "seen",
        "hint": "do this",
    }
    assert told["elements"]["Title of the micro-credential"] == ["Data Ethics in Practice"]


def test_a_file_that_says_nothing_has_no_elements() -> None:
    assert VerificationReport("", "", ()).as_json()["elements"] == {}
