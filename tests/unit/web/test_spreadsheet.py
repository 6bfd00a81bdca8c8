from __future__ import annotations

import csv
import io

import pytest

from plugin.web.spreadsheet import csv_line


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1", "|cmd", "\r=1"])
def test_a_cell_that_a_program_could_take_for_a_formula_is_text(cell: str) -> None:
    assert csv_line([cell]).startswith("\"'")


def test_everything_else_comes_back_as_it_was() -> None:
    cells = ["Ada", 'say "x"', "a,b;c", "two\nlines", "", "0"]
    assert next(csv.reader(io.StringIO(csv_line(cells), newline=""))) == cells
    assert csv_line(["a\x00b"]) == '"ab"\r\n'
