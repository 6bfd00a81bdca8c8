"""Finds the adapters that are installed, ours and others', by their entry points (setup.cfg)."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from plugin.domain.errors import TwinsealError


class AdapterError(TwinsealError):
    """An installed adapter cannot be used; the sentence names it and says why."""


def adapters(group: str, port: type) -> dict[str, Any]:
    """Name to class, for every adapter of a family such as `twinseal.formats`; AdapterError refuses a wrong one.

    `port` is the Protocol that each must fulfil.
    """
    return load(entry_points(group=group), port)


def load(points: Iterable[EntryPoint], port: type) -> dict[str, Any]:
    """The same for given entry points; two of one name are refused, whoever brings them."""
    found: dict[str, Any] = {}
    for point in points:
        if point.name in found:
            raise _refused(point, "another adapter has the same name")
        found[point.name] = _loaded(point, port)
    return dict(sorted(found.items()))


def _loaded(point: EntryPoint, port: type) -> Any:
    try:
        adapter = point.load()
    except (ImportError, AttributeError) as error:
        raise _refused(point, f"it cannot be imported: {error}") from error
    known = {*dir(adapter), *getattr(adapter, "__annotations__", {}), *getattr(adapter, "__slots__", ())}
    lacking = sorted(_members(port) - known)
    if lacking:
        raise _refused(point, f"it lacks {', '.join(lacking)}")
    return adapter


def _members(port: type) -> set[str]:
    return {name for name in (*vars(port), *port.__annotations__) if not name.startswith("_")}


def _refused(point: EntryPoint, why: str) -> AdapterError:
    sentence = f"The adapter “{point.name}” of {point.group} ({point.value}) cannot be used: {why}."
    return AdapterError("adapter.wrong", sentence, "Correct or remove the package that brings it.")
