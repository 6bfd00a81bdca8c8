"""Text in one or several languages."""

import pytest

from plugin.domain.errors import InputError
from plugin.domain.text import LocalText, has_hidden_signs, without_joiners


def test_text_is_given_in_the_language_asked_for_or_else_in_the_first() -> None:
    text = LocalText.from_mapping({"en": "Ethics", "de": "Ethik"})
    assert text.in_language("de") == "Ethik"
    assert text.in_language("fr") == "Ethics"
    assert str(text) == "Ethics"


def test_text_keeps_the_order_of_its_languages() -> None:
    text = LocalText((("nl", "Ethiek"), ("en", "Ethics")))
    assert list(text) == [("nl", "Ethiek"), ("en", "Ethics")]
    assert list(text.as_mapping()) == ["nl", "en"]


def test_text_in_one_language_is_english_unless_said() -> None:
    assert LocalText.of("Ethics").values == (("en", "Ethics"),)
    assert LocalText.of("Ethik", "de").values == (("de", "Ethik"),)


@pytest.mark.parametrize("values", [(), (("en", " "),), (("", "Ethics"),), (("en", "Ethics"), ("de", ""))])
def test_empty_text_is_refused(values: tuple[tuple[str, str], ...]) -> None:
    with pytest.raises(InputError, match="empty"):
        LocalText(values)


@pytest.mark.parametrize("text", ["علی‌رضا", "ශ්‍රී", "王小明", "a\u00a0b", "O’Brien", 'Åsa "Ace" <Lund> & Søn'])
def test_no_script_holds_hidden_signs(text: str) -> None:
    assert not has_hidden_signs(text)


@pytest.mark.parametrize("sign", ["\0", "\n", "\x1b", "\u202e", "\ufeff", "\u2028", "\ud800", "\ue000", "\U000e0041"])
def test_controls_and_turns_of_direction_are_hidden_signs(sign: str) -> None:
    assert has_hidden_signs(f"Ada{sign}Byrne")


def test_joiners_can_be_taken_away_to_see_what_is_left() -> None:
    assert without_joiners("\u200c\u200d") == ""
    assert without_joiners("a\u200db") == "ab"
