"""The tool speaks the language of the LMS, and of the browser where nobody came from one."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from plugin.demo.house import House
from tests.browser.test_story import CLARA, enter

pytestmark = pytest.mark.browser


def test_moments_are_written_in_the_language_of_the_page(browser: Browser, house: House) -> None:
    context = browser.new_context(locale="de-AT", timezone_id="Europe/Vienna")
    page = context.new_page()
    frame = enter(page, house, CLARA)
    assert frame.locator("html").get_attribute("lang") == "de"
    moment = frame.locator("time[data-moment]").first
    assert moment.inner_text() == moment.evaluate(
        "time => new Date(time.dateTime).toLocaleString('de-AT', { dateStyle: 'medium', timeStyle: 'short' })"
    )
    page.goto(f"{house.tool}/verify")
    assert page.locator("html").get_attribute("lang") == "de"
    context.close()
