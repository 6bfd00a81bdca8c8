"""A made-up language that shows what of a page is translated: ⟦texts⟧ of the catalogue, and ⟪somebody's own words⟫.

What stands in neither is a text that nobody can translate.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from gettext import NullTranslations
from html.parser import HTMLParser
from typing import Any

import pytest
from babel import Locale
from flask import Flask, g, template_rendered
from jinja2 import Template
from markupsafe import Markup

from plugin.domain import vocabulary
from plugin.domain.said import Said, in_english
from plugin.domain.statement import STANDS_ALONE
from plugin.domain.text import LocalText
from plugin.web.languages import catalogues, templates, wording
from plugin.web.languages.choice import Reader
from plugin.web.languages.collect import HOUSE, collected, sources

PSEUDO = Reader("xx", Locale("de"))
NAMES = {"Twinseal", "PNG", "SVG", "UTC"}
OTHERS = {  # names of formats, and what credentials and official lists say in English, whoever reads
    *(concept.label for concept in (*vocabulary.SUPERVISION, *vocabulary.QUALITY_ASSURANCE, *vocabulary.PARTICIPATION)),
    "Open Badge 3.0",
    "Sample Learner",
    "Europass learning opportunity (RDF)",
    "schema.org (JSON-LD)",
    str(STANDS_ALONE),
}
_ATTRIBUTES = ("aria-label", "placeholder", "title", "alt", "data-label", "data-copy", "data-copied", "data-by-hand")
_UNSEEN = ("script", "style", "svg")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_OWN = re.compile(r"⟪([^⟪⟫]*)⟫")


class Pseudo(NullTranslations):
    """Puts every text of the catalogue into brackets."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧" if message in _known() else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@cache
def _known() -> frozenset[str]:
    ids = (message.id for message in collected() if message.id)
    return frozenset(text for id_ in ids for text in ((id_,) if isinstance(id_, str) else id_))


@cache
def _own_literals() -> frozenset[str]:
    """Texts of several words in our sources: where one of them is shown as somebody's own words, it is not marked."""
    trees = (ast.parse((HOUSE / file).read_text("utf-8")) for file in sources("*.py"))
    constants = (node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return frozenset(text for text in constants if isinstance(text, str) and len(text.split()) > 1)


def unsaid(page: str) -> list[str]:
    """What of a page in the made-up language stands in no catalogue, and what of our own is shown as others' words."""
    reading = _Visible()
    reading.feed(page)
    bare = [text for text in _outside(reading.pieces) if _LETTERS.search(text)]
    ours = [own for own in _OWN.findall(" ".join(reading.pieces)) if own.strip() in _own_literals() - OTHERS]
    return [text for text in bare if text.strip(" .,:;·()") not in NAMES] + ours


@contextmanager
def watching(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, list[str]]]]:
    """While it lasts, each page that the application makes is made once more in that language, and judged."""
    found: list[tuple[str, list[str]]] = []

    def texts(language: str) -> NullTranslations:
        return Pseudo() if language == PSEUDO.language else catalogues.texts(language)

    def again(_sender: object, template: Template, context: dict[str, Any], **_more: object) -> None:
        reader, g.reader = g.get("reader"), PSEUDO
        said, app.jinja_env.finalize = app.jinja_env.finalize, _marked
        try:
            found.append((template.name or "", unsaid(template.render(context))))
        finally:
            app.jinja_env.finalize, g.reader = said, reader

    monkeypatch.setattr(wording, "texts", texts)
    monkeypatch.setattr(templates, "texts", texts)
    monkeypatch.setattr(wording, "in_english", _own_value)
    with template_rendered.connected_to(again, app):
        yield found


def _marked(value: object) -> object:
    """What a template writes out."""
    if isinstance(value, Said):
        return wording.tell(value)
    own = isinstance(value, LocalText) or (isinstance(value, str) and not isinstance(value, Markup))
    return f"⟪{value}⟫" if own and value else value


def _own_value(value: object) -> str:
    """A value in a sentence that is neither said by us, nor a number or a day."""
    return f"⟪{in_english(value)}⟫" if wording.reader() is PSEUDO else in_english(value)


def _outside(pieces: list[str]) -> list[str]:
    """What of the pieces stands outside of all brackets, which may begin in one piece and end in another."""
    found, depth = [], 0
    for piece in pieces:
        out = ""
        for sign in piece:
            depth += (sign in "⟦⟪") - (sign in "⟧⟫")
            out += sign if not depth and sign not in "⟧⟫" else ""
        found.append(out)
    return found


class _Visible(HTMLParser):
    """The texts of a page that people see or hear, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        if not self._unseen:
            self.pieces += [value for name, value in attrs if name in _ATTRIBUTES and value]

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(data)
