"""The translators' catalogues: PO files, read once per language and kept in memory; nothing compiled is kept."""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

TEXTS = Path(__file__).parent / "texts"


@cache
def texts(language: str) -> NullTranslations:
    """The texts of a language, in English where a translation is missing or not yet sure (fuzzy)."""
    file = TEXTS / f"{language}.po"
    if not file.exists():
        return NullTranslations()
    compiled = BytesIO()
    with file.open("rb") as source:
        write_mo(compiled, read_po(source, language))
    compiled.seek(0)
    return GNUTranslations(compiled)
