"""The tool on another site, in a browser that keeps no cookie at all in its frame: older Safari, strict settings.

Chromium blocks third-party cookies here; taking the word `Partitioned` from every cookie is what such a browser does.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask, Response
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect

from plugin.demo import house
from plugin.demo.house import House, open_house
from plugin.services import Services

pytestmark = pytest.mark.browser
EARNED = "You earned this micro-credential"


@contextmanager
def far_house(*options: str) -> Iterator[House]:
    real = house.create_app

    def forgetful(services: Services) -> Flask:
        app = real(services)
        app.after_request(without_partitions)
        return app

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(house, "create_app", forgetful)
        with open_house(host="localhost", lms_options=options) as opened:
            yield opened


def without_partitions(answer: Response) -> Response:
    cookies = answer.headers.getlist("Set-Cookie")
    answer.headers.setlist("Set-Cookie", [cookie.replace("; Partitioned", "") for cookie in cookies])
    return answer


@pytest.fixture(scope="module")
def plain_house(chromium: str) -> Iterator[House]:
    with far_house() as opened:
        yield opened


@pytest.fixture(scope="module")
def storing_house(chromium: str) -> Iterator[House]:
    with far_house("--storage") as opened:
        yield opened


@pytest.fixture
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    yield context
    context.close()


def enter(visitor: BrowserContext, place: House, person: int) -> tuple[Page, FrameLocator]:
    page = visitor.new_page()
    page.goto(place.lms)
    page.locator(f"form[action='/login/{person}'] button").click()
    return page, page.frame_locator("#tool")


def new_tab(page: Page, frame: FrameLocator, role: str, name: str) -> Page:
    with page.context.expect_page() as opened:
        frame.get_by_role(role, name=name).click()  # type: ignore[arg-type]  # "link" or "button"
    return opened.value


def test_without_storage_the_login_begins_again_in_a_tab(visitor: BrowserContext, plain_house: House) -> None:
    page, frame = enter(visitor, plain_house, 103)
    tab = new_tab(page, frame, "link", "Open in a new tab")
    expect(tab.get_by_role("heading", name=EARNED)).to_be_visible()
    tab.get_by_role("button", name="Claim my micro-credential").click()
    expect(tab.get_by_role("heading", name="This is yours")).to_be_visible()


def test_with_storage_a_checked_launch_continues_in_a_tab_once(visitor: BrowserContext, storing_house: House) -> None:
    page, frame = enter(visitor, storing_house, 103)
    tab = new_tab(page, frame, "button", "Continue in a new tab")
    expect(tab.get_by_role("heading", name=EARNED)).to_be_visible()
    tab.reload()
    expect(tab.get_by_role("heading", name=EARNED)).to_be_visible()
    again = new_tab(page, frame, "button", "Continue in a new tab")
    expect(again.get_by_role("heading", name="Your visit has ended")).to_be_visible()


def test_a_storage_that_does_not_answer_leaves_the_tab(visitor: BrowserContext, storing_house: House) -> None:
    visitor.route("**/mod/lti/storage", lambda route: route.fulfill(body="<p>deaf</p>", content_type="text/html"))
    page, frame = enter(visitor, storing_house, 103)
    tab = new_tab(page, frame, "link", "Open in a new tab")
    expect(tab.get_by_role("heading", name=EARNED)).to_be_visible()


def test_a_choice_in_a_tab_says_that_it_cannot_be_sent_back(visitor: BrowserContext, plain_house: House) -> None:
    page, _ = enter(visitor, plain_house, 11)
    page.evaluate("document.querySelector('#tool').src = '/mod/lti/contentitem.php'")
    tab = new_tab(page, page.frame_locator("#tool"), "link", "Open in a new tab")
    expect(tab.get_by_role("heading", name="could not be sent back")).to_be_visible()


def test_a_choice_by_storage_says_so_in_the_frame(visitor: BrowserContext, storing_house: House) -> None:
    page, frame = enter(visitor, storing_house, 11)
    frame.get_by_role("button", name="Continue in a new tab").wait_for()
    page.evaluate("document.querySelector('#tool').src = '/mod/lti/contentitem.php'")
    frame.get_by_role("heading", name="could not be sent back").wait_for()
