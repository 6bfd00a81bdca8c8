"""How templates speak the reader's language.

`_('…')` and `_n('…', '…', count)` are text: escaped like any other text, safe in an attribute as well.
`{% trans %}…{% endtrans %}` is a piece of the page: its tags stay tags, only the values in it are escaped.
A `Said` that is written out is told in the reader's language, also as a value of any of these.
"""

from __future__ import annotations

from flask import Flask
from markupsafe import Markup, escape

from plugin.web.languages.catalogues import texts
from plugin.web.languages.choice import reader
from plugin.web.languages.wording import tell, worded


def register(app: Flask) -> None:
    """Give the words to the application's templates."""
    environment = app.jinja_env
    environment.add_extension("jinja2.ext.i18n")
    environment.policies["ext.i18n.trimmed"] = True
    environment.newstyle_gettext = True  # type: ignore[attr-defined]  # the extension adds it
    environment.globals.update(_=_text, _n=_text_of_many, gettext=_piece, ngettext=_piece_of_many, reader=reader)
    environment.finalize = tell


def _text(english: str, /, **values: object) -> str:
    return _with_values(texts(reader().language).gettext(english), values)


def _text_of_many(one: str, many: str, count: int, /, **values: object) -> str:
    return _with_values(texts(reader().language).ngettext(one, many, count), {"count": count, **values})


def _with_values(text: str, values: dict[str, object]) -> str:
    """Text with values. One that is a piece of a page (a moment, a link) makes the whole a piece, the rest escaped."""
    pieces = any(hasattr(value, "__html__") for value in values.values())
    return (escape(text) if pieces else text) % _worded(values)


def _piece(english: str, /, **values: object) -> Markup:
    return Markup(texts(reader().language).gettext(english)) % _worded(values)  # noqa: S704 - from template or catalogue


def _piece_of_many(one: str, many: str, count: int, /, **values: object) -> Markup:
    found = texts(reader().language).ngettext(one, many, count)
    return Markup(found) % _worded({"num": count, **values})  # noqa: S704 - from template or catalogue


def _worded(values: dict[str, object]) -> dict[str, object]:
    return {name: value if hasattr(value, "__html__") else worded(value) for name, value in values.items()}
