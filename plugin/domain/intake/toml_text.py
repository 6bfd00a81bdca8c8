"""Tables written as TOML 1.0, so that people can read the file and `plan_toml` reads the same back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from plugin.domain.elements import plain

WIDTH = 100  # characters of a line; a longer table or list gets several
_DOTS = 20  # in one string; more are written as codes, because `plan_toml` bounds the dots of a line
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\t": "\\t"}


def to_toml(content: Mapping[str, object]) -> str:
    """The text of these tables. Values: text, whole numbers, Decimal, true or false, days, lists and tables."""
    return "\n".join(_lines(content, "")).strip() + "\n"


def _lines(table: Mapping[str, object], path: str) -> Iterator[str]:
    below = {key: value for key, value in table.items() if _wants_heading(value, path)}
    for key, value in table.items():
        if key not in below:
            yield f"{_key(key)} = {_value(value)}"
    for key, value in below.items():
        place = f"{path}.{_key(key)}" if path else _key(key)
        if isinstance(value, Mapping):
            yield from ("", f"[{place}]", *_lines(value, place))
        for row in value if isinstance(value, list) else ():
            yield from ("", f"[[{place}]]", *_lines(row, place))


def _wants_heading(value: object, path: str) -> bool:
    """Whether it stands under headings of its own: parts of the file, lists of tables, and what is long."""
    if isinstance(value, Mapping):
        return not path or len(_value(value)) > WIDTH
    return isinstance(value, list) and any(isinstance(item, Mapping) for item in value)


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(key)} = {_value(item)}" for key, item in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, list):
        return _list([_value(item) for item in value])
    return _string(value) if isinstance(value, str) else _plain_value(value)


def _list(items: list[str]) -> str:
    line = f"[{', '.join(items)}]"
    return line if len(line) <= WIDTH else "\n".join(["[", *(f"    {item}," for item in items), "]"])


def _plain_value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, int | date):
        return value.isoformat() if isinstance(value, date) else str(value)
    raise TypeError(f"{type(value).__name__} has no place in a plan file")


def _string(text: str) -> str:
    """One line in quotes; several lines between three quotes each, as they are."""
    many = text.count(".") > _DOTS
    lines = ["".join(_sign(sign, many) for sign in line) for line in text.split("\n")]
    return f'"{lines[0]}"' if len(lines) == 1 else '"""\n' + "\n".join(lines) + '"""'


def _sign(sign: str, many_dots: bool) -> str:
    if sign == "." and many_dots:
        return "\\u002E"
    if sign.isprintable() or sign in "\u200c\u200d":
        return _ESCAPES.get(sign, sign)
    return _ESCAPES.get(sign) or (f"\\u{ord(sign):04X}" if ord(sign) < 0x10000 else f"\\U{ord(sign):08X}")


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _string(key)
