"""In which line of a plan file a place stands, so that people who edit the file find it.

`tomllib` keeps no lines; this looks at headings and keys only, and names the nearest line that leads to the place.
"""

from __future__ import annotations

import re

_HEADING = re.compile(r"\s*(\[\[?)([^\[\]]+)\]\]?\s*(#.*)?")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+|\"[^\"]*\")\s*=")
_LAST_PART = re.compile(r"(\.[^.\[\]]+|\[\d+\])$")


def line_of(raw: bytes, place: str) -> int | None:
    """The number of the line (from 1) for a place such as micro_credential.learning_outcomes[2].kind, or None."""
    known = _places(raw.decode("utf-8-sig", "replace"))
    while place:
        if place in known:
            return known[place]
        shorter = _LAST_PART.sub("", place)
        place = shorter if shorter != place else ""
    return None


def _places(text: str) -> dict[str, int]:
    found: dict[str, int] = {}
    counts: dict[str, int] = {}
    here, inside = "", False
    for number, line in enumerate(text.split("\n"), 1):
        if not inside:
            here = _read(line, number, here, counts, found)
        inside ^= (line.count('"""') + line.count("'''")) % 2 == 1
    return found


def _read(line: str, number: int, here: str, counts: dict[str, int], found: dict[str, int]) -> str:
    """The table in which the next line stands."""
    if heading := _HEADING.fullmatch(line):
        path = ".".join(part.strip().strip('"') for part in heading[2].split("."))
        here = _indexed(path, heading[1] == "[[", counts)
        found.setdefault(here, number)
    elif key := _KEY.match(line):
        name = key[1].strip('"')
        found.setdefault(f"{here}.{name}" if here else name, number)
    return here


def _indexed(path: str, is_row: bool, counts: dict[str, int]) -> str:
    """The path with the number of the row that each list stands at."""
    if is_row:
        counts[path] = counts.get(path, 0) + 1
    made, plain = "", ""
    for part in path.split("."):
        plain = f"{plain}.{part}" if plain else part
        made = f"{made}.{part}" if made else part
        made += f"[{counts[plain]}]" if plain in counts else ""
    return made
