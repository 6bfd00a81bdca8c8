"""Every text on a page stands in the catalogues, as a whole sentence; the catalogues agree with the code."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

from plugin.web.languages.catalogues import TEXTS
from plugin.web.languages.choice import LANGUAGES
from plugin.web.languages.collect import HOUSE, collected, sources
from plugin.web.languages.python_texts import SENTENCES, unmarked
from tests.pseudo_language import NAMES

FILES = sorted(sources("*.py"))
TEMPLATES = sorted(sources("*.html"))
JINJA = Environment(extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True, autoescape=True)
_SHOWN = re.compile(
    r'\b(?:aria-label|placeholder|title|alt|data-label|data-copy|data-copied|data-by-hand)="([^"]*)"', re.S
)
_TALKS = re.compile(r"[^\W\d_]{2}")
_PLACES = re.compile(r"\{\w+\}|%\(\w+\)s|</?\w+[^>]*>")
NO_PAGE_SAYS = {  # texts that look like sentences, and that no page says
    "plugin/domain/documents.py",  # comments of types
    "plugin/store/skills.py",  # SQL
    "adapters/rendering/typst/words.py",  # what certificates say, in the languages of the plan
}
Ids = tuple[str, ...]


def ids(message: Message) -> Ids:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def strings(message: Message) -> Ids:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def catalogue(name: str) -> Catalog:
    with (TEXTS / name).open("rb") as file:
        return read_po(file, None if name.endswith(".pot") else Path(name).stem)


ENGLISH = {text for message in collected() for text in ids(message)}


@pytest.mark.parametrize("file", FILES)
def test_no_sentence_is_glued_together(file: str) -> None:
    source = (HOUSE / file).read_text("utf-8")
    assert not list(unmarked(source)), "say the whole sentence: say('It is {value}.', value=value)"
    for call in said(source):
        templates = [part.value for part in call.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
        given = {keyword.arg for keyword in call.keywords} | ({"count"} if len(templates) > 1 else set())
        places = {place for template in templates for place in re.findall(r"\{(\w+)\}", template)}
        assert not given or places <= given, f"line {call.lineno}: {places - given} get no value"
        assert given <= places | {"count"}, f"line {call.lineno}: {given - places} stand nowhere in the sentence"


def said(source: str) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SENTENCES:
            yield node


@pytest.mark.parametrize("file", FILES)
def test_every_sentence_in_the_code_is_collected(file: str) -> None:
    tree = ast.parse((HOUSE / file).read_text("utf-8"))
    plain = {
        node.value: node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    documented = set(docstrings(tree))
    lost = {text: line for text, line in plain.items() if looks_said(text) and text not in ENGLISH | documented}
    assert not lost or file in NO_PAGE_SAYS, lost


def docstrings(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
            yield ast.get_docstring(node, clean=False) or ""


def looks_said(text: str) -> bool:
    """A sentence: several words, a capital at the beginning and a stop at the end."""
    return bool(re.fullmatch(r"[A-Z“{].* .*[.?!…]”?", text)) and "\n" not in text


@pytest.mark.parametrize("file", TEMPLATES)
def test_no_template_holds_a_bare_text(file: str) -> None:
    source = (HOUSE / file).read_text("utf-8")
    assert not [text for text in (*bare(source), *spoken_constants(source)) if text not in NAMES]


def bare(source: str) -> Iterator[str]:
    """Texts and attributes outside of every `trans`."""
    html, translated = "", False
    tokens = list(JINJA.lex(source))
    for place, (_, kind, value) in enumerate(tokens):
        if kind == "block_begin":
            names = [word for _, token, word in tokens[place + 1 : place + 4] if token == "name"]
            translated = names[0] == "trans" or (translated and names[0] != "endtrans")
        elif kind == "data" and not translated:
            html += value
        html += "\0" if kind in ("block_begin", "variable_begin") else ""
    html = re.sub(r"<(script|style|svg|code)\b.*?</\1>", "", html, flags=re.S)
    yield from (words for words in _SHOWN.findall(html) if _TALKS.search(words))
    for piece in map(str.strip, re.split(r"<[^>]*>|\0", html)):
        if _TALKS.search(piece) and "=" not in piece and not piece.startswith("-"):  # parts of attributes
            yield piece


def spoken_constants(source: str) -> Iterator[str]:
    """Texts written out by expressions, other than through `_` and its like."""
    for node in silent(JINJA.parse(source)):
        if (
            isinstance(node, nodes.Const)
            and isinstance(node.value, str)
            and re.search(r"\w \w|^[A-Z][a-z]", node.value)
        ):
            yield node.value


def silent(node: nodes.Node) -> Iterator[nodes.Node]:
    """All parts of a template, but for what is given to `_` and its like, compared, or looked up."""
    called = node.node.name if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) else ""
    looked_up = nodes.Compare | nodes.Getattr | nodes.Getitem | nodes.Extends | nodes.FromImport | nodes.Import
    if called in ("_", "_n", "gettext", "ngettext", "url_for") or isinstance(node, looked_up):
        return
    yield node
    for inner in node.iter_child_nodes():
        yield from silent(inner)


def test_the_template_of_the_catalogues_is_up_to_date() -> None:
    kept = {ids(message) for message in catalogue("messages.pot") if message.id}
    assert kept == {ids(message) for message in collected() if message.id}, "python -m plugin.web.languages.collect"


@pytest.mark.parametrize("language", LANGUAGES[1:])
class TestCatalogue:
    def test_it_has_the_texts_of_today_and_is_sure_of_them(self, language: str) -> None:
        kept = catalogue(f"{language}.po")
        assert {ids(m) for m in kept if m.id} == {ids(m) for m in collected() if m.id}
        assert not [m.id for m in kept if m.id and m.fuzzy]
        assert not kept.obsolete

    def test_values_and_tags_are_those_of_the_english_text(self, language: str) -> None:
        for message in catalogue(f"{language}.po"):
            if not message.id:
                continue
            one, *more = [Counter(_PLACES.findall(text)) for text in ids(message)]
            for text in filter(None, strings(message)):
                assert Counter(_PLACES.findall(text)) in (one, *more), (message.id, text)
                assert "%" not in re.sub(r"%\(\w+\)s|%%", "", text) or "%(" not in str(message.id), message.id

    def test_it_says_every_text(self, language: str) -> None:
        assert not [m.id for m in catalogue(f"{language}.po") if m.id and not all(strings(m))]

    def test_texts_begin_and_end_like_the_english_ones(self, language: str) -> None:
        for message in catalogue(f"{language}.po"):
            for text in filter(None, strings(message) if message.id else ()):
                assert text == text.strip(), message.id
