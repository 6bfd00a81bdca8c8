"""The list of ESCO skills from a CSV file; every skill here is invented."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.domain.errors import InputError
from plugin.domain.intake import skill_list
from plugin.domain.intake.skill_list import read_skills

HEADER = "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,status,description"
IRI = "http://data.europa.eu/esco/skill/"


def row(number: str = "1", label: str = "weave baskets", more: str = "") -> str:
    kinds = "KnowledgeSkillCompetence,{}{},skill/competence,cross-sector,{},"
    return kinds.format(IRI, number, label) + (more or '"plait baskets\nmake baskets",released,"Weave, of willow."')


def listed(*rows: str) -> bytes:
    return "\r\n".join([HEADER, *rows]).encode()


def refusal(raw: bytes) -> str:
    with pytest.raises(InputError) as refused:
        read_skills(raw, "en")
    return refused.value.sentence


def test_a_skill_is_read_with_all_that_is_said_of_it() -> None:
    (found,) = read_skills(b"\xef\xbb\xbf" + listed(row()), "en")
    assert (found.skill.iri, found.skill.label, found.language) == (IRI + "1", "weave baskets", "en")
    assert found.alternatives == ("plait baskets", "make baskets")
    assert (found.kind and found.kind.code, found.reuse and found.reuse.code) == ("skill", "cross-sector")
    assert found.description == "Weave, of willow."


def test_the_columns_may_stand_in_any_order_and_most_may_be_absent() -> None:
    (found,) = read_skills(f"preferredLabel,conceptUri\nweave,{IRI}x\n\n".encode(), "en")
    assert (found.skill.label, found.alternatives, found.kind, found.reuse) == ("weave", (), None, None)


def test_skills_that_are_no_longer_in_force_are_left_out() -> None:
    (found,) = read_skills(listed(row("1", more=",obsolete,"), row("2", more=",released,")), "en")
    assert found.skill.iri == IRI + "2"


def test_stray_signs_in_official_texts_are_taken_out() -> None:
    (found,) = read_skills(listed(row(label="weave\u200b \u202ebaskets\x00 <b>")), "en")
    assert found.skill.label == "weave baskets <b>"


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "The list holds no skill."),
        (HEADER.encode(), "The list holds no skill."),
        (b"a,b\n1,2", "Line 1: The column conceptUri and preferredLabel is missing."),
        (listed(row("1"), row("2", label="")), "Line 4: The preferredLabel is empty or longer than 200 characters."),
        (listed(row("1", label="x" * 201)), "Line 2: The preferredLabel is empty or longer than 200 characters."),
        (listed(row("1"), row("1")), "Line 4: This skill stands there twice."),
        (listed(row("1"), "one,two"), "Line 4: There are 2 cells where the first line has 8."),
        (listed(row("../x")), "Line 2: The conceptUri is not that of an ESCO skill."),
        (listed(row("1"), 'a,"b'), "Line 4: A quotation mark is missing, or a cell is far too long."),
        (
            listed(row("1"), f'a,"{"x" * 200_000}"'),
            "Line 4: A quotation mark is missing, or a cell is far too long.",
        ),
        (listed(row("1")) + b"\n\xff", "Line 4: This is not text in UTF-8."),
    ],
)
def test_a_wrong_list_is_refused_with_the_line(raw: bytes, sentence: str) -> None:
    assert refusal(raw) == sentence


def test_a_list_that_is_too_large_or_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(skill_list, "SKILLS_MAX", 1)
    assert refusal(listed(row("1"), row("2"))) == "Line 4: There are more than 1 skills."
    monkeypatch.setattr(skill_list, "BYTES_MAX", 10)
    assert "larger than" in refusal(listed(row("1")))


@given(raw=st.binary(max_size=300) | st.text(max_size=200).map(lambda text: listed(row(), text)))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    with suppress(InputError):
        assert read_skills(raw, "en")
