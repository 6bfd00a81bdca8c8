"""Whose language a page speaks: the LMS's locale where somebody came from an LMS, else the browser's list.

Both come from outside and are hostile until read: BCP 47 tags, or what LMSes make of them (`de_DE`, `en_us`, `fr_wp`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from flask import g, has_request_context, request
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

LANGUAGES = ("en", "de", "fr", "es", "nl", "pl")
TAG_MAX = 35  # as RFC 5646, section 4.4.1, asks to allow for at least
LIST_MAX = 500
_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|[0-9]{3}))?(?:[-_.@].*)?")
_AT_HOME = {"en": "GB"}  # where a tag names no country: days as the rest of Europe writes them


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: `language` is one of LANGUAGES; `locale` says how days and numbers are written there."""

    language: str
    locale: Locale
    by_browser: bool = False


ENGLISH = Reader("en", Locale("en", _AT_HOME["en"]))


def reader() -> Reader:
    """Who reads the answer that is being made; by the browser's list while nobody said it better."""
    if not has_request_context():
        return ENGLISH
    if "reader" not in g:
        g.reader = _of_browser(request.headers.get("Accept-Language", ""))
    found: Reader = g.reader
    return found


def read_by(locale: str | None) -> None:
    """From here on, the answer is for somebody with that locale of an LMS; one that we do not speak changes nothing."""
    found = _spoken([locale or ""])
    if found:
        g.reader = found


def _of_browser(accepted: str) -> Reader:
    listed = parse_accept_header(accepted[:LIST_MAX], LanguageAccept)
    tags = [tag for tag, quality in listed if quality]
    chosen = _spoken(tags) or ENGLISH
    return Reader(chosen.language, chosen.locale, by_browser=True)


def _spoken(tags: Iterable[str]) -> Reader | None:
    """The reader by the first tag whose language we speak."""
    return next((found for tag in tags if len(tag) <= TAG_MAX and (found := _of_tag(tag))), None)


@lru_cache(maxsize=200)
def _of_tag(tag: str) -> Reader | None:
    parts = _TAG.fullmatch(tag)
    language = parts[1].lower() if parts else ""
    if parts is None or language not in LANGUAGES:
        return None
    return Reader(language, _locale(language, (parts[3] or "").upper()))


def _locale(language: str, territory: str) -> Locale:
    try:
        return Locale(language, territory or _AT_HOME.get(language))
    except UnknownLocaleError:
        return Locale(language, _AT_HOME.get(language))
