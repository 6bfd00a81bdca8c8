"""What was said in English, in the reader's language, with days and numbers as they are written there."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import Enum

from babel.dates import format_date
from babel.numbers import format_decimal

from plugin.domain.said import Said, day_words, filled, in_english, plain
from plugin.web.languages.catalogues import texts
from plugin.web.languages.choice import reader


def tell(text: str) -> str:
    """The sentence in the reader's language; a text that is no `Said` is somebody's own words and stays."""
    return _translated(text) if isinstance(text, Said) else text


def worded(value: object) -> str:
    """How a value reads within a sentence."""
    match value:
        case Said():
            return _translated(value)
        case bool():
            return str(value)
        case int() | float() | Decimal():
            return number(value)
        case date():
            return day(value)
        case Enum():
            return worded(value.value)
        case tuple() | list():
            return ", ".join(map(worded, value))
        case _:
            return in_english(value)


def day(moment: date) -> str:
    """A day as the reader writes it: 20 February 2026, 20. Februar 2026."""
    locale = reader().locale
    return day_words(moment) if str(locale) == "en_GB" else format_date(moment, "long", locale)


def number(value: Decimal | float) -> str:
    """A number as the reader writes it, none of its digits lost: 79.5, 79,5."""
    if reader().language == "en":
        return plain(value) if isinstance(value, Decimal) else str(value)
    return format_decimal(value, locale=reader().locale, decimal_quantization=False)


def language_name(code: str) -> str:
    """How a language (ISO 639-1) is called in the reader's language; the code itself where nobody knows."""
    return str(reader().locale.languages.get(code, code))


def _translated(said: Said) -> str:
    values, found = dict(said.values), texts(reader().language)
    count = values.get("count")
    if said.many and isinstance(count, int):
        return filled(found.ngettext(said.template, said.many, count), values, worded)
    return filled(found.gettext(said.template), values, worded) if said.template else ""
