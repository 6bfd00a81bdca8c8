"""Sentences that remember how they were made, so that they can be said again in another language.

The domain speaks English. Pages say a `Said` in the reader's language (plugin/web/languages); everybody else reads it
as the plain English text that it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

_PLACE = re.compile(r"\{(\w+)\}")
Values = tuple[tuple[str, object], ...]


class Said(str):
    """An English text with its template and the values in it; in every other respect a `str`.

    many: the template for any count but one, where the sentence counts something; the count is the value `count`.
    """

    __slots__ = ("many", "template", "values")
    template: str
    values: Values
    many: str

    def __new__(cls, template: str, values: Values = (), many: str = "") -> Said:
        """The text in English."""
        given = dict(values)
        text = super().__new__(cls, filled(many if many and given["count"] != 1 else template, given, in_english))
        for name, value in (("template", template), ("values", values), ("many", many)):
            object.__setattr__(text, name, value)
        return text

    def with_values(self, **values: object) -> Said:
        """The same sentence with these values in its places."""
        return Said(self.template, tuple(values.items()), self.many)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{name} of a Said cannot be changed")

    def __getnewargs__(self) -> tuple[str, Values, str]:  # type: ignore[override]  # what pickle and copy begin with
        return self.template, self.values, self.many

    def __getstate__(self) -> None:
        """Nothing beyond that."""


def say(template: str, /, **values: object) -> Said:
    """The sentence with the values in its {places}; a value may itself be a Said, a day, a number, an enum or a tuple.

    The template must stand here as it is, in quotes: that is where translators' catalogues are collected from.
    """
    return Said(template, tuple(values.items()))


def say_many(one: str, many: str, /, count: int, **values: object) -> Said:
    """The sentence for that count: `one` for exactly one. Languages with more forms have them in their catalogue."""
    return Said(one, (("count", count), *values.items()), many)


def together(parts: Iterable[str], between: str = " ") -> Said:
    """Whole sentences, or the entries of a list, one after the other; empty ones are left out."""
    told = [part for part in parts if part]
    if len(told) == 1:
        return as_said(told[0])
    places = {f"part{number}": part for number, part in enumerate(told)}
    return Said(between.join(f"{{{name}}}" for name in places), tuple(places.items()))


def as_said(text: str) -> Said:
    """The text as one without values, if it is not a Said already."""
    return text if isinstance(text, Said) else Said(text)


def as_written(data: Any) -> Any:
    """JSON data with every Said in it as the plain text that it is, for documents, which know no readers."""
    match data:
        case Said():
            return str(data)
        case Mapping():
            return {as_written(name): as_written(value) for name, value in data.items()}
        case list() | tuple():
            return [as_written(value) for value in data]
        case _:
            return data


def filled(template: str, values: Mapping[str, object], worded: Callable[[object], str]) -> str:
    """The template with the values in words. A place without a value stays as it is written: no template can reach
    beyond the values."""
    return _PLACE.sub(lambda place: worded(values[place[1]]) if place[1] in values else place[0], template)


def in_english(value: object) -> str:
    """How a value reads in an English sentence."""
    match value:
        case date():
            return day_words(value)
        case Decimal():
            return plain(value)
        case Enum():
            return str(value.value)
        case tuple() | list():
            return ", ".join(map(in_english, value))
        case _:
            return str(value)


def day_words(day: date) -> str:
    """A day as people write it: 20 February 2026."""
    return f"{day.day} {day:%B %Y}"


def plain(number: Decimal) -> str:
    """A decimal without exponent and without trailing zeros: 84, 79.5."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
