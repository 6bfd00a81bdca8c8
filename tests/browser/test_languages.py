"""The tool speaks the language of the LMS, and of the browser where nobody came from one."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from plugin.demo.house import House
from plugin.web.languages.choice import LANGUAGES
from tests.browser.test_story import CLARA, FAILED, enter

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


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"en"}))
def test_no_page_is_wider_than_its_window_in_any_language(browser: Browser, house: House, language: str) -> None:
    context = browser.new_context(locale=language)
    page = context.new_page()
    learner, instructor = enter(page, house, FAILED).url, enter(page, house, CLARA)
    links = [link.evaluate("link => link.href") for link in instructor.locator("nav a").all()]
    assert len(links) > 3
    for address in (learner, instructor.url, *links, f"{house.tool}/verify", f"{house.tool}/"):
        page.goto(address)
        assert page.locator("html").get_attribute("lang") == language, address
        for width in (320, 600):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, width)
    context.close()
