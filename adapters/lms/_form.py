"""Values of an LMS's JSON taken for what they are: whatever has another form than expected counts as not there."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

WORDS_MAX = 200
_TAG = re.compile(r"<[^<>]*>")
_EVENING = 21  # a day that begins at 21:00 UTC or later began at midnight, somewhere in Europe


def object_of(value: object) -> Mapping[str, Any]:
    """A JSON object; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def objects_of(value: object) -> list[Mapping[str, Any]]:
    """The objects of a JSON array."""
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def number(value: object) -> Decimal | None:
    """A number with every digit that was written."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    return Decimal(value)


def identifier(value: object) -> str:
    """An id, a number or text, as text; empty for anything else."""
    return str(value)[:WORDS_MAX] if isinstance(value, str | int) and not isinstance(value, bool) else ""


def name(value: object) -> str | None:
    """A person's name or address, which LMSes write with HTML's codes."""
    return html.unescape(value)[:300] if isinstance(value, str) and value.strip() else None


def words(value: object, most: int = WORDS_MAX) -> str:
    """Text on one line without markup; a page escapes it again."""
    text = html.unescape(_TAG.sub("", value)) if isinstance(value, str) else ""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:most]


def moment(value: object) -> datetime | None:
    """Seconds since 1970; 0 or null stand for "never"."""
    try:
        return datetime.fromtimestamp(value, UTC) if isinstance(value, int) and value > 0 else None
    except (ValueError, OverflowError, OSError):
        return None


def written_moment(value: object) -> datetime | None:
    """A moment as ISO 8601 with its zone."""
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found.astimezone(UTC) if found and found.tzinfo else None


def day(at: datetime | None) -> date | None:
    """The day on which a course begins or ends; the LMS names the moment, but not its own zone."""
    return (at + timedelta(hours=24 - _EVENING)).date() if at else None
