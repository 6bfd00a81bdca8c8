"""Whose language a page speaks."""

from __future__ import annotations

import pytest
from flask import Flask

from plugin.web.languages import read_by, reader

APP = Flask(__name__)


def chosen(launch: str | None = None, browser: str | None = None) -> tuple[str, str]:
    with APP.test_request_context(headers={"Accept-Language": browser} if browser is not None else {}):
        read_by(launch)
        return reader().language, str(reader().locale)


@pytest.mark.parametrize(
    ("locale", "language", "written"),
    [
        ("de", "de", "de"),
        ("de_DE", "de", "de_DE"),
        ("de-AT", "de", "de_AT"),
        ("de_du", "de", "de"),  # Moodle: German that says "du"
        ("de_kids", "de", "de"),
        ("fr_CA.UTF-8", "fr", "fr_CA"),
        ("en", "en", "en_GB"),
        ("en_us", "en", "en_US"),
        ("PL-pl", "pl", "pl_PL"),
        ("es-419", "es", "es_419"),
        ("nl-Latn-BE", "nl", "nl_BE"),
    ],
)
def test_the_locale_of_the_lms_decides(locale: str, language: str, written: str) -> None:
    assert chosen(locale, browser="fr") == (language, written)


@pytest.mark.parametrize(
    "locale", [None, "", "pt-BR", "zh_tw", "x", "de" * 40, "<script>", "../de", "de\n", "dé", "$Message.locale"]
)
def test_a_locale_that_is_none_or_not_spoken_leaves_it_to_the_browser_and_then_to_english(locale: str | None) -> None:
    assert chosen(locale, browser="sv, nl;q=0.8, en;q=0.5") == ("nl", "nl")
    assert chosen(locale) == ("en", "en_GB")


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("de-CH, fr;q=0.9", "de"),
        ("en;q=0.1, pl;q=0.9", "pl"),
        ("sv, da", "en"),
        ("*", "en"),
        ("", "en"),
        ("de;q=0", "en"),
        ("de;q=x, fr", "fr"),
        (", ".join(["sv"] * 10_000) + ", de", "en"),
        (";;;,,,===", "en"),
    ],
)
def test_the_browsers_list_decides_by_its_order_and_only_its_beginning_is_read(accepted: str, language: str) -> None:
    assert chosen(browser=accepted)[0] == language


def test_a_later_and_better_word_counts() -> None:
    with APP.test_request_context(headers={"Accept-Language": "fr"}):
        assert reader().language == "fr"
        read_by("de")
        assert reader().language == "de"


def test_outside_of_a_request_it_is_english() -> None:
    assert reader().language == "en"
