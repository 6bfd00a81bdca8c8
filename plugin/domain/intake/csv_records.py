"""The records of a table in CSV (RFC 4180), as spreadsheet programs write it; a broken record spoils no other."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

DELIMITERS = (",", ";", "\t")
RECORD_LINES_MAX = 20  # so far an opening quotation mark may reach
UNREADABLE = "\ufffd"  # stands in a text where the bytes were none


@dataclass(frozen=True, slots=True)
class Record:
    """One record. `number` is the line where it begins, from 1; `cells` is None when its quotation marks are broken."""

    number: int
    cells: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class LineProblem:
    """Why a line was left out. No sentence repeats what stands in a learner's line."""

    number: int
    sentence: str
    hint: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (f"Line {self.number}:", self.sentence, self.hint) if part)


def lines_of(raw: bytes, most: int) -> list[str]:
    """The first `most` lines with their ends, in UTF-8, or in UTF-16 with a byte-order mark.

    Bytes that are no text become `UNREADABLE`.
    """
    marked = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = raw.decode("utf-16" if marked else "utf-8-sig", "replace")
    return list(itertools.islice(io.StringIO(text, newline=""), most))


def records(lines: Sequence[str], delimiter: str, width: int | None = None) -> Iterator[Record]:
    """All records that are not blank.

    One that is broken, or reaches over several lines and has not `width` cells, is taken to end with its first line:
    a forgotten quotation mark must not swallow the lines below it.
    """
    at = 0
    while at < len(lines):
        cells, used = _parse(lines[at : at + RECORD_LINES_MAX], delimiter)
        if used > 1 and width is not None and cells is not None and len(cells) != width:
            cells, used = None, 1
        if cells is None or any(cell.strip() for cell in cells):
            yield Record(at + 1, cells)
        at += used


def _parse(lines: Sequence[str], delimiter: str) -> tuple[tuple[str, ...] | None, int]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        return tuple(next(reader)), reader.line_num
    except csv.Error:
        return None, 1
