"""Pages speak the language of the LMS, or else of the browser."""

from __future__ import annotations

import pytest

from plugin.domain.platforms import BrowserProof, CourseRole
from tests.unit.web.conftest import House


@pytest.mark.parametrize(("locale", "language"), [("de_AT", "de"), ("pt-BR", "en"), ("d" * 10_000, "en"), (None, "en")])
def test_a_visit_speaks_the_language_of_the_lms(house: House, locale: str | None, language: str) -> None:
    view = house.enter(CourseRole.OBSERVER, locale=locale)
    assert f'<html lang="{language}" dir="ltr">' in view.body.decode()


def test_a_visit_that_must_go_on_in_a_tab_speaks_it_as_well(house: House) -> None:
    view = house.enter(CourseRole.OBSERVER, locale="pl", browser=BrowserProof.STORAGE)
    assert '<html lang="pl"' in view.body.decode()


def test_a_refusal_within_a_visit_speaks_the_language_of_the_visit(house: House) -> None:
    view = house.enter(CourseRole.OBSERVER, locale="nl")
    refused = house.open(view.url + "course")
    assert refused.status == 404
    assert '<html lang="nl"' in refused.body.decode()


def test_public_pages_speak_the_language_of_the_browser(house: House) -> None:
    answer = house.client.get("/verify", headers={"Accept-Language": "fr-CH, de;q=0.5"})
    assert '<html lang="fr"' in answer.text
    assert answer.headers["Content-Language"] == "fr"
    assert "Accept-Language" in answer.headers["Vary"]
