"""Visits in browsers that keep no cookie in the frame."""

from __future__ import annotations

import pytest

from plugin.domain.platforms import BrowserProof, BrowserStorage, CourseRole, DeepLinking
from plugin.web.browser import keep_in_storage, offer_tab, recall_from_storage
from tests.unit.web.conftest import BASE, House

STORAGE = BrowserStorage("_parent", "https://lms.example", "twinseal_state-1")
OWN = {"Origin": BASE}


def test_a_launch_by_storage_continues_by_a_code_that_works_once(house: House) -> None:
    house.knows()
    form = house.enter(browser=BrowserProof.STORAGE).form("code")
    entered = house.client.post("/enter", base_url=BASE, data=form.fields, headers=OWN)
    assert entered.status_code == 303
    assert "__Host-twinseal_" in entered.headers["Set-Cookie"]
    assert "You earned this" in house.open(entered.location).text
    again = house.client.post("/enter", base_url=BASE, data=form.fields, headers=OWN)
    assert "Your visit has ended" in again.text


@pytest.mark.parametrize("headers", [{}, {"Origin": "null"}, {"Origin": "https://evil.example"}])
def test_a_code_that_another_page_brings_opens_nothing(house: House, headers: dict[str, str]) -> None:
    """Else somebody could sign others in as himself, with a code of his own."""
    form = house.enter(browser=BrowserProof.STORAGE).form("code")
    assert house.client.post("/enter", base_url=BASE, data=form.fields, headers=headers).status_code == 400


@pytest.mark.parametrize("proof", [BrowserProof.STORAGE, BrowserProof.TAB])
def test_a_choice_that_cannot_go_back_is_not_begun(house: House, proof: BrowserProof) -> None:
    asked = DeepLinking("https://lms.example/back", None)
    view = house.enter(CourseRole.INSTRUCTOR, deep_linking=asked, browser=proof)
    assert "could not be sent back" in view.text
    assert "code" not in {name for form in view.forms for name in form.fields}


def test_a_launch_in_a_tab_is_a_visit_like_any_other(house: House) -> None:
    house.knows()
    assert "You earned this" in house.enter(browser=BrowserProof.TAB).text


def test_the_pages_of_the_way_there_may_stand_in_any_frame_and_escape_what_they_hold(house: House) -> None:
    with house.app.test_request_context(base_url=BASE):
        pages = (
            keep_in_storage(STORAGE, "s", 'https://lms.example/auth?a="b', "/lti/login?c=<d>"),
            recall_from_storage(STORAGE, {"state": "<s>", "id_token": "t"}),
            offer_tab("/lti/login?c=<d>"),
        )
        answers = [house.app.process_response(answer) for answer in pages]
    assert all("frame-ancestors *" in answer.headers["Content-Security-Policy"] for answer in answers)
    assert all(b"<d>" not in answer.data and b"<s>" not in answer.data for answer in answers)
    assert all(b"<script>" not in answer.data for answer in answers)
