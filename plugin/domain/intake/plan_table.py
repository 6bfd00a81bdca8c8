"""One table of a plan file: asking for a key reads it, and whatever is wrong is noted with its place.

So one reading finds every fault of a file. A key that nobody asked for is a fault too, most often a misspelt one.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeVar

from plugin.domain.errors import InputError
from plugin.domain.intake.entry import LINE_MAX, line, paragraphs
from plugin.domain.intake.plan_problem import Problem
from plugin.domain.text import LocalText, say

UNKNOWN_KEYS_MAX = 10  # so many are named one by one
T = TypeVar("T")


class Table:
    """Keys and values under one place. Give each to a reader by `part` and `parts`; they see to unknown keys."""

    def __init__(
        self, values: Mapping[str, object], place: str, languages: tuple[str, ...], problems: list[Problem]
    ) -> None:
        self.languages = languages
        self._values = values
        self._place = place
        self._problems = problems
        self._asked: dict[str, None] = {}
        self._bare = False  # stands for a bare value, whose place is that of the table

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def note(self, key: str, sentence: str, hint: str = "") -> None:
        """Note a fault of that key."""
        self._problems.append(Problem(self._place_of(key), sentence, hint))

    def require(self, key: str, sentence: str = say("This is missing."), hint: str = "") -> None:
        """Note that the key is missing when it is."""
        self._asked[key] = None
        if key not in self._values:
            self.note(key, sentence, hint)

    def value(self, key: str, read: Callable[[object], T]) -> T | None:
        """What `read` makes of the value; None when it is absent, or refused and noted."""
        self._asked[key] = None
        if key not in self._values:
            return None
        return self._read(key, self._values[key], read)

    def values(self, key: str, read: Callable[[object], T], most: int) -> tuple[T, ...]:
        """A list of at most `most` values; a single one may stand without brackets. Refused ones are left out."""
        made = [self._read(place, item, read) for place, item in self._items(key, most)]
        return tuple(item for item in made if item is not None)

    def text(self, key: str, most: int = LINE_MAX) -> LocalText | None:
        """Text in the primary language, or a table of texts by language; on one line up to 200 characters."""

        def read(texts: Table) -> LocalText | None:
            if not any(language in texts for language in self.languages):
                hint = say("The languages of this plan are: {names}.", names=tuple(self.languages))
                raise InputError("plan.text", "This holds no text in a language of the plan.", hint)
            return texts.texts(most)

        return self.part(key, read, main=self.languages[0])

    def texts(self, most: int = LINE_MAX) -> LocalText | None:
        """The texts of this very table, whose keys are languages; None when there is none."""

        def read(value: object) -> str:
            return line(value, most) if most <= LINE_MAX else paragraphs(value, most)

        made = {code: text for code in self.languages if (text := self.value(code, read)) is not None}
        return LocalText.from_mapping(made) if made else None

    def part(self, key: str, read: Callable[[Table], T | None], main: str = "") -> T | None:
        """A table inside this one. Where `main` names a key, a bare value stands for a table with that key alone."""
        return self.value(key, partial(self._part, key, read=read, main=main))

    def parts(self, key: str, read: Callable[[Table], T | None], most: int, main: str = "") -> tuple[T, ...]:
        """A list of at most `most` tables, each as in `part`."""
        made = [
            self._read(place, item, partial(self._part, place, read=read, main=main))
            for place, item in self._items(key, most)
        ]
        return tuple(item for item in made if item is not None)

    def close(self) -> None:
        """Note the keys that no reader asked for."""
        unknown = [key for key in self._values if key not in self._asked]
        for key in unknown[:UNKNOWN_KEYS_MAX]:
            near = difflib.get_close_matches(key[:LINE_MAX], self._asked, n=1)
            known = tuple(say("“{name}”", name=name) for name in self._asked)
            self.note(
                key,
                say("This key is not known here."),
                say("Did you mean “{near}”?", near=near[0]) if near else say("Known: {known}.", known=known),
            )
        if len(unknown) > UNKNOWN_KEYS_MAX:
            self._problems.append(
                Problem(self._place or say("the file"), say("{count} keys are not known here.", count=len(unknown)))
            )

    def _items(self, key: str, most: int) -> list[tuple[str, object]]:
        found = self.value(key, lambda value: value)
        if not isinstance(found, list):
            return [] if found is None else [(key, found)]
        if len(found) > most:
            self.note(
                key,
                say("There are {count} of these, more than {most}.", count=len(found), most=most),
                say("Leave some out."),
            )
        return [(f"{key}[{place}]", item) for place, item in enumerate(found[:most], start=1)]

    def _part(self, key: str, value: object, read: Callable[[Table], T | None], main: str) -> T | None:
        bare = not isinstance(value, dict)
        if bare and not main:
            raise InputError("plan.table", "This is not a table.", "Write its keys in braces or under its own heading.")
        values = value if isinstance(value, dict) else {main: value}
        part = Table(values, self._place_of(key), self.languages, self._problems)
        part._bare = bare
        made = read(part)
        part.close()
        return made

    def _read(self, key: str, value: object, read: Callable[[object], T]) -> T | None:
        try:
            return read(value)
        except InputError as refused:
            self.note(key, refused.sentence, refused.hint)
        return None

    def _place_of(self, key: str) -> str:
        if self._bare:
            return self._place
        return f"{self._place}.{_shown(key)}" if self._place else _shown(key)


def _shown(key: str) -> str:
    """A key as it may be printed: short, and with nothing that could steer a terminal."""
    text = key if len(key) <= 60 else key[:60] + "…"
    return "".join(sign if sign.isprintable() else "?" for sign in text) or '""'
