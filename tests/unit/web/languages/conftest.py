"""A small application that speaks a made-up German."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from flask import Flask, render_template_string

from plugin.web import languages
from plugin.web.languages import catalogues

GERMAN = {
    "Say “{word}”.": "Sag „{word}“.",
    "It is {value}.": "Es ist {value}.",
    "Red": "Rot",
    "Save & go": "Sichern & <los>",
    "Hello %(name)s": "Hallo %(name)s",
    '<a href="%(url)s">%(name)s</a> of %(count)s': '%(count)s: <a href="%(url)s">%(name)s</a>',
    ("{count} day", "{count} days"): ("{count} Tag", "{count} Tage"),
    ("%(count)s learner", "%(count)s learners"): ("%(count)s Lernende", "%(count)s Lernende (alle)"),
    ("<b>%(count)s</b> one", "<b>%(count)s</b> many"): ("<b>%(count)s</b> eins", "<b>%(count)s</b> viele"),
}
Render = Callable[..., str]


@pytest.fixture(autouse=True)
def made_up_german(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    catalogue = Catalog(locale="de")
    for english, words in GERMAN.items():
        catalogue.add(english, words)
    catalogue.add("Not sure", "Vielleicht", flags=["fuzzy"])
    catalogue.add("Not done", "")
    kept = BytesIO()
    write_po(kept, catalogue)
    (tmp_path / "de.po").write_bytes(kept.getvalue())
    monkeypatch.setattr(catalogues, "TEXTS", tmp_path)
    catalogues.texts.cache_clear()
    yield
    catalogues.texts.cache_clear()


@pytest.fixture
def app() -> Flask:
    made = Flask(__name__)
    languages.register(made)
    return made


@pytest.fixture
def render(app: Flask) -> Render:
    def rendered(source: str, locale: str = "de", **values: object) -> str:
        with app.test_request_context():
            languages.read_by(locale)
            return render_template_string(source, **values)

    return rendered
