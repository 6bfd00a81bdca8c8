"""The short way from a badge to its RDF: one walk over the document with compiled scopes (scopes.py).

Whatever `guard.py` refuses, anything empty, and what badges do not normally hold, is `UnusualError` here, so that the
long way decides about it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from adapters.proofs.data_integrity.fragments import Blank, Fragment, fragment_of
from adapters.proofs.data_integrity.guard import ADDRESS, CONTROL, MADE_UP, TIMES, VALUES_MAX, WHOLE_MAX, ZONELESS
from adapters.proofs.data_integrity.scopes import Compiler, Node, Term, UnusualError

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDF_TYPE = f" <{_RDF}type> <"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_SPECIAL = re.compile(r"[\x00-\x1f\"\\\x7f]")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_END = " .\n"
_APART = frozenset(("id", "type", "@context"))
Write = Callable[[str], None]
KEPT = ("achievement", "issuer")  # the same for every learner; nothing personal is kept


class Walk:
    """One document's quads: `lines` are whole, `blanks` are still to be named."""

    def __init__(self, document: Mapping[str, Any], compiler: Compiler) -> None:
        self.lines: list[str] = []
        self.blanks: list[Blank] = []
        self._count = 0
        if not isinstance(document.get("@context"), list):
            raise UnusualError
        self._members(document, compiler.root(document))

    def _members(self, element: Mapping[str, Any], node: Node) -> str | Blank:
        """Writes down every member of an object; gives its address in brackets, or its blank node."""
        if not element:
            raise UnusualError
        subject = self._subject(element, node)
        write = subject.own.append if isinstance(subject, Blank) else self.lines.append
        start = "" if isinstance(subject, Blank) else subject
        for address in node.types:
            write(f"{start}{_RDF_TYPE}{address}>{_END}")
        self._count += len(element)
        for name, value in element.items():
            if name in _APART:
                continue
            term = node.terms.get(name) or node.term(name)
            if term.ends and type(value) is str:  # what most members are
                text = _escaped(value) if _SPECIAL.search(value) else value
                write(f"{start}{term.ends[0]}{text}{term.ends[1]}")
            else:
                self._member(subject, start, write, term, value, node)
        return subject

    def _member(self, subject: str | Blank, start: str, write: Write, term: Term, value: Any, node: Node) -> None:
        if term.ordered:
            self._link(subject, start, term.predicate, self._list(value, term, node))
        else:
            for entry in (value or (None,)) if isinstance(value, list) else (value,):
                self._value(subject, start, write, term, entry, node)

    def _subject(self, element: Mapping[str, Any], node: Node) -> str | Blank:
        if "id" in element:
            return f"<{_address(element['id'], node)}>"
        blank = Blank()
        self.blanks.append(blank)
        return blank

    def _value(self, subject: str | Blank, start: str, write: Write, term: Term, value: Any, node: Node) -> None:
        self._count += 1
        if self._count > VALUES_MAX:
            raise UnusualError
        if isinstance(value, dict) and "@value" not in value:
            self._object(subject, start, term, value)
        else:
            write(f"{start} {term.predicate} {_written(value, term, node)}{_END}")

    def _object(self, subject: str | Blank, start: str, term: Term, value: dict[str, Any]) -> None:
        if term.name in KEPT and "id" in value:
            kept = fragment_of(term, value, self._fragment)
            if kept:
                self.lines += kept.lines
                self.blanks += kept.blanks
                self._link(subject, start, term.predicate, kept.subject)
                return
        self._link(subject, start, term.predicate, self._members(value, term.node(value)))

    def _list(self, value: Any, term: Term, node: Node) -> str | Blank:
        """An RDF list of plain values, from its end to its head (RDF 1.1 Semantics, appendix D.3)."""
        rest: str | Blank = f"<{_RDF}nil>"
        for entry in reversed(value if isinstance(value, list) else [value]):
            if entry is None or (isinstance(entry, dict) and "@value" not in entry):
                raise UnusualError
            self._count += 1
            cell = Blank([f" <{_RDF}first> {_written(entry, term, node)}{_END}"])
            self._link(cell, "", f"<{_RDF}rest>", rest)
            self.blanks.append(cell)
            rest = cell
        return rest

    def _link(self, subject: str | Blank, start: str, predicate: str, found: str | Blank) -> None:
        if isinstance(found, str):
            line = f"{start} {predicate} {found}{_END}"
            (subject.own if isinstance(subject, Blank) else self.lines).append(line)
        elif isinstance(subject, Blank):
            subject.down.append((f" {predicate} ", found))
            found.up.append((subject, f" {predicate} "))
        else:
            found.heads.append(f"{start} {predicate} ")

    def _fragment(self, term: Term, value: dict[str, Any]) -> Fragment:
        """An object with an id, walked by itself: nothing outside bears on its blank nodes."""
        inner = Walk.__new__(Walk)
        inner.lines, inner.blanks, inner._count = [], [], 0
        subject = inner._members(value, term.node(value))
        assert isinstance(subject, str)  # noqa: S101 - only what has an id is kept
        return Fragment(subject, inner.lines, inner.blanks)


def _written(value: Any, term: Term, node: Node) -> str:
    """The object of a quad that is no node; numbers as JSON-LD 1.1 API, section 8.6, wants them."""
    kind = term.coercion
    if type(value) is str:
        if kind == "@id":
            return f"<{_address(value, node)}>"
        if kind == "@vocab":
            return f"<{term.vocabulary_address(value)}>"
        if term.name in TIMES and ZONELESS.fullmatch(value):
            raise UnusualError
        return f'"{_escaped(value)}"' + (f"^^<{kind}>" if kind and kind != "@none" else "")
    if value is None or kind.startswith("@") or isinstance(value, list):
        raise UnusualError
    if isinstance(value, dict):
        return _tagged(value)
    lexical, datatype = _number(value)
    return f'"{lexical}"^^<{kind or _XSD + datatype}>'


def _number(value: Any) -> tuple[str, str]:
    if value is True or value is False:
        return str(value).lower(), "boolean"
    if type(value) is int and abs(value) <= WHOLE_MAX:
        return str(value), "integer"
    if type(value) is float and "e" not in repr(value) and not value.is_integer():
        mantissa, _, exponent = f"{value:.15E}".partition("E")
        digits = mantissa.rstrip("0")
        return f"{digits}{'0' if digits.endswith('.') else ''}E{int(exponent)}", "double"
    raise UnusualError  # whole numbers written as fractions, too


def _tagged(value: dict[str, Any]) -> str:
    if value.keys() != {"@value", "@language"} or not _LANGUAGE.fullmatch(str(value["@language"])):
        raise UnusualError
    if type(value["@value"]) is not str:
        raise UnusualError
    return f'"{_escaped(value["@value"])}"@{value["@language"].lower()}'


def _address(value: Any, node: Node) -> str:
    found = ADDRESS.fullmatch(value) if type(value) is str else None
    if found is None or found[1] in node.prefixes or value.startswith(MADE_UP):
        raise UnusualError
    return str(value)


def _escaped(text: str) -> str:
    if not _SPECIAL.search(text):
        return text
    if CONTROL.search(text):
        raise UnusualError
    text = text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")
    return text.replace("\r", "\\r").replace('"', '\\"')
