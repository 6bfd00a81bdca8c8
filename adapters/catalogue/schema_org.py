"""schema.org as JSON-LD: Course, EducationalOccupationalCredential and, for the feed, DataFeed (schema.org 28)."""

from __future__ import annotations

import json
from typing import Any

from adapters.catalogue._base import duration
from plugin.domain.catalogue import FeedPage, Listing
from plugin.domain.elements import Level, Organisation, QualityAssurance, plain
from plugin.domain.mapping import definition_of
from plugin.domain.statement import moment_words
from plugin.domain.text import LocalText
from plugin.domain.vocabulary import Concept

CONTEXT = "https://schema.org"
Part = dict[str, Any]


class SchemaOrg:
    """Implements the port `CatalogueFormat`."""

    name = "schema_org"
    title = "schema.org (JSON-LD)"
    media_type = "application/ld+json"
    suffix = "jsonld"

    def one(self, listing: Listing) -> bytes:
        """The course that leads to the micro-credential, with the credential in it."""
        return _written({"@context": CONTEXT, **_course(listing)})

    def feed(self, page: FeedPage) -> bytes:
        """Such courses as the elements of a DataFeed, each with the moment of its last change."""
        elements = [
            {"@type": "DataFeedItem", "dateModified": moment_words(one.published_at), "item": _course(one)}
            for one in page.listings
        ]
        changed = moment_words(page.changed_at) if page.changed_at else None
        feed = _part("DataFeed", id_=page.address, name="Micro-credentials", dateModified=changed)
        return _written({"@context": CONTEXT, **feed, "dataFeedElement": elements})


def _course(listing: Listing) -> Part:
    plan, further = listing.plan, listing.plan.further_information
    return _part(
        "Course",
        id_=f"{listing.page}#course",
        url=listing.page,
        name=_text(plan.title),
        description=_text(plan.description or plan.title),
        courseCode=further.course_code if further else None,
        provider=_organisation(listing.institution.organisation, listing.issuer),
        image=listing.picture,
        dateModified=moment_words(listing.published_at),
        inLanguage=[language.alias or language.code for language in further.languages] if further else None,
        about=[_term(field) for field in further.fields] if further else None,
        teaches=_outcomes(listing),
        coursePrerequisites=_text(plan.prerequisites),
        educationalLevel=_levels(listing),
        timeRequired=duration(plan.workload.hours) if plan.workload else None,
        numberOfCredits=_credits(listing),
        hasCourseInstance=_instance(listing),
        educationalCredentialAwarded=_credential(listing),
    )


def _credential(listing: Listing) -> Part:
    plan = listing.plan
    return _part(
        "EducationalOccupationalCredential",
        id_=definition_of(listing.institution, plan),
        name=_text(plan.title),
        description=_text(plan.description or plan.title),
        credentialCategory="micro-credential",
        competencyRequired=_outcomes(listing),
        educationalLevel=_levels(listing),
        recognizedBy=[_recogniser(quality) for quality in plan.quality_assurance],
        validFor=f"P{plan.valid_months}M" if plan.valid_months else None,
        url=listing.page,
        image=listing.picture,
    )


def _instance(listing: Listing) -> Part | None:
    plan, further = listing.plan, listing.plan.further_information
    return _part(
        "CourseInstance",
        courseMode=plan.participation.mode.label if plan.participation else None,
        courseWorkload=duration(plan.workload.hours) if plan.workload else None,
        startDate=further.started_on.isoformat() if further and further.started_on else None,
        endDate=further.ended_on.isoformat() if further and further.ended_on else None,
    )


def _outcomes(listing: Listing) -> list[Part]:
    return [
        _part(
            "DefinedTerm",
            name=_text(outcome.title),
            sameAs=[skill.iri for skill in outcome.skills],
        )
        for outcome in listing.plan.learning_outcomes
    ]


def _levels(listing: Listing) -> list[Part]:
    level = listing.plan.level
    if not isinstance(level, Level):
        return []
    terms = [_term(concept) for concept in (level.eqf, level.national) if concept]
    return [*terms, *([_part("DefinedTerm", name=level.cycle.value)] if level.cycle else [])]


def _credits(listing: Listing) -> Part | None:
    workload = listing.plan.workload
    if workload is None or workload.ects is None:
        return None
    return _part("StructuredValue", name="ECTS", value=plain(workload.ects), unitText="ECTS credits")


def _recogniser(quality: QualityAssurance) -> Part:
    return _organisation(quality.agency, None)


def _organisation(body: Organisation, id_: str | None) -> Part:
    return _part(
        "Organization",
        id_=id_,
        name=_text(body.legal_name),
        alternateName=body.short_name,
        url=body.homepage,
        email=body.email,
        address=_part(
            "PostalAddress",
            addressCountry=body.place.country.alias or body.place.country.code,
            addressRegion=body.place.region_name,
            streetAddress=body.address,
        ),
    )


def _term(concept: Concept) -> Part:
    return _part(
        "DefinedTerm", id_=concept.iri, name=concept.label, termCode=concept.code, inDefinedTermSet=concept.scheme
    )


def _text(text: LocalText | None) -> Any:
    """Plain words in one language; in several, each with its language."""
    if text is None:
        return None
    said = [{"@language": language, "@value": words} for language, words in text]
    return said if len(said) > 1 else str(text)


def _part(kind: str, id_: str | None = None, **members: Any) -> Part:
    said = {name: value for name, value in members.items() if value not in (None, "", [], {})}
    return {"@type": kind, **({"@id": id_} if id_ else {}), **said}


def _written(document: Part) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode()
