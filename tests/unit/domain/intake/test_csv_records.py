"""The records of a CSV file."""

from collections.abc import Iterator

import pytest

from plugin.domain.intake.csv_records import RECORD_LINES_MAX, UNREADABLE, LineProblem, Record, lines_of, records


def split(text: str, delimiter: str, width: int | None = None) -> Iterator[Record]:
    return records(lines_of(text.encode(), 999), delimiter, width)


@pytest.mark.parametrize(
    "raw",
    [
        "naïve,王".encode(),
        "\ufeffnaïve,王".encode(),
        "naïve,王".encode("utf-16"),
        b"\xfe\xff" + "naïve,王".encode("utf-16-be"),
    ],
)
def test_text_is_the_same_in_every_encoding(raw: bytes) -> None:
    assert lines_of(raw, 9) == ["naïve,王"]


@pytest.mark.parametrize("raw", ["Zoë".encode("latin-1"), "Zoë".encode("utf-16")[:-1]])
def test_bytes_that_are_no_text_are_marked(raw: bytes) -> None:
    assert UNREADABLE in lines_of(raw, 9)[0]


def test_only_so_many_lines_are_taken() -> None:
    assert lines_of(b"1\r\n2\n3\r4", 3) == ["1\r\n", "2\n", "3\r"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_records_are_counted_by_line_whatever_ends_it(end: str) -> None:
    assert list(split(f"a,b{end}1,2{end}", ",")) == [Record(1, ("a", "b")), Record(2, ("1", "2"))]


def test_blank_lines_are_left_out_but_counted() -> None:
    assert list(split('\n,\n " " , \t\n1,2', ",")) == [Record(3, (' " " ', " \t")), Record(4, ("1", "2"))]


def test_a_quoted_cell_holds_delimiters_quotes_and_new_lines() -> None:
    assert list(split('"a,b","c ""d""\ne"\nx,y\n', ",")) == [
        Record(1, ("a,b", 'c "d"\ne')),
        Record(3, ("x", "y")),
    ]


def test_an_open_quotation_mark_spoils_no_other_line() -> None:
    assert list(split('1,"a\n2,b\n3,c\n', ",")) == [Record(1, None), Record(2, ("2", "b")), Record(3, ("3", "c"))]


def test_an_open_quotation_mark_that_a_later_one_closes_spoils_no_other_line() -> None:
    assert [record.cells for record in split('1,"a,x\n2,b",y\n4,d\n', ",", 2)] == [
        None,
        ("2", 'b"', "y"),
        ("4", "d"),
    ]


def test_a_quotation_mark_reaches_over_so_many_lines_and_no_further() -> None:
    cell = "a\n" * (RECORD_LINES_MAX - 1)
    assert [record.number for record in split(f'"{cell}"\nx', ",")] == [1, RECORD_LINES_MAX + 1]
    assert next(split(f'"{cell}\n"\nx', ",")).cells is None


def test_a_cell_beyond_all_bounds_is_broken() -> None:
    assert [record.cells for record in split("a" * 200_000 + "\nb\n", ",")] == [None, ("b",)]


def test_a_problem_reads_with_its_line() -> None:
    assert str(LineProblem(3, "It is broken.", "Mend it.")) == "Line 3: It is broken. Mend it."
    assert str(LineProblem(3, "It is broken.")) == "Line 3: It is broken."
