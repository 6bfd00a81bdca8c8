"""What the learner settles."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.domain.claim import NAME_MAX, clean_name
from plugin.domain.errors import InputError


@pytest.mark.parametrize(
    "name",
    [
        "Ada Byrne",
        'Åsa "Ace" Öberg & Søn <Lund>',
        "O’Brien-Ní Dhuibhne",
        "王小明",
        "محمد الأحمد",
        "علی\u200cرضا",  # Persian, spelt with a zero-width non-joiner
        "ශ්\u200dරී",  # Sinhala, spelt with a zero-width joiner
        "Ω",
    ],
)
def test_any_script_and_any_punctuation_is_a_name(name: str) -> None:
    assert clean_name(name) == name


def test_spaces_and_broken_lines_become_single_spaces() -> None:
    assert clean_name("  Ada\u00a0 \t Byrne\r\nKing ") == "Ada Byrne King"


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\u200d", " \u200c \u200d"])
def test_nothing_is_not_a_name(text: str) -> None:
    with pytest.raises(InputError) as refused:
        clean_name(text)
    assert refused.value.code == "claim.name.empty"


@pytest.mark.parametrize("sign", ["\0", "\x1b", "\u202e", "\ufeff", "\ud800"])
def test_a_name_with_what_cannot_be_seen_is_refused(sign: str) -> None:
    with pytest.raises(InputError) as refused:
        clean_name(f"Ada{sign}Byrne")
    assert refused.value.code == "claim.name.hidden"


def test_a_name_may_be_as_long_as_the_limit_and_no_longer() -> None:
    assert clean_name("a" * NAME_MAX) == "a" * NAME_MAX
    with pytest.raises(InputError) as refused:
        clean_name("a" * (NAME_MAX + 1))
    assert refused.value.code == "claim.name.long"


@given(st.text(alphabet=st.characters(), max_size=NAME_MAX + 20))
def test_a_name_is_clean_or_refused_and_cleaning_again_changes_nothing(text: str) -> None:
    try:
        name = clean_name(text)
    except InputError:
        return
    assert clean_name(name) == name
    assert 0 < len(name) <= NAME_MAX
    assert not any(unicodedata.category(sign) in ("Cc", "Cs") for sign in name)
    assert "  " not in name


@given(st.text(alphabet=st.characters(categories=["L", "M", "P", "S"]), min_size=1, max_size=NAME_MAX))
def test_visible_signs_are_never_touched(text: str) -> None:
    assert clean_name(text) == text
