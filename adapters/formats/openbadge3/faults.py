"""The rules of OB 3.0 that a badge must obey, each breach as a plain sentence; made for hostile content.

One value may stand without its list, as the official schema for JSON-LD allows; what we build ourselves has lists
throughout, as the strict schema wants.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from adapters.formats.openbadge3.build import CONTEXTS
from adapters.formats.openbadge3.read import BEGINS, ENDS, VC_1, is_version_1, moment
from plugin.domain.text import say

BADGE_TYPES = ("OpenBadgeCredential", "AchievementCredential")
_OB_CONTEXTS = (
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.",
    "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
)
_LISTS = {
    "credentialSubject": ("type", "identifier", "result"),
    "achievement": ("type", "alignment", "resultDescription", "otherIdentifier", "tag", "related"),
}


def faults(content: Mapping[str, Any]) -> Iterator[str]:
    """Each breach, the outermost first."""
    yield from _envelope(content)
    yield from _times(content)
    yield from _issuer(content.get("issuer"))
    subject = content.get("credentialSubject")
    if isinstance(subject, dict):
        yield from _subject(subject)
    else:
        yield say("It has no single learner (credentialSubject).")


def _envelope(content: Mapping[str, Any]) -> Iterator[str]:
    context = content.get("@context")
    if not isinstance(context, list) or context[:1] not in (CONTEXTS[:1], [VC_1]):
        yield say("Its first @context is not that of Verifiable Credentials 2.0.")
    elif len(context) < 2 or not str(context[1]).startswith(_OB_CONTEXTS):
        yield say("Its second @context is not that of Open Badges 3.0.")
    if not _address(content.get("id")):
        yield say("It has no id that is an address (URI).")
    types = content.get("type")
    if not isinstance(types, list) or "VerifiableCredential" not in types:
        yield say("Its type does not say that it is a verifiable credential.")
    if "vc" in content:
        yield say("It mixes two versions of the data model (vc).")
    status = content.get("credentialStatus")
    if status is not None and not (isinstance(status, dict) and status.get("type") and _address(status.get("id"))):
        yield say("Its credentialStatus is not one object with an id and a type.")


def _times(content: Mapping[str, Any]) -> Iterator[str]:
    first = is_version_1(content)
    if moment(content.get(BEGINS[first])) is None:
        yield say("It does not say from when it is valid, with a time zone ({begins}).", begins=BEGINS[first])
    if BEGINS[not first] in content or ENDS[not first] in content:
        yield say("It mixes the times of two versions of the data model.")
    for name in (ENDS[first], "awardedDate"):
        if name in content and moment(content[name]) is None:
            yield say("Its {name} is not a time with a zone.", name=name)


def _issuer(issuer: object) -> Iterator[str]:
    if not isinstance(issuer, dict):
        yield say("Its issuer is not described (Profile).")
        return
    if not _address(issuer.get("id")):
        yield say("Its issuer has no id that is an address (URI).")
    if not _has_type(issuer, "Profile"):
        yield say("Its issuer is not of the type Profile.")


def _subject(subject: Mapping[str, Any]) -> Iterator[str]:
    yield from _not_lists(subject, "credentialSubject")
    if not _has_type(subject, "AchievementSubject"):
        yield say("Its learner is not of the type AchievementSubject.")
    if not _address(subject.get("id")) and not subject.get("identifier"):
        yield say("It does not say who the learner is (neither id nor identifier).")
    achievement = subject.get("achievement")
    if not isinstance(achievement, dict):
        yield say("It does not say what was achieved (achievement).")
        return
    yield from _achievement(achievement)
    yield from _results(subject, achievement)


def _achievement(achievement: Mapping[str, Any]) -> Iterator[str]:
    yield from _not_lists(achievement, "achievement")
    if not _address(achievement.get("id")):
        yield say("Its achievement has no id that is an address (URI).")
    if not _has_type(achievement, "Achievement"):
        yield say("Its achievement is not of the type Achievement.")
    for name in ("name", "description"):
        if not _filled(achievement.get(name)):
            yield say("Its achievement has no {name}.", name=name)
    criteria = achievement.get("criteria")
    if not isinstance(criteria, dict) or not (_filled(criteria.get("id")) or _filled(criteria.get("narrative"))):
        yield say("Its achievement does not say how it is earned (criteria).")
    for alignment in _listed(achievement.get("alignment")):
        if not (_filled(alignment.get("targetName")) and _address(alignment.get("targetUrl"))):
            yield say("One of its alignments lacks a name or an address.")
            return


def _results(subject: Mapping[str, Any], achievement: Mapping[str, Any]) -> Iterator[str]:
    known = [d.get("id") for d in _listed(achievement.get("resultDescription"))]
    for result in _listed(subject.get("result")):
        link = result.get("resultDescription")
        if link is not None and link not in known:
            yield say("One of its results points to no description.")
        if not (_filled(result.get("value")) or result.get("status") or result.get("achievedLevel")):
            yield say("One of its results says nothing.")


def _not_lists(holder: Mapping[str, Any], where: str) -> Iterator[str]:
    for name in _LISTS[where]:
        if name in holder and not (isinstance(holder[name], list | dict | str) and holder[name]):
            yield say("Its {where}.{name} is not a list of at least one.", where=where, name=name)


def _listed(value: object) -> list[Mapping[str, Any]]:
    return [entry for entry in (value if isinstance(value, list) else [value]) if isinstance(entry, dict)]


def _has_type(holder: Mapping[str, Any], name: str) -> bool:
    types = holder.get("type")
    return types == name or (isinstance(types, list) and name in types)


def _filled(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _address(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(urlsplit(value).scheme) and " " not in value
    except ValueError:
        return False
