"""A plan while somebody writes it."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings

from plugin.domain.elements import DoesNotApply, FurtherInformation
from plugin.domain.intake.plan_draft import (
    ORGANISATION,
    RULE_SOURCE,
    Draft,
    compose,
    compose_part,
    draft_of,
    texts_of,
    tidied,
)
from plugin.domain.intake.plan_file import PlanFile, Reading, read_plan
from plugin.domain.intake.plan_writer import write_plan
from plugin.domain.plan import CredentialPlan, Institution
from tests.factories import sample_organisation
from tests.strategies import plans

ZED = Institution("zed", sample_organisation())
DEMO = (Path(__file__).parents[4] / "plugin" / "demo" / "plan.toml").read_bytes()


def read(draft: Draft) -> Reading:
    return compose(draft, ZED, "ethics", 3).read()


def said(reading: Reading) -> PlanFile:
    assert reading.problems == ()
    assert reading.file
    return reading.file


@given(plans())
@settings(max_examples=100, deadline=None)
def test_every_plan_survives_being_a_draft(made: tuple[Institution, CredentialPlan]) -> None:
    institution, plan = made
    raw = write_plan(institution, plan)
    again = said(compose(draft_of(raw, read_plan(raw)), institution, plan.id, plan.version).read())
    assert again.institution == institution
    nothing_more = FurtherInformation()  # a part in which nothing is said says as much as no part
    assert again.plan.further_information == (
        None if plan.further_information == nothing_more else plan.further_information
    )
    changed = {name for name in plan.__slots__ if getattr(again.plan, name) != getattr(plan, name)}
    assert changed <= {"further_information"}


def test_an_empty_draft_is_a_plan_without_elements() -> None:
    file = said(read({}))
    assert (file.plan.id, file.plan.version, file.plan.languages, file.plan.title) == ("ethics", 3, ("en",), None)


def test_what_was_typed_wrongly_is_told_where_it_stands() -> None:
    found = read(
        {
            "workload": {"ects": "two", "hours": "12,5"},
            "participation": {"mode": "By letter"},
            "learning_outcomes": [{"title": {"en": "Explain"}}, {"title": {"en": "x" * 1001}, "kind": "skill"}],
        }
    )
    assert [problem.place for problem in found.problems] == [
        "micro_credential.workload.ects",
        "micro_credential.learning_outcomes[2].title.en",
        "micro_credential.participation.mode",
    ]
    assert found.file
    assert found.file.plan.workload
    assert found.file.plan.workload.hours == Decimal("12.5")
    assert compose({"valid_months": "ever"}, ZED, "ethics", 1).content["micro_credential"] == {
        "id": "ethics",
        "version": 1,
        "languages": ["en"],
        "valid_months": "ever",
    }


def test_a_text_in_a_language_that_the_plan_has_no_more_stays_in_the_draft_only() -> None:
    draft: Draft = {"languages": ["de"], "title": {"en": "Ethics", "de": "Ethik"}}
    title = said(read(draft)).plan.title
    assert title
    assert title.as_mapping() == {"de": "Ethik"}


def test_a_level_that_does_not_apply_keeps_what_was_chosen_before() -> None:
    draft: Draft = {"level_applies": "no", "level": {"eqf": "6"}}
    assert said(read(draft)).plan.level == DoesNotApply()
    assert draft["level"] == {"eqf": "6"}


def test_a_rule_of_another_kind_is_kept_to_the_letter() -> None:
    raw = DEMO + b'requires = [{ quiz = "Final quiz", at_least = 5 }]\n'
    draft = draft_of(raw, read_plan(DEMO))
    assert 'quiz = "Final quiz"' in str(draft[RULE_SOURCE])
    assert compose(draft, ZED, "ethics", 1).content["rule"] == {
        "course_completed": True,
        "grade_at_least": "50 %",
        "requires": [{"quiz": "Final quiz", "at_least": 5}],
    }


@pytest.mark.parametrize(("written", "shown"), [('"50 %"', "50 %"), ("7.5", "7.5 points"), ("8", "8 points")])
def test_a_simple_rule_reads_as_it_was_meant(written: str, shown: str) -> None:
    raw = DEMO.replace(b'"50 %"', written.encode())
    draft = draft_of(raw, read_plan(raw))
    assert draft["rule"] == {"course_completed": "yes", "grade_at_least": shown}
    assert said(read(draft)).plan.rule == read_plan(raw).plan.rule


def test_a_file_without_a_rule_has_none_in_the_draft() -> None:
    raw = DEMO[: DEMO.index(b"[rule]")]
    assert "rule" not in draft_of(raw, read_plan(raw))


def test_blank_texts_and_rows_are_dropped() -> None:
    typed: Draft = {"title": {"en": " ", "de": "Ethik"}, "rows": [{"a": ""}, {"a": "x"}], "none": ["", " "]}
    assert tidied(typed) == {"title": {"de": "Ethik"}, "rows": [{"a": "x"}]}


def test_every_text_can_be_looked_at() -> None:
    assert texts_of({"a": "1", "b": ["2", {"c": "3"}]}) == ["1", "2", "3"]


def test_a_tree_of_another_shape_says_nothing() -> None:
    odd: Draft = {"title": "bare", "learning_outcomes": "x", "workload": ["1"], "formats": "y", "supervision": ["z"]}
    assert said(read(odd)).plan.title is None


def test_the_profile_of_an_institution_is_composed_alike() -> None:
    made = compose_part({"name": {"en": "Zed"}, "country": "Ireland", "region": {"name": ""}}, ORGANISATION, ("en",))
    assert made.content == {"name": {"en": "Zed"}, "country": "Ireland"}
