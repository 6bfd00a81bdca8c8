"""Lines for a spreadsheet that a spreadsheet never takes for formulas (OWASP, CSV injection)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

_DANGEROUS = tuple("=+-@\t\r\n|%＝＋－＠")


def csv_line(cells: Iterable[str]) -> str:
    """One line with its end; a cell that a program could take for a formula begins with an apostrophe."""
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerow([_plain(cell) for cell in cells])
    return out.getvalue()


def _plain(cell: str) -> str:
    text = cell.replace("\x00", "")
    return f"'{text}" if text.lstrip(" ").startswith(_DANGEROUS) else text
