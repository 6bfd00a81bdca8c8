"""Withdrawing and correcting, as people do it in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Frame, Page, expect

from plugin.demo.house import House
from tests.browser.test_story import CLARA, enter

pytestmark = pytest.mark.browser
ELENI, XIAOLONG, JOSE = 107, 103, 109


def claimed(page: Page, house: House, person: int) -> Frame:
    frame = enter(page, house, person)
    button = frame.get_by_role("button", name="Claim my micro-credential")
    if button.count():
        button.click()
    expect(frame.get_by_role("heading", name="This is yours")).to_be_visible()
    return frame


def issued_to(page: Page, house: House, name: str) -> Frame:
    frame = enter(page, house, CLARA)
    frame.get_by_role("link", name="What was issued").click()
    frame.get_by_role("link", name=name, exact=True).click()
    return frame


def test_an_instructor_withdraws_by_keyboard_and_the_learner_reads_why(page: Page, house: House) -> None:
    learner = claimed(page, house, ELENI)
    name = learner.locator("bdi").last.inner_text()
    link = learner.get_by_label("Whoever has this link").input_value()
    frame = issued_to(page, house, name)
    frame.get_by_role("link", name="Withdraw…").press("Enter")
    expect(frame.get_by_role("heading", name="Withdraw this micro-credential?")).to_be_visible()
    frame.get_by_label("Reason, as the learner reads it").select_option("It was issued in error.")
    frame.get_by_role("button", name="Withdraw it").press("Enter")
    expect(frame.get_by_text("Withdrawn", exact=True).first).to_be_visible()
    learner = enter(page, house, ELENI)
    expect(learner.get_by_role("heading", name="Your micro-credential was withdrawn")).to_be_visible()
    expect(learner.get_by_text("It was issued in error.")).to_be_visible()
    page.goto(link)
    expect(page.get_by_role("heading", name="Withdrawn by the issuer")).to_be_visible()


def test_an_instructor_corrects_a_name_and_the_old_link_leads_to_the_new_one(page: Page, house: House) -> None:
    learner = claimed(page, house, JOSE)
    name = learner.locator("bdi").last.inner_text()
    link = learner.get_by_label("Whoever has this link").input_value()
    frame = issued_to(page, house, name)
    frame.get_by_role("link", name="Correct and issue anew…").click()
    frame.get_by_label("Name, as it shall read").fill("José María Núñez")
    frame.get_by_label("Reason, as the learner reads it").select_option("The name was corrected.")
    frame.get_by_role("button", name="Issue it anew").click()
    expect(frame.get_by_role("heading", name="José María Núñez")).to_be_visible()
    page.goto(link)
    expect(page.get_by_role("heading", name="Replaced by a newer one")).to_be_visible()
    page.get_by_role("link", name="Look at the newer one").click()
    expect(page.get_by_text("José María Núñez").first).to_be_visible()


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_is_wider_than_the_window(page: Page, house: House, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    claimed(page, house, XIAOLONG)
    frame = enter(page, house, CLARA)
    page.goto(frame.url)
    page.get_by_role("link", name="What was issued").click()
    pages = [page.url]
    for checkbox in page.get_by_role("checkbox").all():
        checkbox.check()
    page.get_by_role("button", name="Suspend…").click()
    pages.append(page.url)
    page.goto(pages[0])
    page.get_by_role("link", name="小龙 李").click()
    pages.append(page.url)
    page.get_by_role("link", name="Correct and issue anew…").click()
    pages.append(page.url)
    for url in pages:
        page.goto(url)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, url
