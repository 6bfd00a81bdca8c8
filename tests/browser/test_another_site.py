"""The tool on another site than the LMS, in a browser that blocks third-party cookies, as browsers do today."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from plugin.demo.house import House, open_house

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def far_house(chromium: str) -> Iterator[House]:
    with open_house(host="localhost") as opened:
        yield opened


@pytest.fixture
def far_page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_third_party_cookies_are_blocked_here(far_page: Page, far_house: House) -> None:
    """Otherwise the next test would prove nothing."""
    far_page.goto(f"{far_house.lms}/admin/tools")
    add_frame = """url => new Promise(done => {
        const frame = document.createElement("iframe");
        frame.src = url;
        frame.onload = done;
        document.body.append(frame);
    })"""
    far_page.evaluate(add_frame, f"{far_house.tool}/lti/login")  # a refusal may be shown in any frame
    frame = next(frame for frame in far_page.frames if frame.url.startswith(far_house.tool))
    frame.evaluate("document.cookie = 'third=party; SameSite=None; Secure'")
    assert "third=party" not in frame.evaluate("document.cookie")
    frame.evaluate("document.cookie = 'own=partition; SameSite=None; Secure; Partitioned'")
    assert "own=partition" in frame.evaluate("document.cookie")


def test_a_learner_claims_inside_the_frame(far_page: Page, far_house: House) -> None:
    far_page.goto(far_house.lms)
    far_page.locator("form[action='/login/103'] button").click()
    frame = far_page.frame_locator("iframe")
    expect(frame.get_by_role("heading", name="You earned this micro-credential")).to_be_visible()
    frame.get_by_role("button", name="Claim my micro-credential").click()
    expect(frame.get_by_role("heading", name="This is yours")).to_be_visible()
    with far_page.expect_download() as started:
        frame.get_by_role("link", name="Download the Europass credential").click()
    assert started.value.suggested_filename.endswith(".jsonld")
