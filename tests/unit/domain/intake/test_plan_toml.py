"""TOML from outside."""

from decimal import Decimal

import pytest

from plugin.domain.intake.plan_problem import PlanFileError, Problem
from plugin.domain.intake.plan_toml import BYTES_MAX, DOTS_MAX, load_toml


def problem_of(raw: bytes) -> Problem:
    with pytest.raises(PlanFileError) as refused:
        load_toml(raw)
    (problem,) = refused.value.problems
    return problem


def test_toml_is_read_with_exact_fractions_and_with_a_byte_order_mark() -> None:
    assert load_toml(b"\xef\xbb\xbfects = 2.50\r\nname = 'Zed'\r\n") == {"ects": Decimal("2.50"), "name": "Zed"}


@pytest.mark.parametrize(
    ("raw", "place", "words"),
    [
        (b"a = 1\nb = 2026-02-30\n", "line 2", "This day does not exist."),
        (b"a = 1\n[b]\n[b]\n", "line 3", "This is not TOML: Cannot declare"),
        (b'a = "open', "the end of the file", "This is not TOML: Unterminated string."),
        (b"a = 1\nb = '\xfc'", "line 2", "This is not text in UTF-8."),
        (b"a = " + b"9" * 5000, "the file", "It holds a number without end."),
        (b"a = 1.0e9999999999999999999", "the file", "It holds a number without end."),
        (b"a = " + b"[" * 5000, "the file", "It is nested too deeply."),
        (b" " * (BYTES_MAX + 1), "the file", "It is larger than 200 kB."),
        (b"\n" + b".".join([b"a"] * (DOTS_MAX + 2)) + b" = 1", "line 2", "There are more than 200 dots in it."),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(raw: bytes, place: str, words: str) -> None:
    problem = problem_of(raw)
    assert problem.place == place
    assert problem.sentence.startswith(words)
    assert problem.hint


def test_a_message_without_a_place_is_told_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise load_toml.__globals__["tomllib"].TOMLDecodeError("Something new")

    monkeypatch.setattr("plugin.domain.intake.plan_toml.tomllib.loads", fail)
    assert problem_of(b"a = 1") == Problem(
        "the file", "This is not TOML: Something new.", "Compare it with the example plan."
    )
