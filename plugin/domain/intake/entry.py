"""What people write into a file or a form, one entry at a time: checked, or refused in plain words.

Every function takes whatever was found there and raises InputError; no sentence repeats an entry that may be personal.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import NoReturn
from urllib.parse import urlsplit

from plugin.domain.errors import InputError
from plugin.domain.text import has_hidden_signs, say, without_joiners
from plugin.domain.vocabulary import Concept, ConceptList

LINE_MAX = 200  # characters of a title, a name, a number of a register
PARAGRAPHS_MAX = 4000  # characters of a description
ADDRESS_MAX = 500  # characters of a web address
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 1, 1)
_NUMBER = re.compile(r"[+-]?[0-9]{1,12}([.,][0-9]{1,8})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SHORT_ID = re.compile(r"[a-z][a-z0-9-]{1,39}")
_EMAIL = re.compile(r"[A-Za-z0-9.!$&'*+/=_~-]{1,64}@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}")
_WEB = re.compile(r"https?://[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+")
_LEGAL = re.compile(r"((VAT|NTR|PSD|LEI)[A-Z]{2}|[A-Z]{2}:[A-Z]{2})-[A-Za-z0-9./+_-]{1,56}")


def line(value: object, most: int = LINE_MAX) -> str:
    """Text on one line, its spaces made single."""
    return _checked_text(" ".join(_string(value).split()), most)


def paragraphs(value: object, most: int = PARAGRAPHS_MAX) -> str:
    """Text on one or several lines, blank ones at both ends dropped."""
    lines = (" ".join(part.split()) for part in _string(value).splitlines())
    return _checked_text("\n".join(lines).strip(), most)


def short_id(value: object) -> str:
    """An id of which addresses are made: 2 to 40 lower-case letters, digits and hyphens, a letter first."""
    return of_form(_SHORT_ID, say("This is not an id."), say("Use 2 to 40 of a-z, 0-9 and -, a letter first."))(value)


def email(value: object) -> str:
    """One e-mail address, as RFC 5321 has it, without the letters that would need a code in a link."""
    return of_form(_EMAIL, say("This is not an e-mail address."), say("Write one like registry@example.org."))(value)


def web_address(value: object) -> str:
    """An absolute address of the web, http or https, already percent-encoded (RFC 3986)."""
    hint = "Write one like https://example.org/courses, with %20 for a space."
    address = of_form(_WEB, say("This is not a web address."), hint, ADDRESS_MAX)(value)
    try:
        parts = urlsplit(address)
        usable = bool(parts.hostname) and parts.port != 0 and "@" not in parts.netloc
    except ValueError:
        usable = False
    return address if usable else _refuse("entry.form", say("This is not a web address."), hint)


def legal_identifier(value: object) -> str:
    """The number in the form of ETSI EN 319 412-1, section 5.1.4, such as VATIE-1234567A; the seal bears the same."""
    hint = "Write VAT or NTR, the country, a hyphen and the number, such as VATIE-1234567A."
    return of_form(_LEGAL, say("This is not a legal identifier."), hint)(value)


def number(value: object, least: Decimal, most: Decimal, places: int = 2) -> Decimal:
    """A number from `least` to `most` with at most that many decimal places."""
    if not isinstance(value, int | Decimal) or isinstance(value, bool):
        _refuse("entry.type", say("This is not a number."), say("Write a number without quotation marks."))
    finite = isinstance(value, int) or value.is_finite()
    if not (finite and least <= value <= most):
        _refuse(
            "entry.range",
            say("This number does not lie between {least} and {most}.", least=least, most=most),
            say("Check it for a typing mistake."),
        )
    if value != round(Decimal(value), places):
        _refuse(
            "entry.range", say("This number has more than {places} decimal places.", places=places), say("Write fewer.")
        )
    return Decimal(value)


def whole(value: object, least: int, most: int) -> int:
    """A whole number from `least` to `most`."""
    return int(number(value, Decimal(least), Decimal(most), 0))


def written_number(text: str, decimal_comma: bool) -> Decimal:
    """The number that somebody wrote out in digits, with a point or, where that is usual, a comma."""
    if not _NUMBER.fullmatch(text) or ("," in text and not decimal_comma):
        _refuse("entry.number", say("This is not a number."), say("Write digits only, such as 84 or 79.5."))
    return Decimal(text.replace(",", ".")) or Decimal(0)  # never minus zero


def day(value: object) -> date:
    """A day between 1900 and 2200, as a TOML date or as year-month-day."""
    hint = "Write a day of the calendar as year-month-day, such as 2026-02-20."
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            _refuse("entry.day", say("This day does not exist."), hint)
    if not isinstance(value, date) or isinstance(value, datetime):
        _refuse("entry.day", say("This is not a day."), hint)
    return (
        value if EARLIEST <= value < LATEST else _refuse("entry.day", say("This day is too long ago or too far."), hint)
    )


def yes_or_no(value: object) -> bool:
    """True or false."""
    return (
        value
        if isinstance(value, bool)
        else _refuse("entry.type", say("This is neither true nor false."), say("Write one."))
    )


def concept_of(concepts: ConceptList) -> Callable[[object], Concept]:
    """A reader of words of that official list; a number stands for the code, such as 6 for EQF level 6."""

    def read(value: object) -> Concept:
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10_000:
            value = str(value)
        return concepts.find(line(value))

    return read


def of_form(form: re.Pattern[str], sentence: str, hint: str, most: int = LINE_MAX) -> Callable[[object], str]:
    """A reader of one line that has that form as a whole; otherwise it says so with sentence and hint."""

    def read(value: object) -> str:
        text = line(value, most)
        return text if form.fullmatch(text) else _refuse("entry.form", sentence, hint)

    return read


def _string(value: object) -> str:
    if not isinstance(value, str):
        _refuse("entry.type", say("This is not text."), say("Write text in quotation marks."))
    return value


def _checked_text(text: str, most: int) -> str:
    if not without_joiners(text).strip():
        _refuse("entry.empty", say("This is empty."), say("Write something, or leave the entry out."))
    if len(text) > most:
        _refuse("entry.long", say("This is longer than {most} characters.", most=most), say("Shorten it."))
    if has_hidden_signs(text.replace("\n", " ")):
        _refuse(
            "entry.hidden",
            say("This holds characters that cannot be seen."),
            say("Type it anew instead of pasting it."),
        )
    return text


def _refuse(code: str, sentence: str, hint: str) -> NoReturn:
    raise InputError(code, sentence, hint)
