"""One line of a learner list."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from plugin.domain.claim import ClaimedBy
from plugin.domain.facts import Completion, CompletionState, Grade, Source
from plugin.domain.intake.learner_line import NO_DAY, NO_GRADES, Cells, LearnerLine, learner_line
from plugin.domain.platforms import Person

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
FULL = {
    "identifier": "s-1",
    "name": "Ada  Byrne",
    "given_name": "Ada",
    "family_name": "Byrne",
    "email": "ada@zed.example",
    "grade": "84.5",
    "grade_min": "0",
    "grade_max": "100",
    "grade_letter": "B",
    "started_on": "2026-01-10",
    "completed_on": "2026-02-20",
    "include_grade": "yes",
}


def cells_of(decimal_comma: bool = False, **changes: str) -> Cells:
    return Cells(7, {**FULL, **changes}, decimal_comma)


def line_of(decimal_comma: bool = False, **changes: str) -> LearnerLine:
    cells = cells_of(decimal_comma, **changes)
    made = learner_line(cells, AT)
    assert made is not None, cells.problems
    return made


def sentences_of(**changes: str) -> list[str]:
    cells = cells_of(**changes)
    assert learner_line(cells, AT) is None
    assert all(problem.number == 7 and problem.hint for problem in cells.problems)
    return [problem.sentence for problem in cells.problems]


def test_a_line_is_the_word_of_the_institution() -> None:
    made = line_of()
    assert (made.number, made.identifier) == (7, "s-1")
    assert made.facts.source is Source.INSTITUTION
    assert (made.claim.by, made.claim.at, made.facts.read_at) == (ClaimedBy.INSTITUTION, AT, AT)


def test_a_line_holds_facts_and_claim() -> None:
    facts, claim = line_of().facts, line_of().claim
    assert facts.person == Person("s-1", "Ada Byrne", "Ada", "Byrne", "ada@zed.example")
    assert facts.completion == Completion(CompletionState.COMPLETE, datetime(2026, 2, 20, tzinfo=UTC))
    assert facts.grade == Grade(Decimal("84.5"), Decimal(0), Decimal(100), "B")
    assert (facts.started_at, facts.grade_reason) == (datetime(2026, 1, 10, tzinfo=UTC), "")
    assert (claim.full_name, claim.given_name, claim.family_name) == ("Ada Byrne", "Ada", "Byrne")
    assert (claim.identifier, claim.email, claim.include_grade) == ("s-1", "ada@zed.example", True)


def test_identifier_and_name_suffice() -> None:
    cells = Cells(2, {"identifier": "s-1", "name": "Ada"}, False)
    made = learner_line(cells, AT)
    assert made is not None
    assert made.facts.completion == Completion(CompletionState.UNKNOWN, reason=NO_DAY)
    assert (made.facts.grade, made.facts.grade_reason, made.facts.started_at) == (None, NO_GRADES, None)
    assert made.claim.include_grade


def test_a_blank_grade_is_no_grade_yet() -> None:
    made = line_of(grade="", grade_letter="")
    assert (made.facts.grade, made.facts.grade_reason) == (None, "")


def test_a_scale_that_is_not_named_goes_from_0_to_100() -> None:
    assert line_of(grade_min="", grade_max="").facts.grade == line_of().facts.grade


@pytest.mark.parametrize(
    ("word", "included"), [("no", False), ("FALSE", False), ("0", False), ("Yes", True), ("", True)]
)
def test_the_grade_may_be_left_out(word: str, included: bool) -> None:
    assert line_of(include_grade=word).claim.include_grade is included


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"identifier": " "}, "identifier: This is empty."),
        ({"identifier": "x" * 101}, "identifier: This is longer than 100 characters."),
        ({"name": ""}, "name: This is empty."),
        ({"name": "Ada\0Byrne"}, "name: The name holds characters that cannot be seen."),
        ({"given_name": "a" * 201}, "given_name: The name is longer than 200 characters."),
        ({"email": "ada"}, "email: This is not an e-mail address."),
        ({"grade": "good"}, "grade: This is not a number."),
        ({"grade": "84,5"}, "grade: This is not a number."),
        ({"grade": "101"}, "grade: This does not lie on the scale 0 to 100."),
        ({"grade": "-1"}, "grade: This does not lie on the scale 0 to 100."),
        ({"grade_max": "0"}, "grade_max: The scale has no room between its ends."),
        ({"grade": ""}, "grade: There is a letter, but no number."),
        ({"started_on": "2026-13-01"}, "started_on: This day does not exist."),
        ({"completed_on": "20.02.2026"}, "completed_on: This is not a day."),
        ({"completed_on": "2026-03-04"}, "completed_on: This day has not come yet."),
        ({"completed_on": "2026-01-09"}, "completed_on: This day lies before the first one."),
        ({"include_grade": "maybe"}, "include_grade: This is neither yes nor no."),
    ],
)
def test_each_fault_is_told_with_its_column(changes: dict[str, str], sentence: str) -> None:
    assert sentences_of(**changes) == [sentence]


def test_all_faults_of_a_line_are_told_at_once_and_none_repeats_what_stands_there() -> None:
    sentences = sentences_of(email="ada at home", completed_on="soon", grade="well done")
    assert len(sentences) == 3
    assert not any(word in " ".join(sentences) for word in ("ada", "soon", "well"))


def test_a_day_that_has_come_somewhere_on_earth_is_accepted() -> None:
    late = datetime(2026, 3, 2, 3, tzinfo=timezone(timedelta(hours=-8)))
    made = learner_line(cells_of(completed_on="2026-03-03"), late)
    assert made is not None
    assert made.facts.completion.completed_at == datetime(2026, 3, 3, tzinfo=UTC)


def test_the_digest_does_not_depend_on_how_the_same_is_written() -> None:
    digest = line_of().digest
    assert len(digest) == 64
    assert line_of(True, grade="84,50").digest == digest
    assert line_of(name=" Ada Byrne ", grade_max="", include_grade="1", grade="+84.500").digest == digest
    moved = Cells(99, dict(reversed(FULL.items())), False)
    later = learner_line(moved, AT + timedelta(days=9))
    assert later is not None
    assert later.digest == digest


@pytest.mark.parametrize(
    "changes",
    [
        {"identifier": "s-2"},
        {"name": "Ada King"},
        {"given_name": ""},
        {"family_name": "King"},
        {"email": ""},
        {"grade": "84.6"},
        {"grade": "0", "grade_letter": ""},
        {"grade_min": "1"},
        {"grade_max": "120"},
        {"grade_letter": ""},
        {"started_on": ""},
        {"completed_on": "2026-02-21"},
        {"completed_on": ""},
        {"include_grade": "no"},
    ],
)
def test_the_digest_changes_with_whatever_the_line_says(changes: dict[str, str]) -> None:
    assert line_of(**changes).digest != line_of().digest
