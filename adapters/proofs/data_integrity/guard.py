"""Safe mode: what a document must be like so that every verifier signs and reads the same.

JSON-LD leaves out what it does not know, and knows many ways to write one thing. A seal covers the meaning, while
people and programs read the members. So whatever could part the two is refused, before sealing and when checking:
contexts and names of the writer's own, members that no seal covers (`canonical.py` finds those), and characters and
numbers that libraries write differently (VC Data Integrity 1.0, section 4.6; RDFC-1.0, section 3).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from plugin.domain.errors import TwinsealError
from plugin.domain.report import Answer
from plugin.domain.text import say

VALUES_MAX = 4_000  # badges have a few hundred; a walk over so many takes 50 milliseconds
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # the libraries escape these differently
ZONELESS = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+")
WHOLE_MAX = 2**53 - 1  # RFC 7493, section 2.2
TIMES = frozenset(
    ("validFrom", "validUntil", "awardedDate", "activityStartDate", "activityEndDate", "issuanceDate", "expirationDate")
)
MADE_UP = "http://example.org/base/"  # pyld.jsonld.DEFAULT_BASE_IRI, under which it puts what is no address
ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):[^\x00-\x20<>\"{}|^`\\]*")  # N-Quads, IRIREF, with a scheme
BLANK_MAX = 4  # how often one blank node may be named
_VALUE_WORDS = ("@value", "@language")


class UnsafeError(TwinsealError):
    """The document cannot be sealed, nor a seal on it be believed. `answer` is NO where it is at fault for certain,
    UNKNOWN where only we cannot tell."""

    def __init__(self, sentence: str, answer: Answer = Answer.NO) -> None:
        super().__init__("integrity.unsafe", sentence, say("Ask the issuer for a corrected credential."))
        self.answer = answer


def is_member(name: str) -> bool:
    """Whether readers look for members of that name: no address, no keyword, and no type, which begins with a capital.

    OB 3.0 gives some members the address of a type: `Criteria` means what `criteria` means, and nobody reads it.
    """
    return name in _VALUE_WORDS or not (":" in name or name.startswith("@") or name[:1].isupper())


def is_address(text: str) -> bool:
    """Whether it is an absolute address that every verifier writes alike."""
    return ADDRESS.fullmatch(text) is not None and not text.startswith(MADE_UP)


def guard(document: Mapping[str, Any], contexts: Mapping[str, Any]) -> None:
    """UnsafeError for the first thing in the document that parts meaning and words. `contexts`: those we have."""
    if not isinstance(document.get("@context"), list):
        raise UnsafeError(say("It does not say in a list what its words mean (@context)."))
    blanks: Counter[str] = Counter()
    for count, (name, value) in enumerate(_members(document)):
        if count > VALUES_MAX:
            raise UnsafeError(say("It holds more than this checker looks at."), Answer.UNKNOWN)
        if name == "id" and str(value).startswith("_:"):
            _check_blank(str(value), blanks)
        if name == "@context":
            _check_context(value, contexts)
        elif name == "@direction":
            raise UnsafeError(say("It gives a text a direction, which verifiers write differently."), Answer.UNKNOWN)
        elif not is_member(name):
            raise UnsafeError(say("It names a member in a way that credentials may not ({name}).", name=name[:60]))
        elif isinstance(value, dict) and "@language" in value and "@value" not in value:
            raise UnsafeError(say("It names a language without a text."))
        elif isinstance(value, str):
            _check_text(name, value)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            _check_number(value)


def guard_sealing(document: Mapping[str, Any]) -> None:
    """What we ask of our own documents beyond `guard`: nothing empty, which no seal would cover."""
    for name, value in _members(document):
        if value is None or value == [] or value == {}:
            raise UnsafeError(say("Its member “{name}” is empty.", name=name[:60]))


def _members(document: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every value with the name it stands under; the entries of `@context` are left to its check."""
    waiting: list[tuple[str, Any]] = [("", document)]
    while waiting:
        name, value = waiting.pop()
        yield name, value
        if name == "@context":
            continue
        if isinstance(value, dict):
            waiting.extend(value.items())
        elif isinstance(value, list):
            waiting.extend((name, entry) for entry in value)


def _check_blank(name: str, seen: Counter[str]) -> None:
    """Graphs made to do harm tie blank nodes to each other by their names (RDFC-1.0, section 7.1)."""
    seen[name] += 1
    if seen[name] > BLANK_MAX:
        raise UnsafeError(
            say("Its parts are tied together in a way that takes too long to tell apart."), Answer.UNKNOWN
        )


def _check_context(value: object, contexts: Mapping[str, Any]) -> None:
    for entry in value if isinstance(value, list) else [value]:
        if not isinstance(entry, str):
            raise UnsafeError(say("It explains words on its own, which could change what others read."), Answer.UNKNOWN)
        if entry not in contexts:
            words = say(
                "It uses words of {entry}, which this checker does not have; nothing is fetched.", entry=entry[:200]
            )
            raise UnsafeError(words, Answer.UNKNOWN)


def _check_text(name: str, text: str) -> None:
    if CONTROL.search(text):
        raise UnsafeError(say("It holds a control character, which verifiers read differently."), Answer.UNKNOWN)
    if name in TIMES and ZONELESS.fullmatch(text):
        raise UnsafeError(say("Its {name} has no time zone.", name=name))


def _check_number(number: int | float) -> None:
    fits = abs(number) <= WHOLE_MAX
    if not fits or (isinstance(number, float) and "e" in repr(number)):
        raise UnsafeError(say("It holds a number that verifiers write differently."), Answer.UNKNOWN)
