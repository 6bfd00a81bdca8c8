"""The canonical names of blank nodes where no two are alike, and the canonical text (RDFC-1.0, section 4.4)."""

from __future__ import annotations

from hashlib import sha256

from adapters.proofs.data_integrity.fragments import Blank
from adapters.proofs.data_integrity.scopes import UnusualError

_END = " .\n"
_NAMES_MAX = 64  # few names come up in badges of one kind


def canonical_text(lines: list[str], blanks: list[Blank]) -> str:
    """The canonical N-Quads; UnusualError when two blank nodes hash alike, which takes the full algorithm."""
    names = _names(blanks)
    whole = lines.copy()
    for blank, name in names.items():
        whole += blank.named.get(name) or _named(blank, name)
        for predicate, below in blank.down:
            whole.append(name + predicate + names[below] + _END)
    whole.sort()  # what is kept of former badges is sorted already, and sorting finds that
    if len(set(whole)) != len(whole):
        whole = sorted(set(whole))
    return "".join(whole)


def _names(blanks: list[Blank]) -> dict[Blank, str]:
    by_digest = {blank.digest or _first_degree(blank): blank for blank in blanks}
    if len(by_digest) != len(blanks):
        raise UnusualError
    return {by_digest[digest]: f"_:c14n{number}" for number, digest in enumerate(sorted(by_digest))}


def _named(blank: Blank, name: str) -> list[str]:
    found = [name + rest for rest in blank.own]
    found += [head + name + _END for head in blank.heads]
    if blank.kept and len(blank.named) < _NAMES_MAX:
        blank.named[name] = sorted(found)
    return found


def _first_degree(blank: Blank) -> bytes:
    """Hash First Degree Quads (section 4.6): the node itself is `_:a`, every other one `_:z`."""
    own = blank.own if len(set(blank.own)) == len(blank.own) else set(blank.own)
    quads = ["_:a" + rest for rest in own]
    quads += [head + "_:a" + _END for head in blank.heads]
    quads += ["_:z" + predicate + "_:a" + _END for _, predicate in blank.up]
    quads += ["_:a" + predicate + "_:z" + _END for predicate, _ in blank.down]
    quads.sort()
    blank.digest = sha256("".join(quads).encode()).digest()
    return blank.digest
