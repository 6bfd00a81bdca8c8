"""A plan and its institution as the tables of a plan file: what `plan_file` reads, the other way round."""

from __future__ import annotations

from collections.abc import Mapping

from plugin.domain import vocabulary
from plugin.domain.elements import (
    Assessment,
    DoesNotApply,
    FurtherInformation,
    LearningOutcome,
    Level,
    Organisation,
    Participation,
    Place,
    QualityAssurance,
    Stackability,
    Workload,
)
from plugin.domain.intake.plan_rule import rule_table
from plugin.domain.plan import CredentialPlan, Institution
from plugin.domain.text import LocalText
from plugin.domain.vocabulary import Concept, ConceptList

Content = dict[str, object]


def plan_content(institution: Institution, plan: CredentialPlan) -> Content:
    """The whole file. Reading it gives an equal plan, and an equal institution in the languages of the plan.

    A concept that is in no list (retired since) keeps its IRI, which the reader then reports.
    """
    return {
        "institution": institution_content(institution, plan.languages),
        "micro_credential": micro_credential_content(plan),
        "rule": rule_table(plan.rule),
    }


def institution_content(institution: Institution, languages: tuple[str, ...]) -> Content:
    """The part [institution], for a file in these languages."""
    return {"id": institution.id, **organisation_content(institution.organisation, languages)}


def organisation_content(body: Organisation, languages: tuple[str, ...]) -> Content:
    """The keys of an organisation. Its name in those languages; where it has none of them, its first name."""
    name = {language: text for language, text in body.legal_name if language in languages}
    return _given(
        name=name or {languages[0]: str(body.legal_name)},
        short_name=body.short_name,
        country=_word(vocabulary.COUNTRIES, body.place.country),
        region=_region(body.place),
        legal_identifier=body.legal_identifier,
        homepage=body.homepage,
        email=body.email,
        address=body.address,
        identifiers=[{"scheme": i.scheme, "value": i.value} for i in body.identifiers] or None,
    )


def micro_credential_content(plan: CredentialPlan) -> Content:
    """The part [micro_credential]: everything but institution and rule."""
    scheme, stack, further = plan.grading_scheme, plan.stackability, plan.further_information
    return _given(
        id=plan.id,
        version=plan.version,
        languages=list(plan.languages),
        title=_text(plan.title),
        description=_text(plan.description),
        learning_outcomes=[_outcome(outcome) for outcome in plan.learning_outcomes] or None,
        workload=_workload(plan.workload) if plan.workload else None,
        level=_level(plan.level) if plan.level else None,
        assessment=_assessment(plan.assessment) if plan.assessment else None,
        participation=_participation(plan.participation) if plan.participation else None,
        quality_assurance=[_quality(quality, plan.languages) for quality in plan.quality_assurance] or None,
        prerequisites=_text(plan.prerequisites),
        supervision=_word(vocabulary.SUPERVISION, plan.supervision),
        grading_scheme=_given(title=_text(scheme.title), description=_text(scheme.description)) if scheme else None,
        stackability=_stackability(stack) if stack else None,
        further_information=_further(further) if further else None,
        valid_months=plan.valid_months,
        formats=list(plan.formats),
        include_grade=None if plan.include_grade else False,
        catalogue=None if plan.catalogue else False,
    )


def _outcome(outcome: LearningOutcome) -> Content:
    return _given(
        title=_text(outcome.title),
        kind=_word(vocabulary.OUTCOME_KINDS, outcome.kind),
        reuse=_word(vocabulary.REUSE_LEVELS, outcome.reuse),
        skills=[{"iri": skill.iri, "label": skill.label} for skill in outcome.skills] or None,
    )


def _workload(workload: Workload) -> Content:
    return _given(ects=workload.ects, hours=workload.hours)


def _level(level: Level | DoesNotApply) -> object:
    if isinstance(level, DoesNotApply):
        return "does not apply"
    return _given(
        eqf=_word(vocabulary.EQF_LEVELS, level.eqf),
        national=_word(vocabulary.NATIONAL_LEVELS, level.national),
        cycle=level.cycle.name.lower() if level.cycle else None,
    )


def _assessment(assessment: Assessment) -> Content:
    return _given(
        kinds=[_word(vocabulary.ASSESSMENTS, kind) for kind in assessment.kinds],
        title=_text(assessment.title),
        mode=_word(vocabulary.PARTICIPATION, assessment.mode),
    )


def _participation(participation: Participation) -> Content:
    return _given(
        mode=_word(vocabulary.PARTICIPATION, participation.mode),
        setting=_word(vocabulary.SETTINGS, participation.setting),
    )


def _stackability(stack: Stackability) -> Content:
    return _given(stands_alone=stack.stands_alone, counts_towards=_text(stack.counts_towards))


def _quality(quality: QualityAssurance, languages: tuple[str, ...]) -> Content:
    return _given(
        kind=_word(vocabulary.QUALITY_ASSURANCE, quality.kind),
        title=_text(quality.title),
        agency=organisation_content(quality.agency, languages),
        valid_from=quality.valid_from,
        valid_until=quality.valid_until,
        report=quality.report,
    )


def _further(further: FurtherInformation) -> Content:
    return _given(
        note=_text(further.note),
        homepage=further.homepage,
        course_code=further.course_code,
        fields=[_word(vocabulary.FIELDS, field) for field in further.fields] or None,
        languages=[_word(vocabulary.LANGUAGES, language) for language in further.languages] or None,
        started_on=further.started_on,
        ended_on=further.ended_on,
    )


def _region(place: Place) -> Mapping[str, object] | None:
    return _given(name=place.region_name, code=place.region_code) or None


def _text(text: LocalText | None) -> dict[str, str] | None:
    return text.as_mapping() if text else None


def _word(concepts: ConceptList, concept: Concept | None) -> str | None:
    return concepts.word_for(concept) if concept else None


def _given(**values: object) -> Content:
    """The keys that have a value."""
    return {key: value for key, value in values.items() if value is not None}
