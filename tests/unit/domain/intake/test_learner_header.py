"""The header of a learner list."""

import pytest

from plugin.domain.intake.csv_records import lines_of
from plugin.domain.intake.learner_header import COLUMNS, Header, header_of, header_problems


def header_in(text: str) -> Header:
    return header_of(lines_of(text.encode(), 99))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_divides_the_columns_is_seen_from_the_header(delimiter: str) -> None:
    header = header_in(delimiter.join(COLUMNS) + "\n1,2;3\t4")
    assert header == Header(1, delimiter, COLUMNS)
    assert list(header_problems(header)) == []


@pytest.mark.parametrize(
    "text", ["Identifier, NAME ,Given Name", '"identifier","name","given  name"', "\n\nidentifier,name,given_name"]
)
def test_case_spaces_and_quotation_marks_do_not_matter(text: str) -> None:
    assert header_in(text).columns == ("identifier", "name", "given_name")


def test_a_header_may_stand_below_blank_lines() -> None:
    assert header_in("\n\nidentifier,name").number == 3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("identifier,name,grad", "“grad” is not a column of this list."),
        ("identifier,name,shoe size", "“shoe_size” is not a column of this list."),
        ("identifier,name,name", "The column “name” stands twice."),
        ("identifier", "The column “name” is missing."),
        ("name", "The column “identifier” is missing."),
    ],
)
def test_a_wrong_column_is_named(text: str, words: str) -> None:
    (problem,) = header_problems(header_in(text))
    assert (problem.number, problem.sentence) == (1, words)
    assert problem.hint


def test_a_misspelt_column_is_answered_with_the_nearest() -> None:
    (problem,) = header_problems(header_in("identifier,name,gradeletter"))
    assert problem.hint == "Did you mean “grade_letter”?"


@pytest.mark.parametrize("text", ["", "\n", '"identifier,name', "PK\x03\x04"])
def test_without_a_header_both_needed_columns_are_missing(text: str) -> None:
    sentences = [problem.sentence for problem in header_problems(header_in(text))]
    assert sentences[-2:] == ["The column “identifier” is missing.", "The column “name” is missing."]


def test_a_column_cannot_steer_a_terminal_and_few_are_named() -> None:
    problems = list(header_problems(header_in(",".join(f"\x1b[3{number}m" for number in range(500)))))
    assert len(problems) == 22
    assert problems[0].sentence.startswith("“?[30m”")
