from __future__ import annotations

from dataclasses import replace

import pytest

from plugin.domain.catalogue import (
    Entry,
    catalogue_words,
    entry_of,
    found,
    in_language,
    listing_of,
    part_of,
)
from plugin.domain.elements import Element
from plugin.domain.intake.plan_file import read_plan
from plugin.domain.plan import CredentialPlan
from plugin.domain.text import LocalText
from tests.factories import ISSUED_AT
from tests.functional.commands import EXAMPLES

FILE = read_plan((EXAMPLES / "plan.toml").read_bytes())
URL = "https://tool.example"


def entry(**changes: object) -> Entry:
    return entry_of(FILE.institution, replace(FILE.plan, **changes), ISSUED_AT)  # type: ignore[arg-type]


def said(plan: CredentialPlan) -> dict[Element, tuple[str, ...]]:
    return catalogue_words(listing_of(entry_of(FILE.institution, plan, ISSUED_AT), URL, is_test=False))


@pytest.mark.parametrize(
    "words",
    ["", "  ", "creation", "CRÉATION digital", "zed", "stimulate creativity", "personal skills"],
)
def test_a_search_finds_by_title_body_outcome_skill_and_field(words: str) -> None:
    assert found([entry()], words, "") == (entry(),)


@pytest.mark.parametrize(("words", "institution_id"), [("creation zebra", ""), ("", "other"), ("creation", "other")])
def test_a_search_wants_every_word_and_the_institution(words: str, institution_id: str) -> None:
    assert found([entry()], words, institution_id) == ()


def test_a_search_finds_in_every_language() -> None:
    both = entry(title=LocalText((("en", "Ethics"), ("fr", "Éthique des données"))))
    assert found([both], "ethics", "uniz") == found([both], "ETHIQUE donnees", "uniz") == (both,)


def test_the_tenth_word_of_a_search_is_the_last() -> None:
    assert found([entry()], "zed " * 10 + "zebra", "") == (entry(),)


@pytest.mark.parametrize(
    ("asked", "number", "length"), [(1, 1, 2), (3, 3, 1), (9, 3, 1), (0, 1, 2), (-5, 1, 2), (10**30, 3, 1)]
)
def test_a_page_that_is_not_there_is_the_nearest_one(asked: int, number: int, length: int) -> None:
    part = part_of([entry(id=f"plan-{n}") for n in range(5)], asked, 2)
    assert (part.number, part.pages, part.total, len(part.entries)) == (number, 3, 5, length)


def test_an_empty_list_has_one_page() -> None:
    assert (part_of([], 1, 2).pages, part_of([], 1, 2).entries) == (1, ())


def test_a_listing_has_the_addresses_of_the_installation() -> None:
    listing = listing_of(entry(), URL, is_test=False)
    assert listing.page == "https://tool.example/catalogue/uniz/micro-credential-creation"
    assert listing.picture == "https://tool.example/issuers/uniz/badges/micro-credential-creation/1.png"
    assert str(listing.plan.title) == "Digital micro-credential creation"


def test_a_test_seal_is_told_in_title_and_awarding_body() -> None:
    listing = listing_of(entry(), URL, is_test=True)
    assert str(listing.plan.title) == "TEST: Digital micro-credential creation"
    assert str(listing.institution.organisation.legal_name) == "University of Zed (test seal)"
    assert listing_of(entry(title=None), URL, is_test=True).plan.title is None


def test_a_language_of_the_plan_can_come_first() -> None:
    plan = replace(FILE.plan, languages=("en", "de", "fr"))
    assert in_language(plan, "de").languages == ("de", "en", "fr")
    assert in_language(plan, "pl").languages == ("en", "de", "fr")


def test_every_element_that_a_plan_gives_is_in_words() -> None:
    words = said(replace(FILE.plan, valid_months=24))
    left_out = {Element.LEARNER, Element.TITLE, Element.DATE_OF_ISSUING}
    assert list(words) == [element for element in Element if element not in left_out]
    assert words[Element.ASSESSMENT] == ("Digital artefact assessment", "Artefact assessment")
    assert words[Element.PARTICIPATION] == ("Blended", "Non-formal learning")
    assert words[Element.GRADE] == ("Standard grading", "Points from 0 to 100; 50 points pass.")
    assert "Taught in: English" in words[Element.FURTHER_INFORMATION]
    assert "Holds for 24 months" in words[Element.FURTHER_INFORMATION]
    assert "Field: Personal skills and development" in words[Element.FURTHER_INFORMATION]


def test_what_a_plan_does_not_give_is_absent() -> None:
    bare = CredentialPlan("a-b", 1, ("en",), None, None, (), None, None, None, None, ())
    assert set(said(bare)) == {Element.COUNTRY, Element.AWARDING_BODY}
    assert entry_of(FILE.institution, bare, ISSUED_AT).text == "university of zed"
    assert FILE.plan.participation
    assert FILE.plan.further_information
    silent = replace(FILE.plan, participation=replace(FILE.plan.participation, setting=None), further_information=None)
    assert said(silent)[Element.PARTICIPATION] == ("Blended",)
    unspoken = replace(FILE.plan.further_information, languages=(), fields=())
    assert said(replace(FILE.plan, further_information=unspoken))[Element.FURTHER_INFORMATION] == (
        "A short learning programme, taught online and in class",
        "https://uniz.edu",
    )
