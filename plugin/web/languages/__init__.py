"""The languages in which pages speak: who reads decides, by the LMS's locale or the browser's list.

Texts are kept in English where they are made: as `{{ _('…') }}` and `{% trans %}` in templates, as `Said` in Python.
Only here they are said in another language, from catalogues in `texts/`. Credentials are never touched: their languages
are those of the plan.
"""

from __future__ import annotations

from flask import Flask

from plugin.web.languages import headers, templates
from plugin.web.languages.choice import TAG_MAX, Reader, read_by, reader
from plugin.web.languages.wording import day, language_name, number, tell

__all__ = ["TAG_MAX", "Reader", "day", "language_name", "number", "read_by", "reader", "register", "tell"]


def register(app: Flask) -> None:
    """Let templates speak the reader's language, and answers say which one that is."""
    templates.register(app)
    headers.register(app)
