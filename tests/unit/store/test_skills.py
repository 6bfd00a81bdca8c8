from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugin.domain.elements import Skill
from plugin.domain.errors import ServiceError
from plugin.domain.skills import EscoSkill
from plugin.domain.vocabulary import OUTCOME_KINDS, REUSE_LEVELS
from plugin.store.skills import Skills

IRI = "http://data.europa.eu/esco/skill/"


def skill(number: int, label: str, alternatives: tuple[str, ...] = (), description: str = "") -> EscoSkill:
    kind, reuse = OUTCOME_KINDS.find("skill"), REUSE_LEVELS.find("transversal")
    return EscoSkill(Skill(f"{IRI}{number}", label), "en", alternatives, kind, reuse, description)


BASKETS = [
    skill(1, "weave baskets", ("plait osiers",), "Make things of willow."),
    skill(2, "weave"),
    skill(3, "mend things", (), "Weave new rods into baskets."),
    skill(4, "préparer l’osier"),
]


@pytest.fixture
def skills(tmp_path: Path) -> Skills:
    made = Skills(tmp_path / "home" / "esco.sqlite3")
    made.replace("en", BASKETS)
    return made


def labels(found: tuple[EscoSkill, ...]) -> list[str]:
    return [one.skill.label for one in found]


def test_before_any_import_nothing_is_found_and_no_file_is_made(tmp_path: Path) -> None:
    empty = Skills(tmp_path / "esco.sqlite3")
    assert (empty.search("weave", "en"), empty.languages()) == ((), ())
    assert list(tmp_path.iterdir()) == []


def test_what_is_kept_comes_back_whole(skills: Skills) -> None:
    assert skills.search("plait osiers", "en") == (BASKETS[0],)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("weave", "weave"),
        ("WEAVE bask", "weave baskets"),
        ("osier", "préparer l’osier"),
        ("preparer", "préparer l’osier"),
    ],
)
def test_the_best_comes_first_by_beginnings_of_words_in_any_case_and_accent(
    skills: Skills, words: str, first: str
) -> None:
    assert labels(skills.search(words, "en"))[0] == first


def test_a_label_counts_more_than_a_description(skills: Skills) -> None:
    assert labels(skills.search("weave", "en")) == ["weave", "weave baskets", "mend things"]


@pytest.mark.parametrize(("limit", "length"), [(1, 1), (2, 2), (0, 1), (-1, 1), (10**9, 3)])
def test_no_more_are_found_than_asked_for(skills: Skills, limit: int, length: int) -> None:
    assert len(skills.search("weave", "en", limit)) == length


def test_a_language_that_is_not_imported_falls_back_to_english(skills: Skills) -> None:
    assert labels(skills.search("weave", "de")) == labels(skills.search("weave", "en"))
    skills.replace("de", [EscoSkill(Skill(IRI + "1", "Körbe flechten"), "de")])
    assert labels(skills.search("korbe", "de")) == ["Körbe flechten"]
    assert skills.search("weave", "de") == ()
    assert skills.languages() == ("de", "en")


def test_without_english_another_language_is_no_answer(tmp_path: Path) -> None:
    german = Skills(tmp_path / "esco.sqlite3")
    german.replace("de", [EscoSkill(Skill(IRI + "1", "Körbe flechten"), "de")])
    assert german.search("korbe", "fr") == ()


def test_a_new_list_takes_the_place_of_the_old_one(skills: Skills) -> None:
    skills.replace("en", [skill(9, "knit")])
    assert skills.search("weave", "en") == ()
    assert labels(skills.search("knit", "en")) == ["knit"]


def test_an_import_that_was_cut_off_leaves_the_old_list(skills: Skills, tmp_path: Path) -> None:
    (tmp_path / "home" / "esco.sqlite3.part").write_bytes(b"half")
    assert labels(skills.search("weave bask", "en"))[0] == "weave baskets"
    skills.replace("en", BASKETS[:1])
    assert labels(skills.search("weave", "en")) == ["weave baskets"]


def test_a_damaged_file_is_told_plainly(skills: Skills, tmp_path: Path) -> None:
    (tmp_path / "home" / "esco.sqlite3").write_bytes(b"no database" * 100)
    with pytest.raises(ServiceError, match="import the list again"):
        skills.search("weave", "en")


@given(
    words=st.text(max_size=30) | st.sampled_from(['"', "*", "weave*", "NEAR(a b)", "label:x", "_", "\u0301", "a\x00b"])
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
def test_no_words_can_break_a_search(skills: Skills, words: str) -> None:
    assert isinstance(skills.search(words, "en"), tuple)
