"""What is worth a second look in a plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from plugin.domain import vocabulary
from plugin.domain.elements import (
    Cycle,
    DoesNotApply,
    Element,
    GradingScheme,
    LearningOutcome,
    Level,
    QualityAssurance,
    Stackability,
    Workload,
)
from plugin.domain.plan import CredentialPlan
from plugin.domain.plan_advice import advice, usual_hours
from plugin.domain.text import LocalText
from tests.factories import sample_agency, sample_micro

TODAY = date(2026, 3, 2)
EQF_6 = vocabulary.EQF_LEVELS.find("6")


def plan(**changes: Any) -> CredentialPlan:
    micro = sample_micro()
    good = CredentialPlan(
        "ethics",
        1,
        ("en",),
        micro.title,
        micro.description,
        micro.learning_outcomes,
        micro.workload,
        micro.level,
        micro.assessment,
        micro.participation,
        micro.quality_assurance,
        stackability=micro.stackability,
        further_information=micro.further_information,
    )
    return replace(good, **changes)


def struck(element: Element, **changes: Any) -> list[str]:
    return [one.sentence for one in advice(plan(**changes), TODAY) if one.element is element]


def outcomes(*texts: str) -> tuple[LearningOutcome, ...]:
    return tuple(LearningOutcome(LocalText.of(text)) for text in texts)


def test_a_good_plan_gets_no_advice_and_an_empty_one_neither() -> None:
    assert advice(plan(), TODAY) == ()
    assert advice(CredentialPlan("x", 1, ("en",), None, None, (), None, None, None, None, ()), TODAY) == ()


def test_a_title_without_a_description() -> None:
    assert struck(Element.TITLE, description=None) == ["There is no description."]


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("Understand the law", "“Understand” cannot be observed or assessed."),
        ("The learner will be able to know it", "“Know” cannot be observed or assessed."),
        ("Introduction to the law", "It does not begin with a verb that we know."),
        ("1984", "It does not begin with a verb that we know."),
        ("Explain " + "much " * 80, "It is long, and probably holds several outcomes."),
    ],
)
def test_outcomes_without_a_verb_to_observe(outcome: str, words: str) -> None:
    assert struck(Element.LEARNING_OUTCOMES, learning_outcomes=outcomes("Build it", outcome)) == [f"Outcome 2: {words}"]


@pytest.mark.parametrize(
    "outcome",
    ["Explain it", "To build it", "can read maps", "Students are able to draw", "Critically assess it", "Use"],
)
def test_outcomes_with_a_verb(outcome: str) -> None:
    assert struck(Element.LEARNING_OUTCOMES, learning_outcomes=outcomes(outcome)) == []


def test_outcomes_in_another_language_get_no_advice_on_verbs() -> None:
    german = (LearningOutcome(LocalText.of("Die Pflichten erklären", "de")),)
    assert struck(Element.LEARNING_OUTCOMES, learning_outcomes=german, languages=("de",)) == []


def test_very_many_outcomes() -> None:
    many = outcomes(*["Explain it"] * 13)
    assert struck(Element.LEARNING_OUTCOMES, learning_outcomes=many) == ["There are 13 learning outcomes."]


@pytest.mark.parametrize(
    ("ects", "hours", "words"),
    [
        ("2", "50", []),
        ("2", None, []),
        ("1", "40", []),
        ("1", "41", ["41 hours for each ECTS credit are outside 20 to 40."]),
        ("3", "50", ["16.7 hours for each ECTS credit are outside 20 to 40."]),
        (None, "50", ["There are hours, but no ECTS credits."]),
        ("60", "1500", ["60 ECTS are the work of a year or more."]),
    ],
)
def test_hours_that_do_not_fit_the_credits(ects: str | None, hours: str | None, words: list[str]) -> None:
    workload = Workload(Decimal(ects) if ects else None, Decimal(hours) if hours else None)
    assert struck(Element.WORKLOAD, workload=workload) == words
    assert usual_hours(Decimal("2.5")) == (Decimal("62.5"), 75)


@pytest.mark.parametrize(
    ("level", "words"),
    [
        (DoesNotApply(), []),
        (Level(EQF_6, cycle=Cycle.FIRST), []),
        (Level(cycle=Cycle.FIRST), ["The level names no EQF level."]),
        (Level(EQF_6, cycle=Cycle.SECOND), ["Second cycle is usually EQF level 7, not 6."]),
        (Level(EQF_6, vocabulary.NATIONAL_LEVELS.find("UK: RQF Level 6")), []),
        (
            Level(EQF_6, vocabulary.NATIONAL_LEVELS.find("Irish Qualifications Framework")),
            ["“Irish Qualifications Framework” is a framework without a level."],
        ),
    ],
)
def test_levels_that_say_too_little(level: Level | DoesNotApply, words: list[str]) -> None:
    assert struck(Element.LEVEL, level=level) == words


def test_quality_assurance_that_has_ended() -> None:
    kind = vocabulary.QUALITY_ASSURANCE.find("Program License")
    old = QualityAssurance(kind, LocalText.of("Licence"), sample_agency(), valid_until=date(2025, 12, 31))
    assert struck(Element.QUALITY_ASSURANCE, quality_assurance=(old,)) == ["Statement 1 ended on 2025-12-31."]


def test_stackability_that_names_nothing() -> None:
    assert struck(Element.STACKABILITY, stackability=Stackability(False)) == [
        "It counts towards another credential, but not said which."
    ]


def test_texts_that_lack_a_language() -> None:
    both = plan(languages=("en", "de"), title=LocalText((("en", "Ethics"), ("de", "Ethik"))))
    assert [one.element for one in advice(both, TODAY)] == [
        Element.TITLE,  # its description
        Element.LEARNING_OUTCOMES,
        Element.QUALITY_ASSURANCE,
        Element.STACKABILITY,
        Element.FURTHER_INFORMATION,
    ]
    assert advice(both, TODAY)[0].sentence == "Not everything is said in German."


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "[a](javascript:b)", "**bold** words", "# Title"])
def test_markup_is_shown_as_it_stands(text: str) -> None:
    scheme = GradingScheme(LocalText.of(text))
    assert struck(Element.GRADE, grading_scheme=scheme) == ["This looks like HTML or Markdown."]
