"""Sentences are kept with their template and values."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path

import pytest
from sqlalchemy import Column, MetaData, Table, create_engine, insert, select

from plugin.domain.said import Said, say, say_many, together
from plugin.store.said_json import SaidText, dumps, loads


class Colour(Enum):
    RED = say("Red")


@pytest.mark.parametrize(
    "said",
    [
        say("The rule."),
        say("It is {value}.", value=Decimal("79.50")),
        say("On {day}.", day=date(2026, 2, 20)),
        say("On {day}.", day=datetime(2026, 2, 20, 8, tzinfo=UTC)),
        say("{names}", names=("a", say("“{name}”", name="b"))),
        say("{colour}", colour=Colour.RED),
        say_many("{count} day", "{count} days", count=2),
        together([say("One."), "Two."]),
        say("{path}", path=Path("/x")),
        say("{none} {yes} {half}", none=None, yes=True, half=0.5),
        say("ünï “{name}”", name="<b>"),
    ],
)
def test_a_sentence_comes_back_with_its_template_and_values_in_their_kinds(said: Said) -> None:
    again = loads(dumps({"sentence": said}))["sentence"]
    assert (again, again.template, again.many) == (said, said.template, said.many)
    assert [name for name, _ in again.values] == [name for name, _ in said.values]
    assert loads(dumps(again)).values == again.values


def test_numbers_and_days_stay_numbers_and_days() -> None:
    again = loads(dumps(say("{n} {d}", n=Decimal("1.50"), d=date(2026, 2, 20))))
    assert dict(again.values) == {"n": Decimal("1.5"), "d": date(2026, 2, 20)}


def test_what_was_kept_before_is_plain_text() -> None:
    kept = loads(json.dumps({"sentence": "Still to do: Quiz.", "parts": [{"day": "x", "number": "y"}]}))
    assert kept == {"sentence": "Still to do: Quiz.", "parts": [{"day": "x", "number": "y"}]}
    assert type(kept["sentence"]) is str


def test_a_column_holds_sentences_and_any_other_text() -> None:
    table = Table("t", MetaData(), Column("text", SaidText))
    engine = create_engine("sqlite://")
    table.metadata.create_all(engine)
    texts = [say("It is {n}.", n=3), "plain", "", '{"@said": "looks like one {n}", "values": {"n": 1}', None]
    with engine.begin() as connection:
        connection.execute(insert(table), [{"text": text} for text in texts])
        found = list(connection.scalars(select(table.c.text)))
    assert found == texts
    assert [isinstance(text, Said) for text in found] == [True, False, False, True, False]
    assert found[0].template == "It is {n}."
    engine.dispose()
