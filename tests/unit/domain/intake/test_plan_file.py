"""A plan from a TOML file."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.domain.elements import Element
from plugin.domain.eligibility import GradeThreshold, GradeUnit, Rule
from plugin.domain.errors import InputError
from plugin.domain.intake.plan_file import PlanFile, read_plan
from plugin.domain.intake.plan_problem import PlanFileError, Problem
from plugin.domain.plan import FORMATS

EXAMPLE = (Path(__file__).parents[4] / "examples" / "plan.toml").read_bytes()
DRAFT = b"""
[institution]
id = "zed"
name = "University of Zed"
country = "Ireland"
legal_identifier = "VATIE-1234567A"

[micro_credential]
id = "ethics"
"""


def plan_with(more: str) -> PlanFile:
    return read_plan(DRAFT + more.encode())


def problems_of(raw: bytes) -> tuple[Problem, ...]:
    with pytest.raises(PlanFileError) as refused:
        read_plan(raw)
    return refused.value.problems


def places_at_fault(more: str) -> list[str]:
    return [problem.place for problem in problems_of(DRAFT + more.encode())]


def test_the_example_plan_is_complete() -> None:
    read = read_plan(EXAMPLE)
    assert read.missing == ()
    assert read.institution.id == "uniz"
    assert str(read.plan.title) == "Digital micro-credential creation"
    assert (read.plan.version, read.plan.languages, read.plan.formats) == (1, ("en",), FORMATS)
    assert read.plan.workload is not None
    assert (read.plan.workload.ects, read.plan.workload.hours) == (Decimal(2), Decimal(60))
    assert read.plan.rule == Rule(grade_at_least=GradeThreshold(Decimal(50)))
    assert len(read.plan.learning_outcomes) == 2


@pytest.mark.parametrize(("more", "listed"), [("", True), ("catalogue = true", True), ("catalogue = false", False)])
def test_a_plan_stands_in_the_catalogue_unless_it_says_no(more: str, listed: bool) -> None:
    assert plan_with(more).plan.catalogue is listed


def test_a_draft_is_read_and_says_what_is_still_missing_and_how_to_fill_it() -> None:
    missing = plan_with("").missing
    assert [problem.place for problem in missing] == [
        "micro_credential.title",
        "micro_credential.learning_outcomes",
        "micro_credential.workload",
        "micro_credential.level",
        "micro_credential.assessment",
        "micro_credential.participation",
        "micro_credential.quality_assurance",
    ]
    assert f"“{Element.TITLE.value}”" in missing[0].sentence
    assert all(problem.hint for problem in missing)


def test_europass_needs_a_legal_identifier() -> None:
    without = DRAFT.replace(b'legal_identifier = "VATIE-1234567A"\n', b"")
    assert read_plan(without).missing[-1].place == "institution.legal_identifier"
    badges_only = read_plan(without + b'formats = ["openbadge3"]')
    assert "institution.legal_identifier" not in [problem.place for problem in badges_only.missing]


def test_the_examples_in_the_hints_fill_what_is_missing() -> None:
    hints = [problem.hint.removesuffix(".") for problem in plan_with("").missing]
    lines = [hint.removeprefix("Add for example ").split(", or ")[0] for hint in hints if hint.startswith("Add for")]
    assert [problem.place for problem in plan_with("\n".join(lines)).missing] == ["micro_credential.quality_assurance"]


def test_a_draft_has_defaults() -> None:
    plan = plan_with("").plan
    assert (plan.version, plan.languages, plan.formats, plan.valid_months) == (1, ("en",), FORMATS, None)
    assert plan.rule == Rule()


def test_texts_are_in_the_languages_of_the_plan_the_primary_one_first() -> None:
    plan = plan_with(
        'languages = ["Dutch", "en"]\ntitle = { en = "Ethics", nl = "Ethiek" }\ndescription = "Over data"'
    ).plan
    assert plan.languages == ("nl", "en")
    assert plan.title is not None
    assert plan.title.values == (("nl", "Ethiek"), ("en", "Ethics"))
    assert plan.description is not None
    assert plan.description.values == (("nl", "Over data"),)


def test_a_text_without_the_primary_language_is_kept() -> None:
    plan = plan_with('languages = ["nl", "en"]\ntitle = { en = "Ethics" }').plan
    assert str(plan.title) == "Ethics"


@pytest.mark.parametrize(
    ("written", "threshold"),
    [
        ('"50 %"', GradeThreshold(Decimal(50))),
        ('"50%"', GradeThreshold(Decimal(50))),
        ('"49.5 percent"', GradeThreshold(Decimal("49.5"))),
        ('"49,5 %"', GradeThreshold(Decimal("49.5"))),
        ('"12 points"', GradeThreshold(Decimal(12), GradeUnit.POINTS)),
        ('"1 point"', GradeThreshold(Decimal(1), GradeUnit.POINTS)),
        ("12.5", GradeThreshold(Decimal("12.5"), GradeUnit.POINTS)),
    ],
)
def test_the_least_grade_is_percent_or_points(written: str, threshold: GradeThreshold) -> None:
    rule = plan_with(f"[rule]\ncourse_completed = false\ngrade_at_least = {written}").plan.rule
    assert rule == Rule(course_completed=False, grade_at_least=threshold)


@pytest.mark.parametrize("written", ['"101 %"', '"half"', '"50"', '"-5 %"', "-5", "nan", "true", "[50]", '"1e2 %"'])
def test_a_grade_that_nobody_can_reach_or_read_is_noted(written: str) -> None:
    assert places_at_fault(f"[rule]\ngrade_at_least = {written}") == ["rule.grade_at_least"]


def test_a_plan_may_keep_the_grade_out_of_credentials() -> None:
    assert plan_with("").plan.include_grade
    assert not plan_with("include_grade = false").plan.include_grade


def test_a_rule_without_a_condition_is_noted() -> None:
    assert places_at_fault("[rule]\ncourse_completed = false") == ["rule.course_completed"]


@pytest.mark.parametrize(
    ("more", "places"),
    [
        ("version = 0", ["micro_credential.version"]),
        ("version = 1.5", ["micro_credential.version"]),
        ('version = "1"', ["micro_credential.version"]),
        ("version = 0x" + "f" * 5000, ["micro_credential.version"]),
        ("valid_months = -1", ["micro_credential.valid_months"]),
        ("title = 5", ["micro_credential.title"]),
        ("title = {}", ["micro_credential.title"]),
        ('title = "a\\u0000b"', ["micro_credential.title"]),
        (f'title = "{"a" * 201}"', ["micro_credential.title"]),
        ('titel = "Ethics"', ["micro_credential.titel"]),
        ('languages = ["xx"]', ["micro_credential.languages[1]"]),
        ('languages = ["en", "English"]', ["micro_credential.languages"]),
        ('supervision = "by a dragon"', ["micro_credential.supervision"]),
        ("workload = { ects = 1e999999999 }", ["micro_credential.workload.ects"]),
        ('formats = ["paper"]', ["micro_credential.formats[1]", "micro_credential.formats"]),
        ("formats = []", ["micro_credential.formats"]),
        ("[rool]", ["rool"]),
        ('[rule]\ncourse_completed = "yes"', ["rule.course_completed"]),
    ],
)
def test_each_fault_is_noted_at_its_key(more: str, places: list[str]) -> None:
    assert places_at_fault(more) == places


def test_every_fault_of_a_file_is_found_in_one_reading() -> None:
    raw = EXAMPLE.replace(b"eqf = 6", b"eqf = 9").replace(b'"Blended"', b'"Blendet"').replace(b"workload", b"worklod")
    raw = raw.replace(b'"https://uniz.edu"', b'"uniz.edu"', 1).replace(b"2028-12-31", b"2020-12-31")
    assert [problem.place for problem in problems_of(raw)] == [
        "institution.homepage",
        "micro_credential.level.eqf",
        "micro_credential.participation.mode",
        "micro_credential.quality_assurance[1].valid_until",
        "micro_credential.worklod",
    ]


def test_an_empty_file_lacks_both_parts() -> None:
    assert [problem.place for problem in problems_of(b"")] == ["institution", "micro_credential"]


def test_parts_that_are_no_tables_are_noted() -> None:
    assert [problem.place for problem in problems_of(b"institution = 1\nmicro_credential = []\nrule = 2")] == [
        "institution",
        "rule",
        "micro_credential",
    ]


def test_a_plan_without_an_id_is_refused() -> None:
    assert [problem.place for problem in problems_of(DRAFT.replace(b'id = "ethics"', b""))] == ["micro_credential.id"]


def test_formats_are_those_that_are_known_here_each_once() -> None:
    raw = DRAFT + b'formats = ["paper", "europass", "paper"]'
    assert read_plan(raw, formats=("europass", "paper")).plan.formats == ("paper", "europass")


def test_the_number_of_problems_has_a_bound() -> None:
    outcome = "{" + ", ".join(f"k{number} = 1" for number in range(20)) + "}"
    assert len(problems_of(DRAFT + f"learning_outcomes = [{', '.join([outcome] * 50)}]".encode())) == 100


keys = st.sampled_from(
    ["id", "name", "en", "title", "level", "eqf", "workload", "ects", "formats", "languages", "learning_outcomes", "x"]
)
scalars = st.sampled_from(
    ["1", "-1", "nan", "1e400", '""', '"a"', "true", "2026-01-01", "07:32:00", "[]", '["a", 1]', "{}"]
)
lines = st.builds("{} = {}".format, keys, scalars) | st.builds(
    "[{}]".format, st.sampled_from(["institution", "micro_credential", "rule", "micro_credential.level", "x.y"])
)


@given(st.binary(max_size=300) | st.text(max_size=100).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_no_bytes_raise_anything_but_an_input_error(raw: bytes) -> None:
    with pytest.raises(InputError):
        read_plan(raw)


@given(st.lists(lines, max_size=12))
def test_no_toml_raises_anything_but_an_input_error(written: list[str]) -> None:
    try:
        read = read_plan("\n".join(written).encode())
    except InputError:
        return
    assert read.plan.id


@given(st.integers(0, len(EXAMPLE) - 1), st.binary(min_size=1, max_size=3))
def test_a_damaged_plan_is_read_or_refused_with_problems(place: int, damage: bytes) -> None:
    problems: tuple[Problem, ...] = (Problem("nowhere", "It was read."),)
    try:
        read_plan(EXAMPLE[:place] + damage + EXAMPLE[place + len(damage) :])
    except PlanFileError as refused:
        problems = refused.problems
    assert problems
    assert all(problem.place and problem.sentence for problem in problems)
