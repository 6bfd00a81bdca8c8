"""Reading a badge, ours or foreign: what cannot be read is not said, and nothing is believed yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from adapters.formats.openbadge3 import alignments as kinds
from plugin.domain.elements import Element
from plugin.domain.ports.credentials import ClaimedIssuer, ClaimedTimes
from plugin.domain.statement import PASSED, Statement, moment_words
from plugin.domain.text import say

VC_1 = "https://www.w3.org/2018/credentials/v1"
BEGINS = {False: "validFrom", True: "issuanceDate"}  # VC DM 2.0, section 4.9; VC DM 1.1, section 4.6
ENDS = {False: "validUntil", True: "expirationDate"}


def statement(content: Mapping[str, Any]) -> Statement:
    """What the badge says, element by element; an element that it does not say is absent."""
    subject = _object(content, "credentialSubject")
    achievement = _object(subject, "achievement")
    said = {
        Element.LEARNER: tuple(_names(subject)),
        Element.TITLE: _words(achievement, "name"),
        Element.COUNTRY: _country(_object(_object(content, "issuer"), "address")),
        Element.AWARDING_BODY: _words(_object(content, "issuer"), "name"),
        Element.DATE_OF_ISSUING: _issued(content),
        Element.LEARNING_OUTCOMES: _aligned(achievement, kinds.OUTCOME),
        Element.WORKLOAD: _aligned(achievement, kinds.CREDITS, kinds.HOURS),
        Element.LEVEL: _aligned(achievement, kinds.EQF, kinds.NATIONAL, kinds.CYCLE, kinds.NO_LEVEL),
        Element.ASSESSMENT: _aligned(achievement, kinds.ASSESSMENT),
        Element.PARTICIPATION: _aligned(achievement, kinds.PARTICIPATION),
        Element.QUALITY_ASSURANCE: _aligned(achievement, kinds.QUALITY),
        Element.PREREQUISITES: _aligned(achievement, kinds.PREREQUISITES),
        Element.SUPERVISION: _aligned(achievement, kinds.SUPERVISION),
        Element.GRADE: _grade(subject, achievement),
        Element.STACKABILITY: _aligned(achievement, kinds.STACKABILITY),
        Element.FURTHER_INFORMATION: _aligned(achievement, kinds.FURTHER)
        + _words(_object(achievement, "criteria"), "id"),
    }
    return Statement({element: words for element, words in said.items() if words})


def issuer(content: Mapping[str, Any]) -> ClaimedIssuer:
    """The issuer's id and name; a bare address is an id without a name."""
    named = content.get("issuer")
    if isinstance(named, str):
        return ClaimedIssuer(named, "")
    profile = _object(content, "issuer")
    return ClaimedIssuer(_text(profile, "id"), _text(profile, "name"))


def times(content: Mapping[str, Any]) -> ClaimedTimes:
    """From when, twice, for OB 3.0 has no other time of issuing; a time without a zone is no time."""
    begins = moment(content.get(BEGINS[is_version_1(content)]))
    return ClaimedTimes(begins, begins, moment(content.get(ENDS[is_version_1(content)])))


def is_version_1(content: Mapping[str, Any]) -> bool:
    """Whether it follows the Verifiable Credentials Data Model 1.1, which older badges of version 3.0 do."""
    context = content.get("@context")
    return isinstance(context, list) and context[:1] == [VC_1]


def moment(value: object) -> datetime | None:
    """A dateTime with its zone, in UTC; None for anything else."""
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
        return found.astimezone(UTC) if found and found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _issued(content: Mapping[str, Any]) -> tuple[str, ...]:
    begins = times(content).issued_at
    return (moment_words(begins),) if begins else ()


def _names(subject: Mapping[str, Any]) -> Iterator[str]:
    for identity in _objects(subject, "identifier"):
        if identity.get("identityType") == "name" and identity.get("hashed") is False:
            yield from _words(identity, "identityHash")


def _country(address: Mapping[str, Any]) -> tuple[str, ...]:
    parts = _words(address, "addressCountry") + _words(address, "addressRegion")
    return (", ".join(parts),) if parts else ()


def _aligned(achievement: Mapping[str, Any], *wanted: str) -> tuple[str, ...]:
    found = [(a.get("targetType"), _words(a, "targetName")) for a in _objects(achievement, "alignment")]
    return tuple(word for kind in wanted for type_, words in found if type_ == kind for word in words)


def _grade(subject: Mapping[str, Any], achievement: Mapping[str, Any]) -> tuple[str, ...]:
    described = {_text(d, "id"): d for d in _objects(achievement, "resultDescription")}
    points, letter, passed = "", "", ""
    for result in _objects(subject, "result"):
        description = described.get(_text(result, "resultDescription"), {})
        kind, value, most = description.get("resultType"), _text(result, "value"), _text(description, "valueMax")
        if kind == "LetterGrade":
            letter = value
        elif kind == "Status":
            passed = PASSED if result.get("status") == "Completed" else ""
        elif value:
            points = say("{value} of {maximum}", value=value, maximum=most) if most else value
    if points and letter:
        return (say("{letter} ({points})", letter=letter, points=points),)
    return tuple(word for word in (points or letter or passed,) if word)


def _text(holder: Mapping[str, Any], name: str) -> str:
    value = holder.get(name)
    return value if isinstance(value, str) else ""


def _words(holder: Mapping[str, Any], name: str) -> tuple[str, ...]:
    text = _text(holder, name)
    return (text,) if text else ()


def _object(holder: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = holder.get(name)
    return value if isinstance(value, dict) else {}


def _objects(holder: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    value = holder.get(name)
    entries = value if isinstance(value, list) else [value]
    return [entry for entry in entries if isinstance(entry, dict)]
