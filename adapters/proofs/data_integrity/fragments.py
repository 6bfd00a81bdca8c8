"""The parts of a badge that are alike for every learner: their quads are made once, and kept."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from adapters.proofs.data_integrity.scopes import Term

FRAGMENTS_MAX = 64  # for each name; what is kept comes from outside as well
LINES_MAX = 1_000


@dataclass(slots=True, eq=False)
class Blank:
    """A node without an id. Each list holds its quads, less the node itself.

    own: as subject, with a plain object. heads: as object of a node with an id. up, down: with another blank node.
    """

    own: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    up: list[tuple[Blank, str]] = field(default_factory=list)
    down: list[tuple[str, Blank]] = field(default_factory=list)
    digest: bytes = b""  # its first-degree hash, once that is known
    kept: bool = False
    named: dict[str, list[str]] = field(default_factory=dict)  # of one that is kept: its quads under each name


@dataclass(frozen=True, slots=True)
class Fragment:
    """An object with an id (`subject`, in brackets): its whole quads, and its blank nodes with theirs."""

    subject: str
    lines: list[str]
    blanks: list[Blank]


@dataclass(frozen=True, slots=True)
class _Kept:
    content: dict[str, Any]
    kinds: tuple[tuple[tuple[Any, ...], type], ...]
    fragment: Fragment


Make = Callable[[Term, dict[str, Any]], Fragment]


def fragment_of(term: Term, value: dict[str, Any], make: Make) -> Fragment | None:
    """The kept quads of an object equal to this one; made when its id comes a second time, None at the first."""
    address = str(value["id"])
    kept = term.fragments.get(address)
    if isinstance(kept, _Kept) and kept.content == value and _same_kinds(kept, value):
        return kept.fragment
    if address not in term.fragments:
        if len(term.fragments) >= FRAGMENTS_MAX:
            term.fragments.clear()
        term.fragments[address] = None
        return None
    fragment = make(term, value)
    if len(fragment.lines) <= LINES_MAX:
        fragment.lines.sort()
        for blank in fragment.blanks:
            blank.kept = True
        content = copy.deepcopy(value)
        term.fragments[address] = _Kept(content, tuple(_kinds(content, ())), fragment)
    return fragment


def _kinds(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], type]]:
    """Where numbers and truth values stand: Python takes 1, 1.0 and True for equal, a seal does not."""
    if isinstance(value, dict | list):
        for place, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _kinds(inner, (*path, place))
    elif isinstance(value, int | float):
        yield path, type(value)


def _same_kinds(kept: _Kept, value: Any) -> bool:
    for path, kind in kept.kinds:
        found = value
        for place in path:
            found = found[place]
        if type(found) is not kind:
            return False
    return True
