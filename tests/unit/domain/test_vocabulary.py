"""The official lists."""

import pytest

from plugin.domain import vocabulary
from plugin.domain.errors import InputError
from plugin.domain.vocabulary import Concept, ConceptList

IRELAND = "http://publications.europa.eu/resource/authority/country/IRL"
LISTS = [found for found in vars(vocabulary).values() if isinstance(found, ConceptList)]


@pytest.mark.parametrize("word", ["Ireland", "ireland", " IRELAND ", "IRL", "IE", "ie", IRELAND])
def test_a_concept_is_found_by_label_code_and_iri_in_any_case(word: str) -> None:
    assert vocabulary.COUNTRIES.find(word).iri == IRELAND


def test_a_concept_names_its_scheme_label_and_second_code() -> None:
    assert vocabulary.language_of("en") == Concept(
        "http://publications.europa.eu/resource/authority/language/ENG",
        "http://publications.europa.eu/resource/authority/language",
        "ENG",
        "English",
        "en",
    )


def test_an_unknown_word_is_refused_with_the_nearest_ones() -> None:
    with pytest.raises(InputError) as refused:
        vocabulary.PARTICIPATION.find("Blendet")
    assert "“Blendet” is not in the list “forms of participation”" in refused.value.sentence
    assert "“Blended”" in refused.value.hint


def test_an_unknown_word_like_no_other_is_refused_with_the_first_of_the_list() -> None:
    with pytest.raises(InputError) as refused:
        vocabulary.EQF_LEVELS.find("x" * 1000)
    assert "“Level 1”" in refused.value.hint
    assert len(refused.value.sentence) < 200


def test_get_answers_none_for_an_unknown_word() -> None:
    assert vocabulary.EQF_LEVELS.get("9") is None


@pytest.mark.parametrize("concepts", LISTS, ids=lambda found: found.title)
def test_every_concept_of_every_list_is_found_by_its_own_iri(concepts: ConceptList) -> None:
    assert len(concepts) > 0
    assert all(concepts.find(concept.iri) is concept for concept in concepts)


def test_there_are_eight_eqf_levels() -> None:
    assert [concept.label for concept in vocabulary.EQF_LEVELS] == [f"Level {level}" for level in range(1, 9)]


def test_ects_is_the_european_credit_transfer_system() -> None:
    assert vocabulary.ECTS.iri == "http://data.europa.eu/snb/education-credit/6fcec5c5af"
