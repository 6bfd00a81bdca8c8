"""The EU standard elements that have no field in OB 3.0: alignments with the official address of what they name.

OB 3.0, section Alignment: `targetType` may be any `ext:` name; verifiers that do not know it still show `targetName`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plugin.domain import vocabulary
from plugin.domain.elements import DoesNotApply, Level, MicroCredential, Workload, plain
from plugin.domain.statement import (
    LEVEL_DOES_NOT_APPLY,
    level_words,
    quality_words,
    stackability_words,
    text_words,
    workload_words,
)
from plugin.domain.vocabulary import Concept

OUTCOME = "ext:EU.learningOutcome"
SKILL = "ext:ESCO.skill"
CREDITS = "ext:EU.credits"
HOURS = "ext:EU.workload"
EQF = "ext:EU.eqfLevel"
NATIONAL = "ext:EU.nationalLevel"
CYCLE = "ext:EU.cycle"
NO_LEVEL = "ext:EU.level"
ASSESSMENT = "ext:EU.assessment"
PARTICIPATION = "ext:EU.participation"
QUALITY = "ext:EU.qualityAssurance"
PREREQUISITES = "ext:EU.prerequisites"
SUPERVISION = "ext:EU.supervision"
STACKABILITY = "ext:EU.stackability"
FURTHER = "ext:EU.furtherInformation"


def alignments(micro: MicroCredential) -> list[dict[str, Any]]:
    """All of them, in the order of the standard elements."""
    return [
        *_outcomes(micro),
        *_workload(micro.workload, micro.definition),
        *_level(micro.level, micro.definition),
        *(_concept(ASSESSMENT, kind) for kind in micro.assessment.kinds),
        _concept(PARTICIPATION, micro.participation.mode),
        *_quality(micro),
        *_texts(micro),
    ]


def _outcomes(micro: MicroCredential) -> Iterator[dict[str, Any]]:
    language = micro.languages[0]
    for number, outcome in enumerate(micro.learning_outcomes, 1):
        name = outcome.title.in_language(language)
        yield _alignment(OUTCOME, name, f"{micro.definition}#outcome-{number}")
        for skill in outcome.skills:
            yield {**_alignment(SKILL, skill.label, skill.iri), "targetFramework": "ESCO"}


def _workload(workload: Workload, definition: str) -> Iterator[dict[str, Any]]:
    words = iter(workload_words(workload))
    if workload.ects is not None:
        yield {**_alignment(CREDITS, next(words), vocabulary.ECTS.iri), "targetCode": plain(workload.ects)}
    if workload.hours is not None:
        yield {**_alignment(HOURS, next(words), f"{definition}#workload"), "targetCode": plain(workload.hours)}


def _level(level: Level | DoesNotApply, definition: str) -> Iterator[dict[str, Any]]:
    if isinstance(level, DoesNotApply):
        yield _alignment(NO_LEVEL, LEVEL_DOES_NOT_APPLY, f"{definition}#level")
        return
    words = iter(level_words(level))
    if level.eqf:
        yield {**_alignment(EQF, next(words), level.eqf.iri), "targetCode": level.eqf.code}
    if level.national:
        yield _alignment(NATIONAL, next(words), level.national.iri)
    if level.cycle:
        yield _alignment(CYCLE, next(words), f"{definition}#cycle")


def _quality(micro: MicroCredential) -> Iterator[dict[str, Any]]:
    for quality in micro.quality_assurance:
        words = quality_words(quality, micro.languages[0])
        yield _alignment(QUALITY, words, quality.report or quality.kind.iri)


def _texts(micro: MicroCredential) -> Iterator[dict[str, Any]]:
    language = micro.languages[0]
    for words in text_words(micro.prerequisites, language):
        yield _alignment(PREREQUISITES, words, f"{micro.definition}#prerequisites")
    if micro.supervision:
        yield _concept(SUPERVISION, micro.supervision)
    for words in stackability_words(micro.stackability, language):
        yield _alignment(STACKABILITY, words, f"{micro.definition}#stackability")
    if micro.further_information:
        for words in text_words(micro.further_information.note, language):
            yield _alignment(FURTHER, words, f"{micro.definition}#further-information")


def _concept(kind: str, concept: Concept) -> dict[str, Any]:
    return _alignment(kind, concept.label, concept.iri)


def _alignment(kind: str, name: str, url: str) -> dict[str, Any]:
    return {"type": ["Alignment"], "targetType": kind, "targetName": name, "targetUrl": url}
