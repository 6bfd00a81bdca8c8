"""The demo's story, walked by itself: each step is a promise to somebody, checked."""

from __future__ import annotations

from collections.abc import Iterator

from plugin.demo.house import House


def walk(house: House) -> Iterator[str]:
    """Tell each step that held; AssertionError names the one that did not."""
    yield house.tool
