"""What a page says, as the JSON that the template reads."""

from __future__ import annotations

import html
import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from adapters.rendering.typst.words import Words, words_in
from plugin.domain.badge import BadgeFace
from plugin.domain.elements import Element, MicroCredential
from plugin.domain.statement import statement_of

_IN_THE_HEADING = (Element.LEARNER, Element.TITLE, Element.AWARDING_BODY)
_LATIN_ENDS = "\u0250"  # every font has what comes before


def page_data(micro: MicroCredential, language: str, credential_id: str, fonts: tuple[str, ...], drawn: bool) -> str:
    """The data of the pages in one language; `drawn` is whether the fonts have every character of it."""
    words = words_in(language)
    said = statement_of(replace(micro, languages=(language,))).said
    shown = {element: lines for element, lines in said.items() if element not in _IN_THE_HEADING}
    if Element.DATE_OF_ISSUING in shown:
        shown[Element.DATE_OF_ISSUING] = (_day(micro.date_of_issuing),)
    return json.dumps(
        {
            "language": language,
            "fonts": list(fonts),
            "title": micro.title.in_language(language),
            "awarding_body": micro.awarding_body.legal_name.in_language(language),
            "learner": micro.learner.full_name,
            "id": credential_id,
            "elements": [{"label": words.label(element), "words": list(lines)} for element, lines in shown.items()],
            "test": words.test if micro.is_test else None,
            "undrawn": None if drawn else words.undrawn,
            **_frame(words),
        },
        ensure_ascii=False,
    )


def badge_data(face: BadgeFace, fonts: tuple[str, ...]) -> str:
    """The data of the picture."""
    words = words_in(face.language)
    return json.dumps(
        {
            "language": face.language,
            "fonts": list(fonts),
            "kind": words.kind,
            "title": face.title,
            "awarding_body": face.awarding_body,
            "effort": face.effort,
            "test": "TEST" if face.is_test else None,
        },
        ensure_ascii=False,
    )


def with_alternative(svg: bytes, words: str) -> bytes:
    """The SVG with a title (SVG 2, section 5.7), which screen readers read."""
    start = svg.index(b">", svg.index(b"<svg")) + 1
    opening = svg[: start - 1] + b' role="img">'
    return opening + f"<title>{html.escape(words, quote=False)}</title>".encode() + svg[start:]


def is_latin(data: str) -> bool:
    """Whether the text needs no look at the fonts."""
    return all(character < _LATIN_ENDS or character in "–—‘’“”…" for character in data)


def _frame(words: Words) -> dict[str, Any]:
    names = ("kind", "certifies", "earned", "awarded_by", "id_label", "check_hint")
    return {name: getattr(words, name) for name in names}


def _day(moment: datetime) -> str:
    """A day that reads alike in every language."""
    return moment.date().isoformat()
