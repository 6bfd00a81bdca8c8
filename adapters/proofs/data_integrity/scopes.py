"""JSON-LD contexts, compiled once: what each name means at each place, as PyLD would find it anew for every badge.

PyLD itself processes every context; kept is only what came out (JSON-LD 1.1 API, sections 4.1 and 5.1). Anything that
badges do not normally use is `UnusualError`, and left to PyLD altogether.
"""

from __future__ import annotations

from collections.abc import Mapping
from threading import RLock
from typing import Any

from pyld.context_resolver import ContextResolver
from pyld.jsonld import JsonLdError, JsonLdProcessor

from adapters.proofs.data_integrity.contexts import Contexts
from adapters.proofs.data_integrity.guard import TIMES, is_address, is_member

MEMO_MAX = 256  # names and types come from outside: what is kept of them is bounded
CONTEXTS_MAX = 10
TYPES_MAX = 20
_DOUBLE = "http://www.w3.org/2001/XMLSchema#double"
_JSON_LD_FAILURES = (JsonLdError, TypeError, ValueError, KeyError, AttributeError)
Active = Mapping[str, Any]


class UnusualError(Exception):
    """Not a fault, only nothing for the short way."""


class Compiler:
    """Asks PyLD, one thread at a time, for its caches are not made for several."""

    def __init__(self, contexts: Contexts) -> None:
        self.known = contexts.documents
        self._processor = JsonLdProcessor()
        self._lock = RLock()
        self._options = {
            "base": "",
            "documentLoader": contexts.load,
            "contextResolver": ContextResolver({}, contexts.load),
            "processingMode": "json-ld-1.1",
        }
        self._root = Term(self, "", self.initial())

    def root(self, document: Mapping[str, Any]) -> Node:
        """What the names of a whole document mean."""
        return self._root.node(document)

    def initial(self) -> Active:
        """Before any context: nothing means anything."""
        found: Active = self._processor._get_initial_context(self._options)
        return found

    def process(self, active: Active, local: Any, *, override: bool = False, propagate: bool = True) -> Active:
        """The active context with a local one on top; UnusualError where PyLD refuses it."""
        try:
            with self._lock:
                found: Active = self._processor._process_context(
                    active, local, self._options, override_protected=override, propagate=propagate
                )
        except _JSON_LD_FAILURES:
            raise UnusualError from None
        return found

    def address(self, active: Active, name: str, *, vocab: bool) -> str:
        """A type or an id as an address; UnusualError where it has none."""
        found = self._processor._expand_iri(active, name, base="", vocab=vocab)
        if not isinstance(found, str) or not is_address(found):
            raise UnusualError
        return found


class Node:
    """What the names of one kind of object mean: `types` are its types' addresses, `terms` the names met so far."""

    __slots__ = ("_active", "_compiler", "prefixes", "terms", "types")

    def __init__(self, compiler: Compiler, active: Active, types: tuple[str, ...]) -> None:
        self._compiler = compiler
        self._active = active
        self.terms: dict[str, Term] = {}
        self.types = types
        mappings = active["mappings"]
        self.prefixes = frozenset(name for name, mapping in mappings.items() if mapping and mapping["_prefix"])
        if _meaning(mappings, "id") != "@id" or _meaning(mappings, "type") != "@type":
            raise UnusualError

    def term(self, name: str) -> Term:
        """What a member's name means; UnusualError when nothing, or something special."""
        found = self.terms.get(name)
        if found is None:
            found = self.terms[name] = _term(self._compiler, name, self._active)  # as many as the contexts have
        return found


class Term:
    """What a name means, and what is meant inside of its values.

    predicate: the address in N-Quads' brackets. coercion: `@id`, `@vocab`, a datatype's address, or none.
    ordered: its values are a list in RDF. ends: what stands around a plain text in N-Quads; None where text is special.
    """

    __slots__ = ("_active", "_compiler", "_nodes", "coercion", "ends", "fragments", "name", "ordered", "predicate")

    def __init__(
        self, compiler: Compiler, predicate: str, active: Active, name: str = "", *, ordered: bool = False
    ) -> None:
        self._compiler = compiler
        self._active = active
        self._nodes: dict[object, Node] = {}
        self.name = name
        self.predicate = predicate
        self.ordered = ordered
        self.coercion = str((active["mappings"].get(name) or {}).get("@type") or "")
        self.fragments: dict[str, Any] = {}
        self.ends = self._ends()

    def _ends(self) -> tuple[str, str] | None:
        if self.ordered or self.name in TIMES or self.coercion in ("@id", "@vocab"):
            return None
        datatype = f"^^<{self.coercion}>" if self.coercion not in ("", "@none") else ""
        return f' {self.predicate} "', f'"{datatype} .\n'

    def node(self, element: Mapping[str, Any]) -> Node:
        """What names mean in that object, as its types and its own context decide."""
        types = element.get("type", ())
        if type(types) is list and len(types) == 1 and type(types[0]) is str and "@context" not in element:
            found = self._nodes.get(types[0])
            return found or self._kept(types[0], (types[0],), ())
        key = (_texts(types), _texts(element.get("@context", ())))
        return self._nodes.get(key) or self._kept(key, *key)

    def _kept(self, key: object, types: tuple[str, ...], context: tuple[str, ...]) -> Node:
        if len(self._nodes) >= MEMO_MAX:
            self._nodes.clear()
        found = self._nodes[key] = self._node(types, context)
        return found

    def vocabulary_address(self, value: str) -> str:
        """A value that is a word of the vocabulary, as an address."""
        return self._compiler.address(self._active, value, vocab=True)

    def _node(self, types: tuple[str, ...], context: tuple[str, ...]) -> Node:
        """The steps of PyLD's `_expand` for an object: back out of types, into the name, the context, the types."""
        if len(types) > TYPES_MAX:
            raise UnusualError
        active = self._active.get("previousContext") or self._active
        own = (self._active["mappings"].get(self.name) or {}).get("@context")
        if own is not None:
            active = self._compiler.process(active, own, override=True)
        if context:
            if len(context) > CONTEXTS_MAX or any(address not in self._compiler.known for address in context):
                raise UnusualError
            active = self._compiler.process(active, list(context))
        outer = active
        if types and _meaning(outer["mappings"], "type") != "@type":
            raise UnusualError
        for name in sorted(types):
            scoped = (outer["mappings"].get(name) or {}).get("@context")
            if scoped is not None and scoped is not False:
                active = self._compiler.process(active, scoped, propagate=False)
        addresses = tuple(self._compiler.address(outer, name, vocab=True) for name in types)
        return Node(self._compiler, active, addresses)


def _term(compiler: Compiler, name: str, active: Active) -> Term:
    mapping = active["mappings"].get(name)
    if not mapping or not is_member(name) or mapping["reverse"] or mapping.get("@type") == "@json":
        raise UnusualError
    containers = _listed(mapping.get("@container"))
    if any(kind not in ("@set", "@list") for kind in containers) or not is_address(mapping["@id"]):
        raise UnusualError
    own = mapping.get("@context")
    inner = active if own is None else compiler.process(active, own, override=True)
    again = inner["mappings"].get(name) or {}
    languages = (inner.get("@language"), inner.get("@direction"), again.get("@language"), again.get("@direction"))
    if any(languages) or again.get("@type") == _DOUBLE:
        raise UnusualError
    return Term(compiler, f"<{mapping['@id']}>", inner, name, ordered="@list" in containers)


def _meaning(mappings: Mapping[str, Any], name: str) -> object:
    return (mappings.get(name) or {}).get("@id")


def _listed(value: Any) -> Any:
    return () if value is None else value if isinstance(value, list | tuple) else (value,)


def _texts(value: Any) -> tuple[str, ...]:
    found = (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list | tuple) else (None,)
    if not all(type(text) is str for text in found):
        raise UnusualError
    return found
