"""The canonical names of blank nodes where no two are alike, and the canonical text (RDFC-1.0, section 4.4)."""

from __future__ import annotations

import hashlib

from adapters.proofs.data_integrity.fragments import Blank
from adapters.proofs.data_integrity.scopes import UnusualError

_END = " .\n"


def canonical_text(lines: list[str], blanks: list[Blank]) -> str:
    """The canonical N-Quads; UnusualError when two blank nodes hash alike, which takes the full algorithm."""
    for blank in blanks:
        blank.digest = blank.digest or _first_degree(blank)
    names: dict[Blank, str] = {}
    last = ""
    for number, blank in enumerate(sorted(blanks, key=_digest)):
        if blank.digest == last:
            raise UnusualError
        names[blank], last = f"_:c14n{number}", blank.digest
    whole = set(lines)
    for blank, name in names.items():
        whole.update([name + rest for rest in blank.own])
        whole.update([head + name + _END for head in blank.heads])
        whole.update([name + predicate + names[below] + _END for predicate, below in blank.down])
    return "".join(sorted(whole))


def _digest(blank: Blank) -> str:
    return blank.digest


def _first_degree(blank: Blank) -> str:
    """Hash First Degree Quads (section 4.6): the node itself is `_:a`, every other one `_:z`."""
    quads = ["_:a" + rest for rest in set(blank.own)]
    quads += [head + "_:a" + _END for head in set(blank.heads)]
    quads += ["_:z" + predicate + "_:a" + _END for _, predicate in blank.up]
    quads += ["_:a" + predicate + "_:z" + _END for predicate, _ in blank.down]
    return hashlib.sha256("".join(sorted(quads)).encode()).hexdigest()
