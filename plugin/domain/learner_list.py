"""A list of learners as the institution states it: one learner a line, in CSV with a header.

A line is the institution's word for completion and grade; the plan's rule still decides. A broken line is reported by
its number and the others stay usable.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from plugin.domain.csv_records import UNREADABLE, LineProblem, Record, records, text_of
from plugin.domain.errors import InputError
from plugin.domain.learner_header import Header, header_of, header_problems
from plugin.domain.learner_line import Cells, LearnerLine, identifier, learner_line

BYTES_MAX = 10_000_000
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
        sentence = f"The file is larger than {BYTES_MAX // 1_000_000} MB."
        return LearnerList((), (LineProblem(1, sentence, "Divide it into several lists."),))
    text = text_of(raw)
    header = header_of(text)
    problems = tuple(header_problems(header))
    return LearnerList((), problems) if problems else _all_lines(text, header, at)


def _all_lines(text: str, header: Header, at: datetime) -> LearnerList:
    lines: list[LearnerLine] = []
    problems: list[LineProblem] = []
    seen: dict[str, int] = {}
    found = (r for r in records(text, header.delimiter, len(header.columns)) if r.number > header.number)
    for count, record in enumerate(found):
        if count == LINES_MAX:
            sentence = f"The list has more than {LINES_MAX} lines and was read up to here."
            problems.append(LineProblem(record.number, sentence, "Divide it into several lists."))
            break
        made = _line(record, header, seen, at)
        if isinstance(made, LearnerLine):
            lines.append(made)
        else:
            problems.extend(made)
    return LearnerList(tuple(lines), tuple(problems))


def _line(record: Record, header: Header, seen: dict[str, int], at: datetime) -> LearnerLine | list[LineProblem]:
    """The line or its problems; `seen` remembers where each identifier stood first, even in a line with problems."""
    if record.cells is None:
        return [
            LineProblem(record.number, "Its quotation marks do not match.", "Close each, and double it inside a text.")
        ]
    if len(record.cells) != len(header.columns):
        sentence = f"This line has {len(record.cells)} cells, but the header has {len(header.columns)}."
        return [LineProblem(record.number, sentence, "Put a text that holds the dividing sign in quotation marks.")]
    if any(UNREADABLE in cell for cell in record.cells):
        return [LineProblem(record.number, "This line holds bytes that are not text.", "Save the file as UTF-8.")]
    cells = Cells(record.number, dict(zip(header.columns, record.cells, strict=True)), header.delimiter != ",")
    before = seen.setdefault(_key(record, header), record.number)
    if before != record.number:
        cells.note("identifier", f"It stands already in line {before}.", "Leave one of the two lines out.")
    return learner_line(cells, at) or cells.problems


def _key(record: Record, header: Header) -> str:
    written = (record.cells or ())[header.columns.index("identifier")]
    try:
        return identifier(written)
    except InputError:
        return f"line {record.number}\n"  # no identifier at all, so it is nobody's double
