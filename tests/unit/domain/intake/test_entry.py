"""What people write, one entry at a time."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from plugin.domain import vocabulary
from plugin.domain.errors import InputError
from plugin.domain.intake import entry


def code_of(read: Any, *values: Any) -> str:
    with pytest.raises(InputError) as refused:
        read(*values)
    return refused.value.code


def test_a_line_has_single_spaces() -> None:
    assert entry.line(" Data \n\t Ethics ") == "Data Ethics"


def test_paragraphs_keep_their_lines_and_drop_blank_ends() -> None:
    assert entry.paragraphs("\n One  line\r\n\r\nanother \n") == "One line\n\nanother"


@pytest.mark.parametrize("read", [entry.line, entry.paragraphs])
@pytest.mark.parametrize(
    ("value", "code"),
    [
        (5, "entry.type"),
        (None, "entry.type"),
        (["a"], "entry.type"),
        ("", "entry.empty"),
        (" \n ", "entry.empty"),
        ("\u200d", "entry.empty"),
        ("a\0b", "entry.hidden"),
        ("a\u202eb", "entry.hidden"),
        ("a" * 4001, "entry.long"),
    ],
)
def test_what_is_no_readable_text_is_refused(read: Any, value: object, code: str) -> None:
    assert code_of(read, value) == code


@pytest.mark.parametrize("value", ["uniz", "data-ethics-2", "a1"])
def test_a_short_id_is_lower_case(value: str) -> None:
    assert entry.short_id(value) == value


@pytest.mark.parametrize("value", ["a", "Uniz", "1st", "a/b", "../etc", "a" * 41, "ünì", "a.b"])
def test_what_no_address_can_be_made_of_is_no_short_id(value: str) -> None:
    assert code_of(entry.short_id, value) == "entry.form"


@pytest.mark.parametrize("value", ["ada@zed.example", "a.b+c@mail.zed.example", "o'brien_1@zed.example"])
def test_an_email_address_is_taken_as_it_is(value: str) -> None:
    assert entry.email(value) == value


@pytest.mark.parametrize(
    "value", ["ada", "ada@", "@zed.example", "a@b", "a b@zed.example", "a@b@c.de", "a@-zed.example", "a#b@zed.example"]
)
def test_what_is_no_email_address_is_refused_without_repeating_it(value: str) -> None:
    with pytest.raises(InputError) as refused:
        entry.email(value)
    assert refused.value.sentence == "This is not an e-mail address."


@pytest.mark.parametrize(
    "value",
    ["https://uniz.edu", "http://uniz.edu:8080/a?b=%20#c", "https://[2001:db8::1]/", "https://xn--bcher-kva.example/"],
)
def test_a_web_address_is_taken_as_it_is(value: str) -> None:
    assert entry.web_address(value) == value


@pytest.mark.parametrize(
    "value",
    [
        "uniz.edu",
        "ftp://uniz.edu",
        "javascript:alert(1)",
        "https://",
        "https:///path",
        "https://uni z.edu",
        "https://uniz.edu/ü",
        "https://user:secret@uniz.edu",
        "https://uniz.edu:99999",
        "https://uniz.edu:0",
        "https://[::1",
        "https://uniz.edu/<script>",
    ],
)
def test_what_is_no_web_address_is_refused(value: str) -> None:
    assert code_of(entry.web_address, value) == "entry.form"


@pytest.mark.parametrize(
    "value", ["VATIE-1234567A", "NTRNL-12345678", "LEIXG-529900T8BM49AURSDO55", "EI:SE-5567971433"]
)
def test_a_legal_identifier_has_the_form_of_the_seal_standard(value: str) -> None:
    assert entry.legal_identifier(value) == value


@pytest.mark.parametrize("value", ["1234567A", "VAT-1234567A", "VATIE1234567A", "vatie-1234567a", "VATIE-", "ABCIE-1"])
def test_any_other_number_is_no_legal_identifier(value: str) -> None:
    assert code_of(entry.legal_identifier, value) == "entry.form"


@pytest.mark.parametrize("value", [2, Decimal("2.5"), Decimal("0.01"), 300, Decimal("2.500")])
def test_a_number_within_bounds_is_exact(value: int | Decimal) -> None:
    assert entry.number(value, Decimal("0.01"), Decimal(300)) == value


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (True, "entry.type"),
        ("2", "entry.type"),
        (2.5, "entry.type"),
        (0, "entry.range"),
        (-1, "entry.range"),
        (Decimal("300.01"), "entry.range"),
        (Decimal("2.555"), "entry.range"),
        (Decimal("NaN"), "entry.range"),
        (Decimal("sNaN"), "entry.range"),
        (Decimal("Infinity"), "entry.range"),
        (Decimal("1e999999"), "entry.range"),
        pytest.param(10**5000, "entry.range", id="endless"),
    ],
)
def test_a_number_out_of_bounds_is_refused(value: object, code: str) -> None:
    assert code_of(entry.number, value, Decimal("0.01"), Decimal(300)) == code


def test_a_whole_number_has_no_fraction() -> None:
    assert entry.whole(12, 1, 100) == 12
    assert code_of(entry.whole, Decimal("1.5"), 1, 100) == "entry.range"


@pytest.mark.parametrize(
    ("text", "comma", "number"),
    [("84", False, "84"), ("79.50", False, "79.5"), ("79,5", True, "79.5"), ("-3", False, "-3"), ("-0", True, "0")],
)
def test_a_written_number_is_read(text: str, comma: bool, number: str) -> None:
    assert str(entry.written_number(text, comma).normalize()) == number


@pytest.mark.parametrize("text", ["", "79,5", "1e5", "NaN", "٣", "1 000", "84%", "1.2.3", "9" * 13, "0." + "1" * 9])
def test_anything_else_is_no_written_number(text: str) -> None:
    assert code_of(entry.written_number, text, False) == "entry.number"


@pytest.mark.parametrize("value", ["2026-02-20", date(2026, 2, 20)])
def test_a_day_is_read_from_text_or_taken_from_toml(value: object) -> None:
    assert entry.day(value) == date(2026, 2, 20)


@pytest.mark.parametrize(
    "value",
    [
        "2026-02-30",
        "2026-13-01",
        "20.02.2026",
        "20260220",
        "2026-W08-5",
        "٢٠٢٦-٠٢-٢٠",
        "1899-12-31",
        "2200-01-01",
        datetime(2026, 2, 20),  # noqa: DTZ001 - as TOML gives it
        20260220,
    ],
)
def test_what_is_no_day_of_our_time_is_refused(value: object) -> None:
    assert code_of(entry.day, value) == "entry.day"


def test_yes_or_no_is_true_or_false_and_nothing_else() -> None:
    assert entry.yes_or_no(True) is True
    assert entry.yes_or_no(False) is False
    assert code_of(entry.yes_or_no, "yes") == "entry.type"


@pytest.mark.parametrize("value", [6, "6", "Level 6", "http://data.europa.eu/snb/eqf/6"])
def test_a_number_stands_for_the_code_of_a_concept(value: object) -> None:
    assert entry.concept_of(vocabulary.EQF_LEVELS)(value).code == "6"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (9, "vocabulary.unknown"),
        (True, "entry.type"),
        (-6, "entry.type"),
        pytest.param(10**5000, "entry.type", id="endless"),
    ],
)
def test_a_number_that_is_no_code_is_refused(value: object, code: str) -> None:
    assert code_of(entry.concept_of(vocabulary.EQF_LEVELS), value) == code
