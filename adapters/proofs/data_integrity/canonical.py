"""RDFC-1.0 by PyLD, in safe mode and within bounds: the reference that every faster way is held against.

PyLD has no safe mode of its own: it drops members that no context explains, and resolves a name without an address
against a made-up one. Both would leave something unsealed, so both are refused here. Its URDNA2015 gives what RDFC-1.0
gives, save for control characters, which `guard.py` refuses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import factorial
from threading import Lock
from typing import Any

from pyld.canon import URDNA2015
from pyld.context_resolver import ContextResolver
from pyld.jsonld import JsonLdError, JsonLdProcessor

from adapters.proofs.data_integrity.contexts import Contexts
from adapters.proofs.data_integrity.guard import MADE_UP, UnsafeError, guard, is_address
from plugin.domain.report import Answer
from plugin.domain.text import say

VALUES_MAX = 1_500  # PyLD takes 30 microseconds for each
WORK_MAX = 120  # steps of Hash N-Degree Quads; a badge with two like parts takes one for each
_FAILURES = (JsonLdError, TypeError, ValueError, KeyError, AttributeError, RecursionError)


class Canonicaliser:
    """The full algorithm with the given contexts. One may be shared by threads: contexts are processed once."""

    def __init__(self, contexts: Contexts) -> None:
        self._known = contexts.documents
        self._lock = Lock()  # PyLD's caches are not made for several threads
        self._options = {
            "documentLoader": contexts.load,
            "contextResolver": ContextResolver({}, contexts.load),
        }

    def canonical(self, document: Mapping[str, Any]) -> str:
        """The canonical N-Quads; UnsafeError when it cannot have any, or is unsafe as `guard.py` says."""
        guard(document, self._known)
        if _size(document) > VALUES_MAX:
            raise UnsafeError(say("It is built in a way that takes too long to check."), Answer.UNKNOWN)
        try:
            with self._lock:
                expanded = JsonLdProcessor(on_property_dropped=_refuse_dropped).expand(document, self._options)
                _check(expanded)
                dataset = JsonLdProcessor().to_rdf(expanded, self._options)
        except _FAILURES:
            raise UnsafeError(say("Its parts do not fit the words that it uses (JSON-LD).")) from None
        return str(Bounded().main(dataset, {"format": "application/n-quads"}))


class Bounded(URDNA2015):  # type: ignore[misc]  # PyLD has no types
    """URDNA2015 that gives up before a graph made to do harm keeps it busy (RDFC-1.0, section 7.1)."""

    def __init__(self) -> None:
        super().__init__()
        self._work = 0

    def create_hash_to_related(self, id_: str, issuer: object) -> dict[str, list[str]]:
        """Counts what the step about to be taken will cost: every order of the nodes that hash alike."""
        related: dict[str, list[str]] = super().create_hash_to_related(id_, issuer)
        alike = (min(len(set(nodes)), 6) for nodes in related.values())
        self._work += 1 + sum(factorial(count) for count in alike if count > 1)
        if self._work > WORK_MAX:
            raise UnsafeError(say("Its parts are alike in a way that takes too long to tell apart."), Answer.UNKNOWN)
        return related


def _refuse_dropped(name: object) -> None:
    raise UnsafeError(
        say("It holds what its seal cannot cover, for its words do not explain it ({name}).", name=str(name)[:60])
    )


def _check(value: Any) -> None:
    for address in _addresses(value):
        if address.startswith("_:"):
            continue
        if not is_address(address):
            name = address.removeprefix(MADE_UP)[:60]
            raise UnsafeError(
                say("It names something by what is no address, so its seal cannot cover it ({name}).", name=name)
            )


def _addresses(value: Any) -> Iterator[str]:
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting.extend(item)
        elif isinstance(item, dict):
            if "@id" in item:
                yield str(item["@id"])
            types = item.get("@type", ())
            yield from (str(name) for name in (types if isinstance(types, list) else [types] if types else ()))
            if "@value" not in item:
                waiting.extend(entry for name, entry in item.items() if name not in ("@id", "@type"))


def _size(value: Any) -> int:
    count, waiting = 0, [value]
    while waiting and count <= VALUES_MAX:
        item = waiting.pop()
        count += 1
        if isinstance(item, dict):
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
    return count
