"""What was said in English, in the reader's language."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum

import pytest
from flask import Flask

from plugin.domain.said import say, say_many, together
from plugin.web.languages import day, number, read_by, tell


class Colour(Enum):
    RED = say("Red")


def told(text: str, locale: str, app: Flask) -> str:
    with app.test_request_context():
        read_by(locale)
        return tell(text)


@pytest.mark.parametrize(
    ("value", "german"),
    [
        (date(2026, 2, 20), "20. Februar 2026"),
        (datetime(2026, 2, 20, 8, tzinfo=UTC), "20. Februar 2026"),
        (Decimal("79.50"), "79,5"),
        (Decimal("0.12345678901234567890"), "0,1234567890123456789"),
        (1234567, "1.234.567"),
        ("1234567", "1234567"),
        (Colour.RED, "Rot"),
        ((say("Red"), 1.5, "x"), "Rot, 1,5, x"),
        (say("Say “{word}”.", word=say("Red")), "Sag „Rot“."),
        (True, "True"),
    ],
)
def test_values_read_as_the_language_writes_them(value: object, german: str, app: Flask) -> None:
    said = say("It is {value}.", value=value)
    assert told(said, "de", app) == f"Es ist {german}."
    assert told(said, "en", app) == str(said)


def test_the_country_writes_days_in_its_way(app: Flask) -> None:
    said = say("It is {value}.", value=date(2026, 1, 20))
    assert told(said, "de_AT", app) == "Es ist 20. Jänner 2026."
    assert told(said, "en_US", app) == "It is January 20, 2026."


def test_counts_have_the_forms_of_the_language(app: Flask) -> None:
    said = [told(say_many("{count} day", "{count} days", count), "de", app) for count in (1, 2)]
    assert said == ["1 Tag", "2 Tage"]


def test_what_is_somebodys_own_stays_as_it_is(app: Flask) -> None:
    assert told("Red", "de", app) == "Red"
    assert told(say("It is {value}.", value="Red"), "de", app) == "Es ist Red."


def test_sentences_one_after_the_other_are_each_told(app: Flask) -> None:
    assert told(together([say("Red"), "", say("It is {value}.", value=1)], "; "), "de", app) == "Rot; Es ist 1."


@pytest.mark.parametrize("text", ["Not sure", "Not done", "Never heard of"])
def test_what_no_translator_has_settled_is_told_in_english(text: str, app: Flask) -> None:
    assert told(say(text), "de", app) == text


def test_an_empty_text_is_empty(app: Flask) -> None:
    assert told(say(""), "de", app) == ""


def test_a_language_without_catalogue_is_told_in_english(app: Flask) -> None:
    assert told(say("Red"), "pl", app) == "Red"


def test_outside_of_a_request_days_and_numbers_are_english() -> None:
    assert (day(date(2026, 2, 20)), number(Decimal("79.50")), number(1234)) == ("20 February 2026", "79.5", "1234")
