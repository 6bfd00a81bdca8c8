"""An instructor sets a rule, sees what it would do, switches automatic awards on, and the worker awards."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Frame, Page, expect

from plugin.demo.house import House, open_house
from tests.browser.test_story import CLARA, LUKASZ, enter

pytestmark = pytest.mark.browser
SOON = 60_000  # milliseconds in which the worker must have done it


@pytest.fixture(scope="module")
def house(chromium: str) -> Iterator[House]:
    """One of its own: what is awarded here must not surprise other tests."""
    with open_house() as opened:
        yield opened


def until(page: Page, frame: Frame, words: str) -> None:
    """Load the roster until it says so, as somebody would who waits."""
    waited = 0
    while frame.get_by_text(words).count() == 0 and waited < SOON:
        page.wait_for_timeout(1000)
        waited += 1000
        frame.get_by_role("link", name="Learners", exact=True).click()
    expect(frame.get_by_text(words).first).to_be_visible()


def test_a_rule_is_tried_before_it_awards(page: Page, house: House) -> None:
    frame = enter(page, house, CLARA)
    until(page, frame, "Anna Byrne")
    frame.get_by_label("Find a learner").fill("zolc")
    frame.get_by_role("button", name="Find").click()
    expect(frame.get_by_role("row")).to_have_count(2)
    expect(frame.get_by_role("row", name="Łukasz Żółć")).to_contain_text("Earned")
    with page.expect_download() as started:
        frame.get_by_role("link", name="Save the list (CSV)").click()
    assert started.value.suggested_filename == "learners.csv"
    frame.get_by_role("link", name="Who gets it, and how").click()
    frame.get_by_label("Whoever meets a rule of this course’s own").check()
    frame.get_by_label("The course grade is", exact=True).check()
    frame.get_by_label("Least grade").first.fill("80")
    frame.get_by_label("They get it automatically").check()
    frame.get_by_role("button", name="Show who would get it").click()
    expect(frame.get_by_role("heading", level=1)).to_contain_text("of 25 learners would earn it now")
    expect(frame.get_by_role("row", name="Łukasz Żółć")).to_contain_text("does not reach 80 %")
    expect(frame.get_by_role("row", name="Sofía")).to_contain_text("Cannot tell")
    frame.get_by_role("link", name="Back, change nothing").click()
    frame.get_by_role("link", name="Learners", exact=True).click()
    expect(frame.get_by_text("Learners can claim it")).to_be_visible()


def test_those_who_earned_it_get_it_without_a_click(page: Page, house: House) -> None:
    frame = enter(page, house, CLARA)
    frame.get_by_role("link", name="Who gets it, and how").click()
    frame.get_by_label("They get it automatically").check()
    frame.get_by_role("button", name="Show who would get it").click()
    frame.get_by_role("button", name="Switch it on: award 11 now").click()
    expect(frame.get_by_text("Awarded automatically")).to_be_visible()
    until(page, frame, "11 have it")
    learner = enter(page.context.new_page(), house, LUKASZ)
    expect(learner.get_by_role("heading", name="This is yours")).to_be_visible()
    expect(learner.get_by_text("Łukasz Żółć").first).to_be_visible()


def test_everything_works_by_keyboard(page: Page, house: House) -> None:
    frame = enter(page, house, CLARA)
    frame.get_by_role("link", name="Who gets it, and how").press("Enter")
    frame.get_by_label("They claim it").press("Space")
    frame.get_by_role("button", name="Show who would get it").press("Enter")
    expect(frame.get_by_role("heading", level=1)).to_contain_text("would earn it now")


@pytest.mark.parametrize("width", [320, 360, 600, 1280])
def test_no_page_is_wider_than_its_window(page: Page, house: House, width: int) -> None:
    url = enter(page, house, CLARA).url
    page.set_viewport_size({"width": width, "height": 800})
    for path in ("", "/settings", "/learner?id=124"):
        page.goto(url + path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
