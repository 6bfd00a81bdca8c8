"""Pages made by typst from one template: PNG for screens and Europass, PDF for paper. Deterministic."""

from __future__ import annotations

import threading
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from adapters.rendering.typst.data import badge_data, is_latin, page_data, with_alternative
from plugin.domain.badge import BadgeFace, BadgeImage
from plugin.domain.documents import Page
from plugin.domain.elements import MicroCredential

PIXELS_PER_INCH = 110  # A4 becomes 909 by 1286 pixels: readable on a screen, about 100 kB
ACCESSIBLE = "ua-1"  # PDF/UA-1; typst refuses it when a character cannot be drawn, which is how we learn of it
_FONTS = ("Libertinus Serif", "New Computer Modern")  # come with typst; named, so that no system font is ever used
_TEMPLATE = Path(__file__).with_name("certificate.typ")
_BADGE = Path(__file__).with_name("badge.typ")
_BADGE_PIXELS_PER_INCH = 92.16  # 400 points become 512 pixels


class TypstRenderer:
    """Implements the port `Renderer`. `font_folders` add to the fonts that come with typst."""

    def __init__(self, font_folders: tuple[Path, ...] = ()) -> None:
        fonts = typst.Fonts(include_system_fonts=False, font_paths=list(font_folders))
        added = sorted({font.family for font in fonts.fonts() if font.path})
        self._families = (*_FONTS, *added)
        self._compiler = typst.Compiler(_TEMPLATE, font_paths=fonts, ignore_system_fonts=True)
        self._badge_compiler = typst.Compiler(_BADGE, font_paths=fonts, ignore_system_fonts=True)
        self._badges = lru_cache(256)(self._draw)
        self._one_at_a_time = threading.Lock()  # the compiler remembers what it was given last

    def pages(self, micro: MicroCredential, credential_id: str, issued_at: datetime) -> tuple[Page, ...]:
        """The pages in every language of the micro-credential, in its order."""
        return tuple(
            Page(language, number, png)
            for language in micro.languages
            for number, png in enumerate(self._pngs(micro, language, credential_id), 1)
        )

    def pdf(self, micro: MicroCredential, credential_id: str, issued_at: datetime) -> bytes:
        """The pages in the primary language as PDF/UA; a plain PDF that says so where a character cannot be drawn."""
        language = micro.languages[0]
        data = page_data(micro, language, credential_id, self._families, drawn=True)
        made = self._accessible(data, issued_at)
        if made is None:
            data = page_data(micro, language, credential_id, self._families, drawn=False)
            made = self._compile(data, format="pdf", timestamp=int(issued_at.timestamp()))[0]
        return made

    def badge(self, face: BadgeFace) -> BadgeImage:
        """The picture of a micro-credential; made once for all who earn it."""
        return self._badges(face)

    def _draw(self, face: BadgeFace) -> BadgeImage:
        given = {"data": badge_data(face, self._families)}
        with self._one_at_a_time:
            svg: Any = self._badge_compiler.compile(sys_inputs=given, format="svg")
            png: Any = self._badge_compiler.compile(sys_inputs=given, format="png", ppi=_BADGE_PIXELS_PER_INCH)
        return BadgeImage(with_alternative(svg, face.alternative), png)

    def _pngs(self, micro: MicroCredential, language: str, credential_id: str) -> list[bytes]:
        data = page_data(micro, language, credential_id, self._families, drawn=True)
        if not is_latin(data) and self._accessible(data, micro.date_of_issuing) is None:
            data = page_data(micro, language, credential_id, self._families, drawn=False)
        return self._compile(data, format="png", ppi=PIXELS_PER_INCH)

    def _accessible(self, data: str, issued_at: datetime) -> bytes | None:
        try:
            made = self._compile(data, format="pdf", timestamp=int(issued_at.timestamp()), pdf_standards=ACCESSIBLE)
        except typst.TypstError as error:
            if "could not be displayed" not in error.message:
                raise
            return None
        return made[0]

    def _compile(self, data: str, **options: Any) -> list[bytes]:
        with self._one_at_a_time:
            made: Any = self._compiler.compile(sys_inputs={"data": data}, **options)
        return made if isinstance(made, list) else [made]
