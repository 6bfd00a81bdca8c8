"""From a listing to a LearningOpportunity of the LOQ profile.

Where the plan lacks what a Qualification must have there (EQF level, national level, ISCED-F field), the opportunity
leads to a LearningAchievementSpecification instead, whose shape the profile leaves out of force.
"""

from __future__ import annotations

from datetime import date, datetime
from itertools import count

from adapters.catalogue._base import duration
from adapters.catalogue.europass_loq.rdf_xml import Literal, Resource, Value
from plugin.domain.catalogue import Listing
from plugin.domain.elements import (
    FurtherInformation,
    LearningOutcome,
    Level,
    Organisation,
    QualityAssurance,
    Skill,
    plain,
)
from plugin.domain.mapping import definition_of
from plugin.domain.statement import LEVEL_DOES_NOT_APPLY, STACKABLE, STANDS_ALONE, moment_words
from plugin.domain.text import LocalText
from plugin.domain.vocabulary import ECTS, OPPORTUNITIES, Concept, language_of

_SHORT_PROGRAMME = OPPORTUNITIES.find("Short learning programme")
Members = tuple[tuple[str, Value | None], ...]


def opportunity(listing: Listing) -> Resource:
    """What can be learned, where, and the credential that it leads to."""
    return _Builder(listing).opportunity()


class _Builder:
    """Names every part after the listing's page: #qualification, #outcome-1 …"""

    def __init__(self, listing: Listing) -> None:
        self._listing = listing
        self._plan = listing.plan
        self._further = listing.plan.further_information or FurtherInformation()
        self._numbers = count(1)

    def opportunity(self) -> Resource:
        listing, plan = self._listing, self._plan
        mode = plan.participation.mode if plan.participation else None
        return _resource(
            "elm:LearningOpportunity",
            f"{listing.page}#opportunity",
            ("dc:title", plan.title),
            ("dc:description", plan.description),
            ("dc:type", _concept(_SHORT_PROGRAMME)),
            ("dc:modified", Literal(moment_words(listing.published_at), "dateTime")),
            ("elm:defaultLanguage", _concept(language_of(plan.languages[0]))),
            ("elm:mode", _concept(mode)),
            ("elm:providedBy", self._provider()),
            ("foaf:homepage", self._web(listing.page)),
            ("elm:learningAchievementSpecification", self._specification()),
        )

    def _specification(self) -> Resource:
        plan, level = self._plan, self._plan.level
        iri = definition_of(self._listing.institution, plan)
        if self._is_qualification and isinstance(level, Level):
            own: Members = (
                ("elm:EQFLevel", _concept(level.eqf)),
                ("elm:NQFLevel", _concept(level.national)),
                ("elm:isPartialQualification", Literal("true", "boolean")),
                *(("elm:accreditation", self._accreditation(quality)) for quality in plan.quality_assurance),
            )
            return _resource("elm:Qualification", iri, *self._said(), *own)
        eqf = level.eqf if isinstance(level, Level) else None
        return _resource(
            "elm:LearningAchievementSpecification", iri, *self._said(), ("elm:educationLevel", _concept(eqf))
        )

    @property
    def _is_qualification(self) -> bool:
        level = self._plan.level
        return isinstance(level, Level) and bool(level.eqf and level.national and self._further.fields)

    def _said(self) -> Members:
        plan, further = self._plan, self._further
        workload, participation = plan.workload, plan.participation
        return (
            ("dc:title", plan.title),
            ("dc:description", plan.description),
            ("adms:identifier", self._identifier("Course code", further.course_code)),
            *(("dc:language", _concept(language)) for language in further.languages),
            *(("elm:ISCEDFCode", _concept(field)) for field in further.fields),
            *(("elm:learningOutcome", self._outcome(outcome)) for outcome in plan.learning_outcomes),
            ("elm:creditPoint", self._credits()),
            ("elm:volumeOfLearning", _typed(duration(workload.hours) if workload else None, "duration")),
            ("elm:learningSetting", _concept(participation.setting if participation else None)),
            ("elm:mode", _concept(participation.mode if participation else None)),
            ("elm:entryRequirement", self._note(plan.prerequisites)),
            *(("elm:provenBy", proof) for proof in self._assessments()),
            *(("elm:additionalNote", self._note(note)) for note in self._notes()),
            ("foaf:homepage", self._web(further.homepage)),
        )

    def _notes(self) -> list[LocalText]:
        """What the profile has no place for, so that nothing of the standard is lost."""
        plan = self._plan
        notes = [self._further.note, plan.stackability.counts_towards if plan.stackability else None]
        if plan.stackability:
            notes.append(LocalText.of(STANDS_ALONE if plan.stackability.stands_alone else STACKABLE))
        if plan.supervision:
            notes.append(LocalText.of(f"Supervision and identity verification: {plan.supervision.label}"))
        if isinstance(plan.level, Level):
            cycle = plan.level.cycle
            notes.append(LocalText.of(f"QF-EHEA: {cycle.value}") if cycle else None)
        else:
            notes.append(LocalText.of(f"Level and cycle: {LEVEL_DOES_NOT_APPLY}"))
        return [note for note in notes if note]

    def _assessments(self) -> list[Resource]:
        assessment, grading = self._plan.assessment, self._grading()
        if assessment is None:
            return []
        return [
            _resource(
                "elm:LearningAssessmentSpecification",
                self._iri("assessment"),
                ("dc:title", assessment.title or LocalText.of(kind.label.capitalize())),
                ("dc:type", _concept(kind)),
                ("elm:mode", _concept(assessment.mode)),
                ("elm:gradingScheme", grading),
            )
            for kind in assessment.kinds
        ]

    def _grading(self) -> Resource | None:
        scheme = self._plan.grading_scheme
        if scheme is None:
            return None
        members = (("dc:title", scheme.title), ("dc:description", scheme.description))
        return _resource("elm:GradingScheme", self._iri("grading"), *members)

    def _outcome(self, outcome: LearningOutcome) -> Resource:
        return _resource(
            "elm:LearningOutcome",
            self._iri("outcome"),
            ("dc:title", outcome.title),
            ("dc:type", _concept(outcome.kind)),
            ("elm:reusabilityLevel", _concept(outcome.reuse)),
            *(("elm:relatedESCOSkill", _skill(skill)) for skill in outcome.skills),
        )

    def _credits(self) -> Resource | None:
        ects = self._plan.workload.ects if self._plan.workload else None
        if ects is None:
            return None
        point = Literal(plain(ects), "string")
        return _resource(
            "elm:CreditPoint", self._iri("credit"), ("elm:framework", _concept(ECTS)), ("elm:point", point)
        )

    def _provider(self) -> Resource:
        """Without a Qualification only the organisation can carry what underpins the quality."""
        own = () if self._is_qualification else self._plan.quality_assurance
        accredited = [("elm:accreditation", self._accreditation(quality)) for quality in own]
        return self._organisation(self._listing.institution.organisation, self._listing.issuer, *accredited)

    def _accreditation(self, quality: QualityAssurance) -> Resource:
        return _resource(
            "elm:Accreditation",
            self._iri("accreditation"),
            ("dc:title", quality.title),
            ("dc:type", _concept(quality.kind)),
            ("elm:organisation", Resource("", self._listing.issuer)),
            ("elm:accreditingAgent", self._organisation(quality.agency, self._iri("agency"))),
            ("dc:issued", _day(quality.valid_from)),
            ("elm:expiryDate", _day(quality.valid_until)),
            ("elm:report", self._web(quality.report)),
        )

    def _organisation(self, body: Organisation, iri: str, *more: tuple[str, Resource]) -> Resource:
        address = _resource("elm:Address", f"{iri}-address", ("elm:countryCode", _concept(body.place.country)))
        return _resource(
            "elm:Organisation",
            iri,
            ("rov:legalName", body.legal_name),
            ("elm:location", _resource("dc:Location", f"{iri}-place", ("elm:address", address))),
            ("foaf:homepage", self._web(body.homepage, f"{iri}-home")),
            *more,
        )

    def _note(self, text: LocalText | None) -> Resource | None:
        return _resource("elm:Note", self._iri("note"), ("elm:noteLiteral", text)) if text else None

    def _identifier(self, scheme: str, value: str | None) -> Resource | None:
        if not value:
            return None
        members = (("skos:notation", Literal(value)), ("elm:schemeName", Literal(scheme, "string")))
        return _resource("elm:Identifier", self._iri("identifier"), *members)

    def _web(self, address: str | None, iri: str = "") -> Resource | None:
        if not address:
            return None
        content = Literal(address, "anyURI")
        return _resource("elm:WebResource", iri or self._iri("web"), ("elm:contentUrl", content))

    def _iri(self, kind: str) -> str:
        return f"{self._listing.page}#{kind}-{next(self._numbers)}"


def _resource(kind: str, iri: str, *members: tuple[str, Value | None]) -> Resource:
    return Resource(kind, iri, tuple((name, value) for name, value in members if value is not None))


def _concept(concept: Concept | None) -> Resource | None:
    if concept is None:
        return None
    scheme = Resource("skos:ConceptScheme", concept.scheme)
    return _resource(
        "skos:Concept", concept.iri, ("skos:prefLabel", LocalText.of(concept.label)), ("skos:inScheme", scheme)
    )


def _skill(skill: Skill) -> Resource:
    """Without its list: the shapes ask for an address of the list that ESCO itself does not use."""
    return _resource("skos:Concept", skill.iri, ("skos:prefLabel", LocalText.of(skill.label)))


def _day(day: date | None) -> Literal | None:
    return (
        Literal(moment_words(datetime.fromisoformat(f"{day.isoformat()}T00:00:00+00:00")), "dateTime") if day else None
    )


def _typed(text: str | None, datatype: str) -> Literal | None:
    return Literal(text, datatype) if text else None
