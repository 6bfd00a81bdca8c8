"""Sentences as they are kept: with their template and values, so that everybody reads them in their own language later.

What earlier versions kept is plain English text, and stays that.
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator

from plugin.domain.said import Said, as_said, plain

_BEGINS = '{"@said": '  # no name of a value begins with this sign


def dumps(members: object) -> str:
    """As JSON; a Said within is kept whole."""
    return json.dumps(_kept(members), ensure_ascii=False)


def loads(text: str) -> Any:
    """What `dumps` kept, or plain JSON of an earlier version."""
    return json.loads(text, object_hook=_found)


class SaidText(TypeDecorator[str]):
    """A column of text that may hold a Said."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's own
        """A Said as JSON; any other text as it is, if it does not look like that."""
        if isinstance(value, Said) or (value or "").startswith(_BEGINS):
            return dumps(as_said(value or ""))
        return value

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """What was kept."""
        kept: str | None = loads(value) if value and value.startswith(_BEGINS) else value
        return kept


def _kept(value: object) -> object:
    match value:
        case Said():
            many = {"many": value.many} if value.many else {}
            values = {"values": {name: _kept(part) for name, part in value.values}} if value.values else {}
            return {"@said": value.template, **many, **values}
        case dict():
            return {name: _kept(part) for name, part in value.items()}
        case tuple() | list():
            return [_kept(part) for part in value]
        case Enum():
            return _kept(value.value)
        case date():
            return {"@day": f"{value:%Y-%m-%d}"}
        case Decimal():
            return {"@number": plain(value)}
        case None | bool() | int() | float() | str():
            return value
        case _:
            return str(value)


def _found(members: dict[str, Any]) -> object:
    if "@said" in members:
        return Said(members["@said"], tuple(_values(members)), members.get("many", ""))
    if members.keys() == {"@day"}:
        return date.fromisoformat(members["@day"])
    return Decimal(members["@number"]) if members.keys() == {"@number"} else members


def _values(members: dict[str, Any]) -> list[tuple[str, object]]:
    values = members.get("values", {}).items()
    return [(name, tuple(value) if isinstance(value, list) else value) for name, value in values]
