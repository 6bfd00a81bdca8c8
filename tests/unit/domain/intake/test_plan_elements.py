"""The standard elements in a plan file."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from plugin.domain.elements import (
    Cycle,
    DoesNotApply,
    FurtherInformation,
    GradingScheme,
    Level,
    Skill,
    Stackability,
    Workload,
)
from plugin.domain.intake import plan_elements as elements
from plugin.domain.intake.plan_problem import Problem
from plugin.domain.intake.plan_table import Table
from plugin.domain.text import LocalText

SKILL = {"iri": "http://data.europa.eu/esco/skill/5fd5c985-eaaa-47aa-8314-62359c54505a", "label": "develop content"}
AGENCY = {"name": "Quality Board", "country": "Ireland"}
QUALITY = {"kind": "Program Quality Assurance", "title": "Review", "agency": AGENCY}


def table_of(values: dict[str, Any], *languages: str) -> tuple[Table, list[Problem]]:
    problems: list[Problem] = []
    return Table(values, "", languages or ("en",), problems), problems


def read_well(read: Any, values: dict[str, Any], *languages: str) -> Any:
    table, problems = table_of(values, *languages)
    made = read(table)
    table.close()
    assert problems == []
    return made


def places_at_fault(read: Any, values: dict[str, Any]) -> list[str]:
    table, problems = table_of(values)
    read(table)
    table.close()
    return [problem.place for problem in problems]


def test_learning_outcomes_are_texts_in_one_language_or_in_several() -> None:
    listed = ["Weigh risks", {"en": "Report", "nl": "Melden"}, {"title": {"en": "Act", "nl": "Doen"}}]
    made = read_well(elements.learning_outcomes, {"learning_outcomes": listed}, "en", "nl")
    assert [outcome.title for outcome in made] == [
        LocalText.of("Weigh risks"),
        LocalText((("en", "Report"), ("nl", "Melden"))),
        LocalText((("en", "Act"), ("nl", "Doen"))),
    ]


def test_a_learning_outcome_names_its_kind_reuse_and_skills() -> None:
    listed = [{"title": "Write", "kind": "skill", "reuse": "cross-sector", "skills": [SKILL]}]
    (made,) = read_well(elements.learning_outcomes, {"learning_outcomes": listed})
    assert (made.kind.label, made.reuse.label) == ("Skill", "Cross-Sector (Level 2)")
    assert made.skills == (Skill(SKILL["iri"], SKILL["label"]),)


@pytest.mark.parametrize(
    ("outcome", "places"),
    [
        (5, ["learning_outcomes[1]"]),
        ({"kind": "skill"}, ["learning_outcomes[1].title"]),
        ({"titel": "Write"}, ["learning_outcomes[1].title", "learning_outcomes[1].titel"]),
        ({"en": ""}, ["learning_outcomes[1].en"]),
        ({"title": "Write", "kind": "magic"}, ["learning_outcomes[1].kind"]),
        ({"title": "Write", "skills": [{**SKILL, "iri": "https://x.example"}]}, ["learning_outcomes[1].skills[1].iri"]),
        (
            {"title": "Write", "skills": [{}]},
            ["learning_outcomes[1].skills[1].iri", "learning_outcomes[1].skills[1].label"],
        ),
    ],
)
def test_a_faulty_learning_outcome_is_noted(outcome: object, places: list[str]) -> None:
    assert places_at_fault(elements.learning_outcomes, {"learning_outcomes": [outcome]}) == places


def test_more_outcomes_than_anybody_reads_are_noted() -> None:
    listed = ["Write"] * (elements.OUTCOMES_MAX + 1)
    assert places_at_fault(elements.learning_outcomes, {"learning_outcomes": listed}) == ["learning_outcomes"]


@pytest.mark.parametrize(
    ("values", "made"),
    [
        ({"ects": 2, "hours": 60}, Workload(Decimal(2), Decimal(60))),
        ({"ects": Decimal("2.5")}, Workload(Decimal("2.5"))),
        ({"hours": 60}, Workload(hours=Decimal(60))),
        ({}, None),
    ],
)
def test_workload_is_credits_hours_or_both(values: dict[str, Any], made: Workload | None) -> None:
    assert read_well(elements.workload, values) == made


@pytest.mark.parametrize("value", [0, -2, Decimal("NaN"), 301, Decimal("0.001"), "2", True])
def test_an_impossible_number_of_credits_is_noted(value: object) -> None:
    assert places_at_fault(elements.workload, {"ects": value}) == ["ects"]


@pytest.mark.parametrize("words", ["does not apply", "Does not apply", " DOES NOT APPLY "])
def test_an_institution_may_state_that_no_level_applies(words: str) -> None:
    assert read_well(elements.level, {"level": words}) == DoesNotApply()


def test_a_level_names_eqf_national_framework_and_cycle() -> None:
    made = read_well(elements.level, {"level": {"eqf": 6, "national": "UK: RQF Level 6", "cycle": "First cycle"}})
    assert (made.eqf.code, made.national.code, made.cycle) == ("6", "c_c392e7a2", Cycle.FIRST)


def test_the_eqf_level_may_stand_alone() -> None:
    assert read_well(elements.level, {"level": 6}) == read_well(elements.level, {"level": {"eqf": "Level 6"}})
    assert read_well(elements.level, {"level": {"cycle": "short"}}) == Level(cycle=Cycle.SHORT)


@pytest.mark.parametrize("values", [{}, {"level": {}}])
def test_a_level_that_names_none_is_missing(values: dict[str, Any]) -> None:
    assert read_well(elements.level, values) is None


@pytest.mark.parametrize(
    ("level", "place"),
    [
        (9, "level"),
        ("none", "level"),
        ({"eqf": 9}, "level.eqf"),
        ({"national": "RQF"}, "level.national"),
        ({"cycle": "fifth"}, "level.cycle"),
        ([6], "level"),
    ],
)
def test_a_wrong_level_is_noted(level: object, place: str) -> None:
    assert places_at_fault(elements.level, {"level": level}) == [place]


def test_an_assessment_names_each_kind_once() -> None:
    made = read_well(elements.assessment, {"kinds": ["quiz", "portfolio", "Quiz"], "title": "Final", "mode": "online"})
    assert [kind.label for kind in made.kinds] == ["quiz", "portfolio"]
    assert (str(made.title), made.mode.label) == ("Final", "Online")


@pytest.mark.parametrize(
    ("values", "place"),
    [({}, "kinds"), ({"kinds": ["magic"]}, "kinds[1]"), ({"kinds": "quiz", "mode": "magic"}, "mode")],
)
def test_a_faulty_assessment_is_noted(values: dict[str, Any], place: str) -> None:
    assert places_at_fault(elements.assessment, values) == [place]


def test_participation_has_a_mode_and_a_setting() -> None:
    made = read_well(elements.participation, {"mode": "Blended", "setting": "formal learning"})
    assert (made.mode.label, made.setting.label) == ("Blended", "formal learning")


@pytest.mark.parametrize(("values", "place"), [({}, "mode"), ({"mode": "Blendet"}, "mode")])
def test_participation_without_a_known_mode_is_noted(values: dict[str, Any], place: str) -> None:
    assert places_at_fault(elements.participation, values) == [place]


def test_quality_assurance_says_what_by_whom_and_how_long() -> None:
    more = {"valid_from": date(2023, 1, 1), "valid_until": "2028-12-31", "report": "https://quality.example/r"}
    made = read_well(elements.quality_assurance, QUALITY | more)
    assert (made.kind.code, str(made.title), str(made.agency.legal_name)) == ("820101cba6", "Review", "Quality Board")
    assert (made.valid_from, made.valid_until) == (date(2023, 1, 1), date(2028, 12, 31))
    assert made.report == "https://quality.example/r"


@pytest.mark.parametrize(
    ("changes", "places"),
    [
        ({"kind": "ISO 9001"}, ["kind"]),
        ({"agency": "Quality Board"}, ["agency"]),
        ({"agency": {"name": "Quality Board"}}, ["agency.country"]),
        ({"valid_from": "2028-01-01", "valid_until": "2027-01-01"}, ["valid_until"]),
        ({"valid_until": "2027-02-29"}, ["valid_until"]),
        ({"report": "report.pdf"}, ["report"]),
    ],
)
def test_faulty_quality_assurance_is_noted(changes: dict[str, Any], places: list[str]) -> None:
    assert places_at_fault(elements.quality_assurance, QUALITY | changes) == places


def test_quality_assurance_needs_kind_title_and_agency() -> None:
    assert places_at_fault(elements.quality_assurance, {}) == ["kind", "title", "agency"]


def test_a_grading_scheme_has_a_title_and_perhaps_a_description() -> None:
    made = read_well(elements.grading_scheme, {"title": "Points", "description": "From 0 to 100"})
    assert made == GradingScheme(LocalText.of("Points"), LocalText.of("From 0 to 100"))
    assert places_at_fault(elements.grading_scheme, {}) == ["title"]


def test_stackability_says_whether_it_stands_alone() -> None:
    made = read_well(elements.stackability, {"stands_alone": False, "counts_towards": "A certificate"})
    assert made == Stackability(False, LocalText.of("A certificate"))
    assert places_at_fault(elements.stackability, {}) == ["stands_alone"]
    assert places_at_fault(elements.stackability, {"stands_alone": "no"}) == ["stands_alone"]


def test_further_information_is_read_in_full() -> None:
    made = read_well(
        elements.further_information,
        {
            "note": "One semester",
            "homepage": "https://uniz.edu",
            "course_code": "DE-101",
            "fields": ["003", "0688"],
            "languages": ["English", "de"],
            "started_on": "2026-01-10",
            "ended_on": "2026-02-20",
        },
    )
    assert (str(made.note), made.homepage, made.course_code) == ("One semester", "https://uniz.edu", "DE-101")
    assert [field.code for field in made.fields] == ["003", "0688"]
    assert [language.alias for language in made.languages] == ["en", "de"]
    assert (made.started_on, made.ended_on) == (date(2026, 1, 10), date(2026, 2, 20))


def test_further_information_may_be_empty() -> None:
    assert read_well(elements.further_information, {}) == FurtherInformation()
