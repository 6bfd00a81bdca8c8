"""A list of learners as the institution states it: one learner a line, in CSV with a header.

A line is the institution's word for completion and grade; the plan's rule still decides. A broken line is reported by
its number and the others stay usable.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from plugin.domain.errors import InputError
from plugin.domain.intake.csv_records import UNREADABLE, LineProblem, Record, lines_of, records
from plugin.domain.intake.learner_header import Header, header_of, header_problems
from plugin.domain.intake.learner_line import Cells, LearnerLine, identifier, learner_line
from plugin.domain.text import say

BYTES_MAX = 5_000_000
LINES_MAX = 20_000


@dataclass(frozen=True, slots=True)
class LearnerList:
    """The lines that can be used and the problems of all others, both in the order of the file."""

    lines: tuple[LearnerLine, ...]
    problems: tuple[LineProblem, ...]


def read_learners(raw: bytes, at: datetime) -> LearnerList:
    """The learners in `raw` (CSV with commas, semicolons or tabs; UTF-8, or UTF-16 with its mark), stated at `at`.

    Never raises: without a usable header there are no lines, and the problems say why.
    """
    if len(raw) > BYTES_MAX:
        sentence = say("The file is larger than {bytes_max} MB.", bytes_max=BYTES_MAX // 1000000)
        return LearnerList((), (LineProblem(1, sentence, say("Divide it into several lists.")),))
    lines = lines_of(raw, LINES_MAX + 1)
    header = header_of(lines)
    problems = tuple(header_problems(header))
    if problems:
        return LearnerList((), problems)
    found = _all_lines(lines[:LINES_MAX], header, at)
    return found if len(lines) <= LINES_MAX else LearnerList(found.lines, (*found.problems, _cut()))


def _cut() -> LineProblem:
    sentence = say("The list has more than {lines_max} lines and was read up to here.", lines_max=LINES_MAX)
    return LineProblem(LINES_MAX + 1, sentence, say("Divide it into several lists."))


def _all_lines(texts: Sequence[str], header: Header, at: datetime) -> LearnerList:
    lines: list[LearnerLine] = []
    problems: list[LineProblem] = []
    seen: dict[str, int] = {}
    for record in records(texts, header.delimiter, len(header.columns)):
        made = _line(record, header, seen, at) if record.number > header.number else []
        if isinstance(made, LearnerLine):
            lines.append(made)
        else:
            problems.extend(made)
    return LearnerList(tuple(lines), tuple(problems))


def _line(record: Record, header: Header, seen: dict[str, int], at: datetime) -> LearnerLine | list[LineProblem]:
    """The line or its problems; `seen` remembers where each identifier stood first, even in a line with problems."""
    if record.cells is None:
        return [
            LineProblem(
                record.number, say("Its quotation marks do not match."), say("Close each, and double it inside a text.")
            )
        ]
    if len(record.cells) != len(header.columns):
        sentence = say(
            "This line has {count} cells, but the header has {count2}.",
            count=len(record.cells),
            count2=len(header.columns),
        )
        return [
            LineProblem(record.number, sentence, say("Put a text that holds the dividing sign in quotation marks."))
        ]
    if any(UNREADABLE in cell for cell in record.cells):
        return [
            LineProblem(record.number, say("This line holds bytes that are not text."), say("Save the file as UTF-8."))
        ]
    cells = Cells(record.number, dict(zip(header.columns, record.cells, strict=True)), header.delimiter != ",")
    before = seen.setdefault(_key(record, header), record.number)
    if before != record.number:
        cells.note(
            "identifier",
            say("It stands already in line {before}.", before=before),
            say("Leave one of the two lines out."),
        )
    return learner_line(cells, at) or cells.problems


def _key(record: Record, header: Header) -> str:
    written = (record.cells or ())[header.columns.index("identifier")]
    try:
        return identifier(written)
    except InputError:
        return f"line {record.number}\n"  # no identifier at all, so it is nobody's double
