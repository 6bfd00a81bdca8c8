"""TOML from outside, read within a limit of size (TOML 1.0, in UTF-8 with or without a byte-order mark)."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from typing import Any

from plugin.domain.intake.plan_problem import PlanFileError, Problem
from plugin.domain.text import say

BYTES_MAX = 200_000
DOTS_MAX = 200  # in one line: the parser's memory grows with the square of the parts of a dotted key
_PLACE = re.compile(r"^(.*) \((?:at (line \d+), column \d+|at end of document)\)$", re.DOTALL)


def load_toml(raw: bytes) -> dict[str, Any]:
    """The tables of the file, fractions as Decimal; PlanFileError with the line where it cannot be read."""
    if len(raw) > BYTES_MAX:
        raise _unreadable(
            say("the file"),
            say("It is larger than {bytes_max} kB.", bytes_max=BYTES_MAX // 1000),
            say("Give a plan file."),
        )
    for line, content in enumerate(raw.split(b"\n"), start=1):
        if content.count(b".") > DOTS_MAX:
            raise _unreadable(
                say("line {line}", line=line),
                say("There are more than {dots_max} dots in it.", dots_max=DOTS_MAX),
                say("Break the line."),
            )
    try:
        return tomllib.loads(raw.decode("utf-8-sig"), parse_float=Decimal)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _unreadable(
            say("line {line}", line=line), say("This is not text in UTF-8."), say("Save the file as UTF-8.")
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(str(error)) from None
    except RecursionError:
        raise _unreadable(say("the file"), say("It is nested too deeply."), say("Give a plan file.")) from None
    except (ValueError, ArithmeticError):
        raise _unreadable(
            say("the file"), say("It holds a number without end."), say("Write it with fewer digits.")
        ) from None


def _not_toml(message: str) -> PlanFileError:
    """The parser's message with the line in front; the end of the file often means an open bracket or quote."""
    found = _PLACE.match(message)
    words, place = (found[1], found[2] or say("the end of the file")) if found else (message, say("the file"))
    if words.startswith("Invalid date"):
        return _unreadable(
            place, say("This day does not exist."), say("Write it as year-month-day, such as 2026-02-20.")
        )
    return _unreadable(
        place, say("This is not TOML: {words}.", words=words[:120]), say("Compare it with the example plan.")
    )


def _unreadable(place: str, sentence: str, hint: str) -> PlanFileError:
    return PlanFileError((Problem(place, sentence, hint),))
