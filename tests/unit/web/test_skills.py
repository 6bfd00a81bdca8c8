from __future__ import annotations

import pytest

from plugin.domain.elements import Skill
from plugin.domain.platforms import CourseRole
from plugin.domain.skills import EscoSkill
from plugin.domain.vocabulary import OUTCOME_KINDS
from tests.unit.web.conftest import BASE, House

IRI = "http://data.europa.eu/esco/skill/1"
KNOWLEDGE = OUTCOME_KINDS.find("knowledge")


def address(house: House, role: CourseRole = CourseRole.INSTRUCTOR) -> str:
    house.knows()
    return house.enter(role).url.rpartition("/")[0] + "/skills"


def asked(house: House, url: str) -> object:
    return house.client.get(url, base_url=BASE, headers={"Accept": "application/json"}).get_json()


def test_without_a_list_the_page_says_that_own_words_are_enough(house: House) -> None:
    url = address(house)
    assert "The ESCO list is not here yet" in house.open(f"{url}?q=weave").text
    assert asked(house, f"{url}?q=weave") == {"available": False, "skills": []}


def test_skills_are_found_by_people_and_by_the_script(house: House) -> None:
    house.services.skills.replace(
        "en", [EscoSkill(Skill(IRI, "weave <baskets>"), "en", (), KNOWLEDGE, None, "Willow.")]
    )
    url = address(house)
    view = house.open(f"{url}?q=weav")
    assert "weave <baskets>" in view.text
    assert b"<baskets>" not in view.body
    assert IRI.encode() in view.body
    assert "No skill fits “zebra”" in house.open(f"{url}?q=zebra").text
    (found,) = asked(house, f"{url}?q=weav&language=de")["skills"]  # type: ignore[index]
    assert found == {
        "iri": IRI,
        "label": "weave <baskets>",
        "language": "en",
        "description": "Willow.",
        "kind": "knowledge",
        "reuse": None,
    }


@pytest.mark.parametrize("query", ["", "?q=", "?q=" + "x" * 5000, "?q=weave&language=" + "x" * 500])
def test_an_odd_question_gets_a_page(house: House, query: str) -> None:
    house.services.skills.replace("en", [EscoSkill(Skill(IRI, "weave"), "en")])
    assert house.open(address(house) + query).status == 200


def test_learners_have_no_use_for_it(house: House) -> None:
    assert house.open(address(house, CourseRole.LEARNER)).status == 404
