"""A plan written as the plan file that reads back equal."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from plugin.domain.elements import Participation, Place
from plugin.domain.intake.plan_file import read_plan
from plugin.domain.intake.plan_problem import PlanFileError
from plugin.domain.intake.plan_writer import write_plan
from plugin.domain.plan import CredentialPlan, Institution
from plugin.domain.text import LocalText
from plugin.domain.vocabulary import COUNTRIES, Concept
from tests.factories import sample_organisation
from tests.strategies import plans

EXAMPLES = Path(__file__).parents[4]
ZED = Institution("zed", sample_organisation())
EMPTY = CredentialPlan("ethics", 1, ("en",), None, None, (), None, None, None, None, ())
RETIRED = Concept("http://data.europa.eu/snb/learning-assessment/gone", "x", "gone", "By letter")


@given(plans())
@settings(max_examples=150, deadline=None)
def test_every_plan_reads_back_equal(made: tuple[Institution, CredentialPlan]) -> None:
    institution, plan = made
    read = read_plan(write_plan(institution, plan))
    assert read.plan == plan
    assert read.institution == institution


@pytest.mark.parametrize("path", ["examples/plan.toml", "plugin/demo/plan.toml"])
def test_the_plans_that_we_ship_read_back_equal(path: str) -> None:
    file = read_plan((EXAMPLES / path).read_bytes())
    assert read_plan(write_plan(file.institution, file.plan)) == file


def test_a_retired_code_is_written_down_and_then_reported() -> None:
    raw = write_plan(ZED, replace(EMPTY, participation=Participation(RETIRED)))
    with pytest.raises(PlanFileError) as refused:
        read_plan(raw)
    (problem,) = refused.value.problems
    assert problem.place == "micro_credential.participation.mode"
    assert RETIRED.iri in problem.sentence


def test_a_region_without_a_code_is_kept() -> None:
    body = sample_organisation(place=Place(COUNTRIES.find("IE"), None, "Dublin city"))
    assert read_plan(write_plan(Institution("zed", body), EMPTY)).institution.organisation == body


def test_an_institution_is_named_in_a_language_of_the_plan_even_where_it_has_no_name_in_it() -> None:
    body = sample_organisation(legal_name=LocalText((("en", "University of Zed"), ("de", "Universität Zed"))))
    french = read_plan(write_plan(Institution("zed", body), replace(EMPTY, languages=("fr",))))
    german = read_plan(write_plan(Institution("zed", body), replace(EMPTY, languages=("fr", "de"))))
    assert french.institution.organisation.legal_name == LocalText.of("University of Zed", "fr")
    assert german.institution.organisation.legal_name == LocalText.of("Universität Zed", "de")


def test_a_file_of_a_later_version_is_refused_in_one_sentence() -> None:
    raw = write_plan(ZED, EMPTY).replace(b"twinseal_plan = 1", b"twinseal_plan = 2") + b"\n[unheard_of]\nkey = 1\n"
    with pytest.raises(PlanFileError) as refused:
        read_plan(raw)
    (problem,) = refused.value.problems
    assert "written by a later version of Twinseal (plan format 2)" in problem.sentence
