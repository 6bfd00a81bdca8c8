"""Reading a Europass credential, ours or foreign: one value or a list is the same, as in the Commission's tools."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from adapters.formats.europass.claim import FURTHER_SUBJECT, LEVEL_SUBJECT, STACKABILITY_SUBJECT
from plugin.domain.elements import Element
from plugin.domain.ports.credentials import ClaimedIssuer, ClaimedTimes
from plugin.domain.statement import Statement, eqf_words, moment_words
from plugin.domain.text import say
from plugin.domain.vocabulary import ECTS, LANGUAGES

_DURATION = re.compile(r"PT(?:(\d{1,7})H)?(?:(\d{1,4})M)?(?:(\d{1,4}(?:\.\d{1,9})?)S)?")
Object = Mapping[str, Any]


def statement(content: Object) -> Statement:
    """What the credential says in its primary language; an element that it does not say is absent."""
    words = _Words(_primary_language(content))
    subject = one(content.get("credentialSubject"))
    claim = _achievement(subject)
    spec, awarded = one(claim.get("specifiedBy")), one(claim.get("awardedBy"))
    body = one(awarded.get("awardingBody"))
    assessments = objects(claim.get("provenBy"))
    said = {
        Element.LEARNER: _learner(subject, words),
        Element.TITLE: words.map(claim.get("title")),
        Element.COUNTRY: _country(one(one(content.get("issuer")).get("location")), words),
        Element.AWARDING_BODY: words.map(body.get("legalName")),
        Element.DATE_OF_ISSUING: _moment_words(content.get("issued")),
        Element.LEARNING_OUTCOMES: words.each(spec.get("learningOutcome"), "title"),
        Element.WORKLOAD: _workload(spec),
        Element.LEVEL: _level(spec, words),
        Element.ASSESSMENT: tuple(
            word for a in assessments for word in words.each(one(a.get("specifiedBy")).get("dcType"), "prefLabel")
        ),
        Element.PARTICIPATION: words.each(spec.get("mode"), "prefLabel"),
        Element.QUALITY_ASSURANCE: _quality(spec, body, words),
        Element.PREREQUISITES: words.each(spec.get("entryRequirement"), "noteLiteral"),
        Element.SUPERVISION: _first(assessments, "idVerification", "prefLabel", words),
        Element.GRADE: _first(assessments, "grade", "noteLiteral", words),
        Element.STACKABILITY: words.notes(spec, STACKABILITY_SUBJECT),
        Element.FURTHER_INFORMATION: words.notes(spec, FURTHER_SUBJECT) + _addresses(spec),
    }
    return Statement({element: found for element, found in said.items() if found})


def issuer(content: Object) -> ClaimedIssuer:
    """The issuer's id, legal name and eIDAS legal identifier."""
    named = one(content.get("issuer"))
    name = _Words(_primary_language(content)).map(named.get("legalName"))
    identifier = text(one(named.get("eIDASIdentifier")).get("notation"))
    return ClaimedIssuer(text(named.get("id")), name[0] if name else "", identifier or None)


def times(content: Object) -> ClaimedTimes:
    """`issued` (`issuanceDate`), `validFrom`, and the earlier of `expirationDate` and `validUntil`."""
    ends = [end for end in (moment(content.get(name)) for name in ("expirationDate", "validUntil")) if end]
    issued = moment(content.get("issued")) or moment(content.get("issuanceDate"))
    return ClaimedTimes(issued, moment(content.get("validFrom")), min(ends) if ends else None)


def moment(value: object) -> datetime | None:
    """A dateTime with its zone, in UTC; None for anything else."""
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
        return found.astimezone(UTC) if found and found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def many(value: object) -> list[Any]:
    """One value or a list of them, as a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def objects(value: object) -> list[Object]:
    """The objects among them."""
    return [entry for entry in many(value) if isinstance(entry, dict)]


def one(value: object) -> Object:
    """The first object among them, or an empty one."""
    return next(iter(objects(value)), {})


def text(value: object) -> str:
    """A string, or nothing."""
    return value if isinstance(value, str) else ""


class _Words:
    """Finds words in language maps: in the primary language, else in the first one."""

    def __init__(self, language: str) -> None:
        self._language = language

    def map(self, value: object) -> tuple[str, ...]:
        """The words of one language map."""
        entries = value if isinstance(value, dict) else {}
        found = entries.get(self._language) or next(iter(entries.values()), None)
        return tuple(word for word in many(found)[:1] if isinstance(word, str) and word)

    def each(self, value: object, member: str) -> tuple[str, ...]:
        """The words of that member in each object."""
        return tuple(word for entry in objects(value) for word in self.map(entry.get(member)))

    def notes(self, spec: Object, subject: str) -> tuple[str, ...]:
        """The notes about a subject."""
        about = [n for n in objects(spec.get("additionalNote")) if _named(n) == subject]
        return self.each(about, "noteLiteral")


def _primary_language(content: Object) -> str:
    named = text(one(one(content.get("displayParameter")).get("primaryLanguage")).get("id"))
    known = LANGUAGES.get(named) if named else None
    return known.alias if known else "en"


def _achievement(subject: Object) -> Object:
    claims = objects(subject.get("hasClaim"))
    return next((c for c in claims if c.get("type") == "LearningAchievement"), one(claims))


def _learner(subject: Object, words: _Words) -> tuple[str, ...]:
    whole = words.map(subject.get("fullName"))
    parts = words.map(subject.get("givenName")) + words.map(subject.get("familyName"))
    return whole or ((" ".join(parts),) if parts else ())


def _country(location: Object, words: _Words) -> tuple[str, ...]:
    country = words.each(one(location.get("address")).get("countryCode"), "prefLabel")
    region = words.each(location.get("spatialCode"), "prefLabel")
    return (", ".join(country[:1] + region[:1]),) if country else ()


def _workload(spec: Object) -> tuple[str, ...]:
    points = objects(spec.get("creditPoint"))
    earned = tuple(
        say("{ects} ECTS", ects=text(p.get("point")))
        for p in points
        if one(p.get("framework")).get("id") == ECTS.iri and text(p.get("point"))
    )
    return earned + _hours(text(spec.get("volumeOfLearning")))


def _hours(duration: str) -> tuple[str, ...]:
    """Hours, minutes and seconds only: a file that says months where it means hours is not believed."""
    found = _DURATION.fullmatch(duration)
    if not found or not any(found.groups()):
        return ()
    hours, minutes, seconds = (Decimal(part or 0) for part in found.groups())
    return (say("{hours} hours", hours=(hours * 3600 + minutes * 60 + seconds) / 3600),)


def _level(spec: Object, words: _Words) -> tuple[str, ...]:
    eqf = tuple(eqf_words(word) for word in words.each(spec.get("eqfLevel"), "prefLabel"))
    other = words.each(spec.get("nqfLevel"), "prefLabel") + words.each(spec.get("educationLevel"), "prefLabel")
    return eqf + other or words.notes(spec, LEVEL_SUBJECT)


def _quality(spec: Object, body: Object, words: _Words) -> tuple[str, ...]:
    given = objects(spec.get("accreditation")) or objects(body.get("accreditation"))
    found = []
    for accreditation in given:
        kind = words.each(accreditation.get("dcType"), "prefLabel")
        title = words.map(accreditation.get("title"))
        agency = words.each(accreditation.get("accreditingAgent"), "legalName")
        found += [f"{k}: {t} ({a})" for k, t, a in zip(kind, title, agency, strict=False)]
    return tuple(found)


def _first(assessments: list[Object], member: str, label: str, words: _Words) -> tuple[str, ...]:
    found = [word for a in assessments for word in words.each(a.get(member), label)]
    return tuple(found[:1])


def _addresses(spec: Object) -> tuple[str, ...]:
    return tuple(text(page.get("contentURL")) for page in objects(spec.get("homepage")) if text(page.get("contentURL")))


def _moment_words(value: object) -> tuple[str, ...]:
    found = moment(value)
    return (moment_words(found),) if found else ()


def _named(note: Object) -> str:
    return text(one(one(note.get("subject")).get("prefLabel")).get("en"))
