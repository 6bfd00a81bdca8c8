"""Canonical N-Quads, by the short way where it can be walked, by the full algorithm everywhere else.

Both give the same bytes; tests/conformance/test_short_way.py holds them against each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from adapters.proofs.data_integrity.canonical import Canonicaliser
from adapters.proofs.data_integrity.contexts import Contexts
from adapters.proofs.data_integrity.guard import guard_sealing
from adapters.proofs.data_integrity.naming import canonical_text
from adapters.proofs.data_integrity.quads import Walk
from adapters.proofs.data_integrity.scopes import Compiler, UnusualError


class ShortWay:
    """One may be shared by threads; what it learns of contexts and of unvarying parts, it keeps."""

    def __init__(self, contexts: Contexts) -> None:
        self._compiler = Compiler(contexts)
        self._full = Canonicaliser(contexts)

    def canonical(self, document: Mapping[str, Any]) -> str:
        """As `Canonicaliser.canonical`."""
        return self.shortly(document) or self._full.canonical(document)

    def canonical_of_ours(self, document: Mapping[str, Any]) -> str:
        """The same for a document that is to be sealed: nothing in it may be empty."""
        shortly = self.shortly(document)
        if shortly is None:
            guard_sealing(document)
        return shortly or self._full.canonical(document)

    def shortly(self, document: Mapping[str, Any]) -> str | None:
        """The same by the short way alone; None where the document takes the full algorithm."""
        try:
            walk = Walk(document, self._compiler)
            return canonical_text(walk.lines, walk.blanks)
        except UnusualError:
            return None
