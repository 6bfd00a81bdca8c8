"""What is allowed in a plan but worth a second look before it is published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from plugin.domain.elements import Cycle, Element, Level, Workload, plain
from plugin.domain.outcome_wording import wording
from plugin.domain.plan import CredentialPlan
from plugin.domain.text import LocalText, say
from plugin.domain.vocabulary import LANGUAGES

HOURS_LEAST, HOURS_MOST = 20, 40  # per ECTS credit; outside, somebody mistyped
HOURS_USUAL = (25, 30)  # ECTS Users' Guide 2015, page 10
OUTCOMES_MANY = 12
ECTS_A_YEAR = Decimal(60)
_CYCLE_LEVELS = {Cycle.SHORT: "5", Cycle.FIRST: "6", Cycle.SECOND: "7", Cycle.THIRD: "8"}
_MARKUP = re.compile(r"<\s*/?\s*[a-zA-Z!]|\]\(\s*\w+:|\*\*\S|^#{1,6} ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to look at: the element where it stands, what strikes, and what to do."""

    element: Element
    sentence: str
    hint: str


def advice(plan: CredentialPlan, today: date) -> tuple[Advice, ...]:
    """Everything that strikes, in the order of the standard."""
    found = (*_title(plan), *_outcomes(plan), *_workload(plan.workload), *_level(plan.level), *_quality(plan, today))
    later = (*_stackability(plan), *_languages(plan), *_markup(plan))
    order = list(Element)
    return tuple(sorted(found + later, key=lambda one: order.index(one.element)))


def usual_hours(ects: Decimal) -> tuple[Decimal, Decimal]:
    """The hours that so many credits usually take."""
    return ects * HOURS_USUAL[0], ects * HOURS_USUAL[1]


def _title(plan: CredentialPlan) -> Iterator[Advice]:
    if plan.title and plan.description is None:
        yield Advice(
            Element.TITLE,
            say("There is no description."),
            say("One or two sentences help readers; until then the title stands."),
        )


def _outcomes(plan: CredentialPlan) -> Iterator[Advice]:
    if len(plan.learning_outcomes) > OUTCOMES_MANY:
        sentence = say("There are {count} learning outcomes.", count=len(plan.learning_outcomes))
        yield Advice(Element.LEARNING_OUTCOMES, sentence, say("Three to eight are read; say what was really assessed."))
    for number, outcome in enumerate(plan.learning_outcomes, 1):
        text = outcome.title.as_mapping().get("en")
        if text and (found := wording(text)):
            yield Advice(
                Element.LEARNING_OUTCOMES, say("Outcome {number}: {found}", number=number, found=found[0]), found[1]
            )


def _workload(workload: Workload | None) -> Iterator[Advice]:
    if workload is None:
        return
    if workload.ects is None:
        yield Advice(
            Element.WORKLOAD,
            say("There are hours, but no ECTS credits."),
            say("The standard asks for credits wherever possible."),
        )
        return
    if workload.ects >= ECTS_A_YEAR:
        sentence = say("{ects} ECTS are the work of a year or more.", ects=workload.ects)
        yield Advice(Element.WORKLOAD, sentence, say("Check the number: a micro-credential is usually small."))
    if workload.hours is not None and not HOURS_LEAST <= workload.hours / workload.ects <= HOURS_MOST:
        per_credit = plain(round(workload.hours / workload.ects, 1))
        least, most = (plain(hours) for hours in usual_hours(workload.ects))
        sentence = say(
            "{per_credit} hours for each ECTS credit are outside {hours_least} to {hours_most}.",
            per_credit=per_credit,
            hours_least=HOURS_LEAST,
            hours_most=HOURS_MOST,
        )
        yield Advice(
            Element.WORKLOAD,
            sentence,
            say("{ects} ECTS are usually {least} to {most} hours.", ects=workload.ects, least=least, most=most),
        )


def _level(level: object) -> Iterator[Advice]:
    if not isinstance(level, Level):
        return
    if level.eqf is None:
        sentence = say("The level names no EQF level.")
        yield Advice(
            Element.LEVEL, sentence, say("Readers abroad compare by the EQF; choose the level that corresponds.")
        )
    if level.national and not any(sign.isdigit() for sign in level.national.label):
        sentence = say("“{national}” is a framework without a level.", national=level.national.label)
        yield Advice(Element.LEVEL, sentence, say("Choose the level in it, such as “UK: RQF Level 6”."))
    if level.cycle and level.eqf and level.eqf.code != _CYCLE_LEVELS[level.cycle]:
        sentence = say(
            "{cycle} is usually EQF level {usual}, not {level}.",
            cycle=level.cycle.value,
            usual=_CYCLE_LEVELS[level.cycle],
            level=level.eqf.code,
        )
        yield Advice(Element.LEVEL, sentence, say("Check both."))


def _quality(plan: CredentialPlan, today: date) -> Iterator[Advice]:
    for number, quality in enumerate(plan.quality_assurance, 1):
        if quality.valid_until and quality.valid_until < today:
            sentence = say(
                "Statement {number} ended on {valid_until}.", number=number, valid_until=quality.valid_until.isoformat()
            )
            yield Advice(Element.QUALITY_ASSURANCE, sentence, say("Name what holds now."))


def _stackability(plan: CredentialPlan) -> Iterator[Advice]:
    stack = plan.stackability
    if stack and not stack.stands_alone and stack.counts_towards is None:
        sentence = say("It counts towards another credential, but not said which.")
        yield Advice(Element.STACKABILITY, sentence, say("Name the programme or the credential."))


def _languages(plan: CredentialPlan) -> Iterator[Advice]:
    for element, texts in _texts(plan).items():
        given = [text for text in texts if text]
        lacking = [code for code in plan.languages if any(code not in text.as_mapping() for text in given)]
        if lacking:
            names = ", ".join(LANGUAGES.find(code).label for code in lacking)
            first = LANGUAGES.find(plan.languages[0]).label
            yield Advice(
                element,
                say("Not everything is said in {names}.", names=names),
                say("Readers get the {first} words instead.", first=first),
            )


def _markup(plan: CredentialPlan) -> Iterator[Advice]:
    for element, texts in _texts(plan).items():
        if any(_MARKUP.search(words) for text in texts if text for _, words in text):
            sentence = say("This looks like HTML or Markdown.")
            yield Advice(
                element, sentence, say("Its signs are shown as they stand, and nothing in them runs: use plain words.")
            )


def _texts(plan: CredentialPlan) -> dict[Element, tuple[LocalText | None, ...]]:
    scheme, stack, further = plan.grading_scheme, plan.stackability, plan.further_information
    return {
        Element.TITLE: (plan.title, plan.description),
        Element.LEARNING_OUTCOMES: tuple(outcome.title for outcome in plan.learning_outcomes),
        Element.ASSESSMENT: (plan.assessment.title,) if plan.assessment else (),
        Element.QUALITY_ASSURANCE: tuple(quality.title for quality in plan.quality_assurance),
        Element.PREREQUISITES: (plan.prerequisites,),
        Element.GRADE: (scheme.title, scheme.description) if scheme else (),
        Element.STACKABILITY: (stack.counts_towards,) if stack else (),
        Element.FURTHER_INFORMATION: (further.note,) if further else (),
    }
