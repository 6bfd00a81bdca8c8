"""A plan from a TOML file: the institution, the micro-credential and the rule, every fault found in one reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from plugin.domain.elements import Element
from plugin.domain.errors import InputError
from plugin.domain.intake import entry, plan_elements
from plugin.domain.intake.plan_organisation import institution
from plugin.domain.intake.plan_problem import PlanFileError, Problem
from plugin.domain.intake.plan_rule import rule_from
from plugin.domain.intake.plan_table import Table
from plugin.domain.intake.plan_toml import load_toml
from plugin.domain.mapping import missing_in_plan
from plugin.domain.plan import EUROPASS, FORMATS, CredentialPlan, Institution
from plugin.domain.rule import Rule
from plugin.domain.text import say
from plugin.domain.vocabulary import LANGUAGES, SUPERVISION

PLAN_FORMAT = 1  # of the file, not of the plan: a file without `twinseal_plan` is of the first
PROBLEMS_MAX = 100
LANGUAGES_MAX = 24
VERSION_MAX = 9999
MONTHS_MAX = 1200

_NO_LEGAL_IDENTIFIER = Problem(
    "institution.legal_identifier",
    say("A Europass credential names its issuer by a legal identifier."),
    say('Add for example legal_identifier = "VATIE-1234567A", or leave europass out of formats.'),
)
_TO_FILL = {
    Element.TITLE: ("title", say('Add for example title = "Data Ethics in Practice".')),
    Element.LEARNING_OUTCOMES: (
        "learning_outcomes",
        say('Add for example learning_outcomes = ["Weigh risks", "Report them"].'),
    ),
    Element.WORKLOAD: ("workload", say("Add for example workload = { ects = 2, hours = 50 }.")),
    Element.LEVEL: ("level", say('Add for example level = { eqf = 6 }, or level = "does not apply".')),
    Element.ASSESSMENT: ("assessment", say('Add for example assessment = ["portfolio"].')),
    Element.PARTICIPATION: ("participation", say('Add for example participation = "Online".')),
    Element.QUALITY_ASSURANCE: (
        "quality_assurance",
        say("Add a heading [[micro_credential.quality_assurance]] with kind, title and agency."),
    ),
}


@dataclass(frozen=True, slots=True)
class PlanFile:
    """What a plan file says. It may be a draft: nothing is issued while `missing` is not empty."""

    institution: Institution
    plan: CredentialPlan

    @property
    def missing(self) -> tuple[Problem, ...]:
        """What the file does not give yet and nothing is issued without, each with the key to fill and an example."""
        missing = tuple(_to_fill(element) for element in missing_in_plan(self.plan, self.institution))
        if EUROPASS in self.plan.formats and not self.institution.organisation.legal_identifier:
            missing += (_NO_LEGAL_IDENTIFIER,)
        return missing


def read_plan(raw: bytes, formats: tuple[str, ...] = FORMATS) -> PlanFile:
    """The plan in `raw` (TOML 1.0, UTF-8); `formats` are the names that may be chosen. PlanFileError names all faults.

    A missing mandatory element is no fault: the plan is then a draft.
    """
    read = examine(load_toml(raw), formats)
    if read.problems or read.file is None:
        raise PlanFileError(read.problems)
    return read.file


@dataclass(frozen=True, slots=True)
class Reading:
    """What could be made of a plan, and every place at fault; `file` leaves out what is at fault, None is no plan."""

    file: PlanFile | None
    problems: tuple[Problem, ...]


def examine(content: dict[str, Any], formats: tuple[str, ...] = FORMATS) -> Reading:
    """As `read_plan`, from the tables of a file; never raises."""
    problems: list[Problem] = []
    root = Table(content, "", _languages(content), problems)
    if root.value("twinseal_plan", _plan_format) is None and problems:
        return Reading(None, tuple(problems))
    for key in ("institution", "micro_credential"):
        root.require(key, say("This part is missing."), say("Add it under a heading [{key}].", key=key))
    body = root.part("institution", institution)
    rule = root.part("rule", rule_from) or Rule()
    plan = root.part("micro_credential", lambda table: _plan(table, rule, formats))
    root.close()
    file = PlanFile(body, plan) if body and plan else None
    return Reading(file, tuple(problems[:PROBLEMS_MAX]))


def _plan_format(value: object) -> int:
    found = entry.whole(value, 1, VERSION_MAX)
    if found > PLAN_FORMAT:
        sentence = say("This file was written by a later version of Twinseal (plan format {found}).", found=found)
        raise InputError(
            "plan.later",
            sentence,
            say("This installation reads format {plan_format}: update it first.", plan_format=PLAN_FORMAT),
        )
    return found


def _to_fill(element: Element) -> Problem:
    key, hint = _TO_FILL[element]
    return Problem(
        f"micro_credential.{key}", say("The mandatory element “{element}” is missing.", element=element.value), hint
    )


def _language(value: object) -> str:
    return LANGUAGES.find(entry.line(value)).alias


def _languages(content: dict[str, Any]) -> tuple[str, ...]:
    """The languages that all texts are read in; their own faults are noted when their turn comes."""
    table = Table(content, "", ("en",), [])
    return table.part("micro_credential", lambda part: part.values("languages", _language, LANGUAGES_MAX)) or ("en",)


def _plan(table: Table, rule: Rule, formats: tuple[str, ...]) -> CredentialPlan | None:
    table.require("id", hint=say("Choose a short id once and for all, such as data-ethics."))
    languages = table.values("languages", _language, LANGUAGES_MAX) or table.languages
    if len(set(languages)) < len(languages):
        table.note("languages", say("A language stands twice."), say("Leave one out."))
    id_ = table.value("id", entry.short_id)
    plan = CredentialPlan(
        id=id_ or "",
        version=table.value("version", lambda value: entry.whole(value, 1, VERSION_MAX)) or 1,
        languages=languages,
        title=table.text("title"),
        description=table.text("description", entry.PARAGRAPHS_MAX),
        learning_outcomes=plan_elements.learning_outcomes(table),
        workload=table.part("workload", plan_elements.workload),
        level=plan_elements.level(table),
        assessment=table.part("assessment", plan_elements.assessment, main="kinds"),
        participation=table.part("participation", plan_elements.participation, main="mode"),
        quality_assurance=table.parts("quality_assurance", plan_elements.quality_assurance, plan_elements.QUALITY_MAX),
        prerequisites=table.text("prerequisites", entry.PARAGRAPHS_MAX),
        supervision=table.value("supervision", entry.concept_of(SUPERVISION)),
        grading_scheme=table.part("grading_scheme", plan_elements.grading_scheme, main="title"),
        stackability=table.part("stackability", plan_elements.stackability),
        further_information=table.part("further_information", plan_elements.further_information),
        valid_months=table.value("valid_months", lambda value: entry.whole(value, 1, MONTHS_MAX)),
        rule=rule,
        formats=_formats(table, formats),
        include_grade=table.value("include_grade", entry.yes_or_no) is not False,
        catalogue=table.value("catalogue", entry.yes_or_no) is not False,
    )
    return plan if id_ else None


def _formats(table: Table, known: tuple[str, ...]) -> tuple[str, ...]:
    def read(value: object) -> str:
        name = entry.line(value)
        if name not in known:
            raise InputError("plan.format", "This format is not known.", say("Known: {names}.", names=tuple(known)))
        return name

    chosen = table.values("formats", read, plan_elements.WORDS_MAX)
    if "formats" in table and not chosen:
        table.note(
            "formats",
            say("No format is chosen."),
            say("Leave the key out, or name some of: {names}.", names=tuple(known)),
        )
    return tuple(dict.fromkeys(chosen)) or FORMATS
