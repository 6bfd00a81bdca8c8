"""What was achieved: the achievement, its specification, and the assessments that prove it (ELM 3.2, claims)."""

from __future__ import annotations

from typing import Any

from adapters.formats.europass.organisation import organisation
from adapters.formats.europass.parts import Part, Parts, concept, concepts, duration, midnight
from plugin.domain.elements import (
    DoesNotApply,
    FurtherInformation,
    LearningOutcome,
    Level,
    MicroCredential,
    Participation,
    QualityAssurance,
    Workload,
    plain,
)
from plugin.domain.statement import (
    LEVEL_DOES_NOT_APPLY,
    PASSED,
    STACKABLE,
    STANDS_ALONE,
    grade_words,
    moment_words,
)
from plugin.domain.text import LocalText
from plugin.domain.vocabulary import ECTS, ESCO_SKILLS, OPPORTUNITIES, Concept

LEVEL_SUBJECT = "Level and cycle"
STACKABILITY_SUBJECT = "Integration and stackability options"
FURTHER_SUBJECT = "Further information"
_SHORT_PROGRAMME = OPPORTUNITIES.find("Short learning programme")


def achievement(parts: Parts, micro: MicroCredential) -> Part:
    """The one claim of a micro-credential."""
    awarded = _awarded(parts, micro)
    return parts.make(
        "LearningAchievement",
        title=micro.title.as_mapping(),
        description=micro.description.as_mapping(),
        awardedBy=awarded,
        creditReceived=_credits(parts, micro.workload),
        specifiedBy=_specification(parts, micro),
        provenBy=_assessments(parts, micro, awarded),
        influencedBy=_activity(parts, micro, awarded),
    )


def _awarded(parts: Parts, micro: MicroCredential) -> Part:
    """Without a level there is no Qualification, and ELM lets only that and organisations be accredited."""
    accredited = _accreditations(parts, micro) if isinstance(micro.level, DoesNotApply) else None
    body = organisation(parts, micro.awarding_body, accreditation=accredited)
    return parts.make("AwardingProcess", awardingBody=[body], awardingDate=moment_words(micro.awarded_on))


def _specification(parts: Parts, micro: MicroCredential) -> Part:
    further = micro.further_information or FurtherInformation()
    members = {
        "title": micro.title.as_mapping(),
        "description": micro.description.as_mapping(),
        "identifier": parts.identifier("Course code", further.course_code),
        "dcType": concept(_SHORT_PROGRAMME),
        "thematicArea": concepts(further.fields),
        "learningOutcome": [_outcome(parts, outcome) for outcome in micro.learning_outcomes],
        "creditPoint": _credits(parts, micro.workload),
        "volumeOfLearning": duration(micro.workload.hours),
        "language": concepts(further.languages),
        **_participation(micro.participation),
        "entryRequirement": parts.note(micro.prerequisites),
        "homepage": parts.web(further.homepage),
        "additionalNote": _notes(parts, micro),
    }
    if isinstance(micro.level, DoesNotApply):
        return parts.make("LearningAchievementSpecification", **members)
    return parts.make(
        "Qualification",
        **members,
        **_level(parts, micro.level),
        accreditation=_accreditations(parts, micro),
        isPartialQualification=True,
    )


def _level(parts: Parts, level: Level) -> Part:
    """The QF-EHEA has no official list, so its cycle is a concept of no list."""
    cycle = parts.make("Concept", prefLabel={"en": level.cycle.value}) if level.cycle else None
    return {
        "eqfLevel": concept(level.eqf) if level.eqf else None,
        "nqfLevel": concept(level.national) if level.national else None,
        "educationLevel": cycle,
    }


def _participation(participation: Participation) -> Part:
    setting = participation.setting
    return {"mode": concept(participation.mode), "learningSetting": concept(setting) if setting else None}


def _outcome(parts: Parts, outcome: LearningOutcome) -> Part:
    scheme = {"id": ESCO_SKILLS, "type": "ConceptScheme"}
    return parts.make(
        "LearningOutcome",
        title=outcome.title.as_mapping(),
        dcType=concept(outcome.kind) if outcome.kind else None,
        reusabilityLevel=concept(outcome.reuse) if outcome.reuse else None,
        relatedESCOSkill=[
            {"id": skill.iri, "type": "Concept", "inScheme": scheme, "prefLabel": {"en": skill.label}}
            for skill in outcome.skills
        ],
    )


def _credits(parts: Parts, workload: Workload) -> Part | None:
    if workload.ects is None:
        return None
    return parts.make("CreditPoint", point=plain(workload.ects), framework=concept(ECTS))


def _accreditations(parts: Parts, micro: MicroCredential) -> list[Part]:
    return [_accreditation(parts, quality) for quality in micro.quality_assurance]


def _accreditation(parts: Parts, quality: QualityAssurance) -> Part:
    return parts.make(
        "Accreditation",
        title=quality.title.as_mapping(),
        dcType=concept(quality.kind),
        accreditingAgent=organisation(parts, quality.agency),
        dateIssued=midnight(quality.valid_from),
        expiryDate=midnight(quality.valid_until),
        report=parts.web(quality.report),
    )


def _assessments(parts: Parts, micro: MicroCredential, awarded: Part) -> list[Part]:
    """One kind: one assessment with the grade. Several: the whole with the grade, then each kind, which was passed."""
    kinds, grade = micro.assessment.kinds, LocalText.of(grade_words(micro.grade))
    if len(kinds) == 1:
        return [_assessment(parts, micro, awarded, grade, kinds[0])]
    passed = LocalText.of(PASSED)
    each = [_assessment(parts, micro, awarded, passed, kind) for kind in kinds]
    return [_assessment(parts, micro, awarded, grade, None), *each]


def _assessment(parts: Parts, micro: MicroCredential, awarded: Part, grade: LocalText, kind: Concept | None) -> Part:
    title = micro.assessment.title or LocalText.of(kind.label.capitalize() if kind else "Final result")
    scheme = micro.grade.scheme if micro.grade else None
    mode = micro.assessment.mode
    specification = parts.make(
        "LearningAssessmentSpecification",
        title=title.as_mapping(),
        dcType=concept(kind) if kind else None,
        mode=concept(mode) if mode else None,
        gradingScheme=parts.make(
            "GradingScheme",
            title=scheme.title.as_mapping(),
            description=scheme.description.as_mapping() if scheme.description else None,
        )
        if scheme
        else None,
    )
    return parts.make(
        "LearningAssessment",
        title=title.as_mapping(),
        awardedBy=awarded,
        grade=parts.note(grade),
        idVerification=concept(micro.supervision) if micro.supervision else None,
        specifiedBy=specification,
    )


def _activity(parts: Parts, micro: MicroCredential, awarded: Part) -> Part | None:
    further = micro.further_information
    if further is None or not (further.started_on or further.ended_on):
        return None
    members: dict[str, Any] = {"startDate": midnight(further.started_on), "endDate": midnight(further.ended_on)}
    return parts.make(
        "LearningActivity",
        title=micro.title.as_mapping(),
        awardedBy=awarded,
        workload=duration(micro.workload.hours),
        temporal=parts.make("PeriodOfTime", **members),
    )


def _notes(parts: Parts, micro: MicroCredential) -> list[Part | None]:
    notes: list[tuple[LocalText | None, str]] = []
    if isinstance(micro.level, DoesNotApply):
        notes.append((LocalText.of(LEVEL_DOES_NOT_APPLY), LEVEL_SUBJECT))
    if micro.stackability:
        first = STANDS_ALONE if micro.stackability.stands_alone else STACKABLE
        notes.append((LocalText.of(first), STACKABILITY_SUBJECT))
        notes.append((micro.stackability.counts_towards, STACKABILITY_SUBJECT))
    if micro.further_information:
        notes.append((micro.further_information.note, FURTHER_SUBJECT))
    return [parts.note(text, subject) for text, subject in notes if text]
