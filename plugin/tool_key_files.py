"""The files of the keys by which LMSes know this tool: `lti.pem`, then `lti-2.pem`, one for each rotation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise

from plugin.key_folder import KeyFolder


class ToolKeyFiles:
    """Implements `KeptKeys` of lti/tool_keys.py. The time of a file is the moment at which its key took over."""

    def __init__(self, folder: KeyFolder, make: Callable[[], bytes]) -> None:
        self._folder = folder
        self._make = make
        folder.keep(_name(1) if not self._names() else self._names()[-1], make)

    def stamp(self) -> object:
        """Cheap to ask; another value once the files have changed."""
        return self._folder.listing_stamp()

    def read(self) -> tuple[tuple[bytes, datetime | None], ...]:
        """Each encrypted PEM file, the newest first, and since when a newer one has taken its place."""
        names = self._names()
        replaced = (*(self._folder.made_at(name) for name in names[1:]), None)
        return tuple((self._folder.keep(name, self._make), at) for name, at in zip(names, replaced, strict=True))[::-1]

    def rotate(self, now: datetime, keep_for: timedelta) -> None:
        """Make a new key; files that were replaced longer ago than `keep_for` are removed."""
        names = self._names()
        for old, newer in pairwise(names):
            if self._folder.made_at(newer) < now - keep_for:
                self._folder.remove(old)
        self._folder.keep(_name(_number(names[-1]) + 1), self._make)

    def _names(self) -> list[str]:
        return sorted((name for name in self._folder.names("*") if _number(name)), key=_number)


def _name(number: int) -> str:
    return "lti.pem" if number == 1 else f"lti-{number}.pem"


def _number(name: str) -> int:
    """1 for the first file, 0 for a file of something else."""
    stem, _, suffix = name.rpartition(".")
    first, _, number = stem.partition("-")
    if (first, suffix) != ("lti", "pem"):
        return 0
    return int(number) if number.isdecimal() else int(not number)
