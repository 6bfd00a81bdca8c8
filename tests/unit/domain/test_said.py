"""Sentences that remember how they were made."""

import copy
import json
import pickle
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum

import pytest

from plugin.domain.errors import InputError
from plugin.domain.said import Said, as_said, as_written, say, say_many, together


class Colour(Enum):
    RED = say("Red")


def test_a_said_sentence_is_its_english_text_and_remembers_template_and_values() -> None:
    said = say("The file is {size} MB.", size=3)
    assert said == "The file is 3 MB."
    assert (said.template, said.values) == ("The file is {size} MB.", (("size", 3),))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (date(2026, 2, 20), "20 February 2026"),
        (datetime(2026, 2, 20, 8, tzinfo=UTC), "20 February 2026"),
        (Decimal("79.50"), "79.5"),
        (1234, "1234"),
        (("a", Decimal(1)), "a, 1"),
        (Colour.RED, "Red"),
        (say("of {name}", name="Ada"), "of Ada"),
        (None, "None"),
    ],
)
def test_values_read_as_english_words(value: object, words: str) -> None:
    assert say("It is {value}.", value=value) == f"It is {words}."


def test_one_and_many_have_a_sentence_each() -> None:
    said = [say_many("{count} day of {name}", "{count} days of {name}", count=count, name="Ada") for count in (0, 1, 2)]
    assert said == ["0 days of Ada", "1 day of Ada", "2 days of Ada"]
    assert said[1].many == "{count} days of {name}"


def test_a_place_without_a_value_stays_and_no_value_is_filled_twice() -> None:
    assert say("{a} {b} {a.__class__} {}", a="{b}") == "{b} {b} {a.__class__} {}"


def test_sentences_stand_one_after_the_other() -> None:
    first, second = say("One."), say("Two.")
    assert together([first, "", second]) == "One. Two."
    assert [value for _, value in together([first, second], "; ").values] == [first, second]
    assert together([first]) is first
    assert together([]) == ""


def test_it_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        say("One.").template = "Two."


@pytest.mark.parametrize("said", [say("{n} apples", n=3), say_many("{count} day", "{count} days", count=2)])
def test_copies_are_the_same_and_json_is_the_english_text(said: Said) -> None:
    for again in (copy.copy(said), copy.deepcopy(said), pickle.loads(pickle.dumps(said))):  # noqa: S301 - our own
        assert (again, again.template, again.values, again.many) == (said, said.template, said.values, said.many)
    assert json.loads(json.dumps(said)) == str(said)


def test_it_is_found_by_its_text() -> None:
    assert {say("Red"): 1}["Red"] == 1
    assert Colour("Red") is Colour.RED


def test_what_is_said_already_stays() -> None:
    said = say("One.")
    assert as_said(said) is said
    assert (as_said("{a}"), as_said("{a}").values) == ("{a}", ())


def test_documents_hold_plain_texts() -> None:
    written = as_written({say("a"): [say("It is {n}.", n=1), 2, None, {"b": ("c", say("d"))}]})
    assert written == {"a": ["It is 1.", 2, None, {"b": ["c", "d"]}]}
    assert [type(text) for text in (*written, written["a"][0], written["a"][3]["b"][1])] == [str, str, str]


def test_an_error_says_its_sentence_and_hint() -> None:
    error = InputError("a.b", "Too large.", say("At most {size} MB.", size=3))
    assert (error.sentence.template, error.hint.template) == ("Too large.", "At most {size} MB.")
