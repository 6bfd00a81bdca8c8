"""The header of a learner list: which columns there are, and what divides them."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plugin.domain.intake.csv_records import DELIMITERS, LineProblem, Record, records
from plugin.domain.text import say

REQUIRED = ("identifier", "name")
COLUMNS = (
    *REQUIRED,
    "given_name",
    "family_name",
    "email",
    "grade",
    "grade_min",
    "grade_max",
    "grade_letter",
    "started_on",
    "completed_on",
    "include_grade",
)
_CELLS_MAX = 100  # so many are looked at; a header with more is wrong by those alone
_NAMED_MAX = 20  # so many wrong columns are named


@dataclass(frozen=True, slots=True)
class Header:
    """The line of the header, what divides its cells, and the columns; none when it cannot be divided."""

    number: int
    delimiter: str
    columns: tuple[str, ...]


def header_of(lines: Sequence[str]) -> Header:
    """The first line that is not blank, divided so that most of its columns are known."""
    return max((_divided(lines, delimiter) for delimiter in DELIMITERS), key=_known)


def header_problems(header: Header) -> Iterator[LineProblem]:
    """What keeps the list from being read. Every column must be known, lest a misspelt one lose a grade unseen."""
    columns = header.columns
    for column in tuple(dict.fromkeys(columns))[:_NAMED_MAX]:
        if column not in COLUMNS:
            yield LineProblem(
                header.number,
                say("“{column}” is not a column of this list.", column=_shown(column)),
                _near(column, columns),
            )
        elif columns.count(column) > 1:
            yield LineProblem(
                header.number, say("The column “{column}” stands twice.", column=column), say("Leave one out.")
            )
    for column in REQUIRED:
        if column not in columns:
            hint = say(
                "Name the columns in the first line, such as identifier,name,email, and save the file as CSV in UTF-8."
            )
            yield LineProblem(header.number, say("The column “{column}” is missing.", column=column), hint)


def _divided(lines: Sequence[str], delimiter: str) -> Header:
    record = next(records(lines, delimiter), Record(1, ()))
    cells = (record.cells or ())[:_CELLS_MAX]
    columns = tuple("_".join(cell.casefold().replace("_", " ").split()) for cell in cells)
    return Header(record.number, delimiter, columns)


def _known(header: Header) -> int:
    return sum(column in COLUMNS for column in header.columns)


def _near(column: str, present: tuple[str, ...]) -> str:
    absent = [known for known in COLUMNS if known not in present]
    near = difflib.get_close_matches(column[:60], absent, n=1)
    return (
        say("Did you mean “{near}”?", near=near[0])
        if near
        else say("Leave it out; known are {names}.", names=tuple(COLUMNS))
    )


def _shown(column: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in column[:60])
