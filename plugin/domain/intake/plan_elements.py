"""The standard elements (SWD(2021) 367, section 7.2) in a plan file, each from its own key of [micro_credential]."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from plugin.domain import vocabulary
from plugin.domain.elements import (
    Assessment,
    Cycle,
    DoesNotApply,
    FurtherInformation,
    GradingScheme,
    LearningOutcome,
    Level,
    Participation,
    QualityAssurance,
    Skill,
    Stackability,
    Workload,
)
from plugin.domain.errors import InputError
from plugin.domain.intake import entry
from plugin.domain.intake.plan_organisation import agency
from plugin.domain.intake.plan_table import Table
from plugin.domain.text import say

OUTCOMES_MAX, SKILLS_MAX, QUALITY_MAX, WORDS_MAX = 50, 20, 10, 20
OUTCOME_LENGTH = 1000  # characters of one learning outcome
ECTS_MAX, HOURS_MAX = Decimal(300), Decimal(10_000)
_LEAST = Decimal("0.01")
_DOES_NOT_APPLY = "does not apply"
_CYCLES = {word: cycle for cycle in Cycle for word in (cycle.name.casefold(), cycle.value.casefold())}
_SKILL = entry.of_form(
    re.compile(r"http://data\.europa\.eu/esco/skill/[A-Za-z0-9.-]{1,80}"),
    say("This is not the address of an ESCO skill."),
    say("It begins with http://data.europa.eu/esco/skill/ – copy it from the ESCO portal."),
)


def learning_outcomes(table: Table) -> tuple[LearningOutcome, ...]:
    """A list; each a text, a table of texts by language, or a table with title, kind, reuse and skills."""
    return table.parts("learning_outcomes", _outcome, OUTCOMES_MAX, main="title")


def workload(table: Table) -> Workload | None:
    """Credits (`ects`) and `hours`; None when neither is given."""
    ects = table.value("ects", lambda value: entry.number(value, _LEAST, ECTS_MAX))
    hours = table.value("hours", lambda value: entry.number(value, _LEAST, HOURS_MAX))
    return None if ects is None and hours is None else Workload(ects, hours)


def level(table: Table) -> Level | DoesNotApply | None:
    """A table with eqf, national and cycle; or the EQF level alone; or the words "does not apply"."""
    if table.value("level", lambda value: isinstance(value, str) and value.strip().casefold() == _DOES_NOT_APPLY):
        return DoesNotApply()
    return table.part("level", _level, main="eqf")


def assessment(table: Table) -> Assessment | None:
    """Kinds (one or a list), a title and the mode; the kinds alone may stand for the table."""
    table.require("kinds")
    kinds = table.values("kinds", entry.concept_of(vocabulary.ASSESSMENTS), WORDS_MAX)
    title, mode = table.text("title"), table.value("mode", entry.concept_of(vocabulary.PARTICIPATION))
    return Assessment(tuple(dict.fromkeys(kinds)), title, mode) if kinds else None


def participation(table: Table) -> Participation | None:
    """Mode and setting; the mode alone may stand for the table."""
    table.require("mode")
    mode = table.value("mode", entry.concept_of(vocabulary.PARTICIPATION))
    setting = table.value("setting", entry.concept_of(vocabulary.SETTINGS))
    return Participation(mode, setting) if mode else None


def quality_assurance(table: Table) -> QualityAssurance | None:
    """Kind, title and agency; valid_from, valid_until and the address of a report where there are such."""
    for key in ("kind", "title", "agency"):
        table.require(key)
    kind = table.value("kind", entry.concept_of(vocabulary.QUALITY_ASSURANCE))
    title, body = table.text("title"), table.part("agency", agency)
    begins, ends = _period(table, "valid_from", "valid_until")
    report = table.value("report", entry.web_address)
    return QualityAssurance(kind, title, body, begins, ends, report) if kind and title and body else None


def grading_scheme(table: Table) -> GradingScheme | None:
    """Title and description; the title alone may stand for the table."""
    table.require("title")
    title, description = table.text("title"), table.text("description", entry.PARAGRAPHS_MAX)
    return GradingScheme(title, description) if title else None


def stackability(table: Table) -> Stackability | None:
    """Whether it stands alone, and what it counts towards."""
    table.require("stands_alone", hint=say("Write true or false."))
    stands_alone = table.value("stands_alone", entry.yes_or_no)
    counts_towards = table.text("counts_towards", entry.PARAGRAPHS_MAX)
    return None if stands_alone is None else Stackability(stands_alone, counts_towards)


def further_information(table: Table) -> FurtherInformation:
    """Note, homepage, course_code, fields (ISCED-F), languages of teaching, started_on and ended_on."""
    begins, ends = _period(table, "started_on", "ended_on")
    return FurtherInformation(
        note=table.text("note", entry.PARAGRAPHS_MAX),
        homepage=table.value("homepage", entry.web_address),
        course_code=table.value("course_code", entry.line),
        fields=table.values("fields", entry.concept_of(vocabulary.FIELDS), WORDS_MAX),
        languages=table.values("languages", entry.concept_of(vocabulary.LANGUAGES), WORDS_MAX),
        started_on=begins,
        ended_on=ends,
    )


def _outcome(table: Table) -> LearningOutcome | None:
    if not any(key in table for key in ("title", *table.languages)):
        table.require("title")
    title = table.text("title", OUTCOME_LENGTH) if "title" in table else table.texts(OUTCOME_LENGTH)
    kind = table.value("kind", entry.concept_of(vocabulary.OUTCOME_KINDS))
    reuse = table.value("reuse", entry.concept_of(vocabulary.REUSE_LEVELS))
    skills = table.parts("skills", _skill, SKILLS_MAX)
    return LearningOutcome(title, kind, reuse, skills) if title else None


def _skill(table: Table) -> Skill | None:
    table.require("iri")
    table.require("label")
    iri, label = table.value("iri", _SKILL), table.value("label", entry.line)
    return Skill(iri, label) if iri and label else None


def _level(table: Table) -> Level | None:
    eqf = table.value("eqf", entry.concept_of(vocabulary.EQF_LEVELS))
    national = table.value("national", entry.concept_of(vocabulary.NATIONAL_LEVELS))
    cycle = table.value("cycle", _cycle)
    return Level(eqf, national, cycle) if eqf or national or cycle else None


def _cycle(value: object) -> Cycle:
    found = _CYCLES.get(entry.line(value).casefold())
    if found is None:
        raise InputError("plan.cycle", "This is not a cycle.", "Write short, first, second or third.")
    return found


def _period(table: Table, first: str, last: str) -> tuple[date | None, date | None]:
    begins, ends = table.value(first, entry.day), table.value(last, entry.day)
    if begins and ends and ends < begins:
        table.note(last, say("This day lies before the first one."), say("Check it and “{first}”.", first=first))
    return begins, ends
