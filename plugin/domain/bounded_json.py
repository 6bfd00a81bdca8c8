"""JSON from outside, read within limits of size and depth; anything odd is refused before anybody looks at it."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, NoReturn

from plugin.domain.errors import InputError
from plugin.domain.text import say

DEPTH_MAX = 40
EXPONENT_MAX = 308  # that of a double; written out, a Decimal with a larger one could fill the memory

_HOLD = (dict, list)
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")  # only an escape can bring half a surrogate pair into UTF-8


def load_json(
    raw: bytes,
    max_bytes: int,
    what: str,
    max_depth: int = DEPTH_MAX,
    number: Callable[[str], float | Decimal] = float,
) -> Any:
    """The JSON value in `raw` (UTF-8, RFC 8259), `number` making its fractions.

    `what` names the thing in sentences, such as "The file". InputError when it is larger than `max_bytes`, deeper than
    `max_depth`, not JSON, names a member twice, or holds what JSON has no form for (NaN, half a surrogate pair) or a
    number beyond a double's range.
    """
    if len(raw) > max_bytes:
        raise InputError(
            "json.large",
            say("{what} is larger than {max_bytes}.", what=what, max_bytes=_size(max_bytes)),
            "Give a smaller one.",
        )
    try:
        value = json.loads(
            raw.decode("utf-8-sig"),
            parse_float=lambda text: _in_range(number(text)),
            parse_constant=_refuse,
            object_pairs_hook=_members,
        )
        _check_depth(value, max_depth)
        if _SURROGATE.search(raw):
            json.dumps(value, ensure_ascii=False, default=str).encode()
    except RecursionError:
        raise InputError(
            "json.deep", say("{what} is nested too deeply.", what=what), "It may have been made to do harm."
        ) from None
    except UnicodeError:
        raise InputError(
            "json.text", say("{what} holds bytes that are not text.", what=what), "Save it as UTF-8."
        ) from None
    except json.JSONDecodeError as error:
        place = say("line {lineno}, column {colno}", lineno=error.lineno, colno=error.colno)
        hint = "It may be cut or changed; get it anew from where it came."
        raise InputError("json.syntax", say("{what} is not JSON ({place}).", what=what, place=place), hint) from None
    except (ValueError, ArithmeticError) as error:
        raise InputError(
            "json.value", say("{what} is not usable JSON: {error}.", what=what, error=error), "Get it anew."
        ) from None
    return value


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member is named twice")
    return members


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a number")


def _check_depth(value: Any, max_depth: int) -> None:
    """Walks the arrays and objects level by level, so that depth costs no recursion; raises RecursionError."""
    level, depth = [value], 1  # a bare value is one level deep
    while level:
        held = [item.values() if type(item) is dict else item for item in level if type(item) in _HOLD]
        depth += any(held)
        if depth > max_depth:
            raise RecursionError
        level = [item for items in held for item in items if type(item) in _HOLD]


def _in_range(number: float | Decimal) -> float | Decimal:
    fits = abs(number.adjusted()) <= EXPONENT_MAX if isinstance(number, Decimal) else math.isfinite(number)
    if not fits:
        raise ValueError("a number is too large or too small")
    return number


def _size(count: int) -> str:
    return say("{count} MB", count=count // 1000000) if count >= 1_000_000 else say("{count} kB", count=count // 1000)
