"""What of Python sources is collected for translators."""

from __future__ import annotations

import pytest

from plugin.web.languages.python_texts import texts, unmarked


def collected(source: str) -> list[str | tuple[str, ...]]:
    return [text.message for text in texts(source)]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("say('It is {n}.', n=1)", ["It is {n}."]),
        ("text.say('It ' 'is.')", ["It is."]),
        ("say_many('{count} day', '{count} days', 2)", [("{count} day", "{count} days")]),
        ("raise InputError('a.b', 'Too large.', 'Shorten it.')", ["Too large.", "Shorten it."]),
        ("raise InputError('a.b', 'Too large.', hint='Shorten it.')", ["Too large.", "Shorten it."]),
        ("raise InputError('a.b', 'Too large.', '')", ["Too large."]),
        ("raise InputError('a.b', 'One.' if x else 'Other.')", ["One.", "Other."]),
        ("sentence = 'Too large.'\nraise InputError('a.b', sentence)", ["Too large."]),
        ("s, h = 'Too large.', 'Shorten.'\nraise InputError('a.b', s, h)", ["Too large.", "Shorten."]),
        ("class AError(B):\n def f(self):\n  super().__init__('a.b', 'No.', 'Go.')", ["No.", "Go."]),
        ("print('Nothing of this.')\nx = 'Nor this.'\nf()()", []),
    ],
)
def test_what_is_said_and_what_errors_say_is_collected(source: str, found: list[str]) -> None:
    assert sorted(map(str, collected(source))) == sorted(map(str, found))


@pytest.mark.parametrize(
    "source",
    [
        "say(f'It is {n}.')",
        "say('It is ' + n)",
        "say('It is %s' % n)",
        "say(words)",
        "say_many('one', many, 2)",
        "raise InputError('a.b', f'It is {n}.')",
        "raise InputError('a.b', 'Too large.', 'Write ' + n)",
        "sentence = f'It is {n}.'\nraise InputError('a.b', sentence)",
    ],
)
def test_what_is_glued_together_is_named(source: str) -> None:
    assert len(list(unmarked(source))) == 1


def test_whole_sentences_are_not_named() -> None:
    assert not list(unmarked("raise InputError('a.b', say('It is {n}.', n=1), error.hint)\nlog.info(f'{n}')"))
