"""Finds the texts of Python sources that people read on pages: what `say` is given, and what errors say.

What stands elsewhere is not found, and what is put together from pieces cannot be translated: `unmarked` names it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

SENTENCES = {"say": 1, "say_many": 2}  # how many of the first arguments are templates
_SPOKEN_BY_ERRORS = slice(1, 3)  # sentence and hint, after the code


@dataclass(frozen=True, slots=True)
class Text:
    """A text in English and where it stands; `many` for any count but one."""

    line: int
    one: str
    many: str = ""

    @property
    def message(self) -> str | tuple[str, str]:
        """As catalogues have it."""
        return (self.one, self.many) if self.many else self.one


@dataclass(frozen=True, slots=True)
class Unmarked:
    """A place at which a text is needed and something stands that cannot be collected."""

    line: int
    code: str


def texts(source: str) -> Iterator[Text]:
    """Every text of a source, in no order."""
    for node in _read(source):
        if isinstance(node, Text):
            yield node


def unmarked(source: str) -> Iterator[Unmarked]:
    """Every place where a sentence is glued together instead of said as a whole."""
    for node in _read(source):
        if isinstance(node, Unmarked):
            yield node


def _read(source: str) -> Iterator[Text | Unmarked]:
    tree = ast.parse(source)
    names = _literals_by_name(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _said(node) if _name(node) in SENTENCES else _error(node, names)


def _said(call: ast.Call) -> Iterator[Text | Unmarked]:
    given = call.args[: SENTENCES[_name(call)]]
    words = [part.value for part in given if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    if len(words) == SENTENCES[_name(call)]:
        yield Text(call.lineno, *words)
    else:
        yield Unmarked(call.lineno, ast.unparse(call))


def _error(call: ast.Call, names: dict[str, list[ast.expr]]) -> Iterator[Text | Unmarked]:
    if not _name(call).endswith(("Error", "__init__")):
        return
    keywords = [keyword.value for keyword in call.keywords if keyword.arg in ("sentence", "hint")]
    for given in (*call.args[_SPOKEN_BY_ERRORS], *keywords):
        yield from _spoken(given, names)


def _spoken(given: ast.expr, names: dict[str, list[ast.expr]]) -> Iterator[Text | Unmarked]:
    """What an error says, by itself or by the names of what was written elsewhere in the file."""
    match given:
        case ast.Constant(value=str(text)):
            yield from [Text(given.lineno, text)] if text else []
        case ast.IfExp(body=body, orelse=orelse):
            yield from _spoken(body, names)
            yield from _spoken(orelse, names)
        case ast.Name(id=name):
            for literal in names.get(name, ()):
                yield from _spoken(literal, {})
        case ast.JoinedStr() | ast.BinOp():
            yield Unmarked(given.lineno, ast.unparse(given))


def _literals_by_name(tree: ast.Module) -> dict[str, list[ast.expr]]:
    """What is given a name in the file and is not said by `say` already."""
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                for name, value in _pairs(target, node.value):
                    found.setdefault(name, []).append(value)
    return found


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for inner, part in zip(target.elts, value.elts, strict=False):
            yield from _pairs(inner, part)


def _name(call: ast.Call) -> str:
    function = call.func
    return (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )
