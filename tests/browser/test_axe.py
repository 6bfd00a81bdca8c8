"""Every page of the four kinds of visitors, judged by axe-core (the plan editor's are judged with the editor)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from plugin.admin_link import new_admin_link
from plugin.demo.house import House
from tests.browser.test_story import CLARA, FAILED, enter

pytestmark = pytest.mark.browser


def faults(page: Page, axe: str, address: str) -> list[str]:
    """What axe finds on a page in a window of its own; it must have found something to be right there, too."""
    page.goto(address)
    page.locator("h1").first.wait_for()
    page.evaluate(axe)
    found = page.evaluate("axe.run()")
    assert len(found["passes"]) > 10
    return [f"{address}: {v['id']} ({v['impact']}), {v['nodes'][0]['html'][:200]}" for v in found["violations"]]


@pytest.mark.parametrize("name", ["mine", "course", "course/settings", "awards", "plan", "course/feedback"])
def test_nothing_is_wrong_with_a_page_in_a_course(page: Page, house: House, axe: str, name: str) -> None:
    base = enter(page, house, FAILED if name == "mine" else CLARA).url.rpartition("/")[0]
    assert faults(page, axe, f"{base}/{name}") == []


@pytest.mark.parametrize("name", ["", "verify", "catalogue", "catalogue/zed/data-ethics", "issuers/zed"])
def test_nothing_is_wrong_with_a_page_for_anybody(page: Page, house: House, axe: str, name: str) -> None:
    assert faults(page, axe, f"{house.tool}/{name}") == []


def test_nothing_is_wrong_with_the_administrators_pages(page: Page, house: House, axe: str) -> None:
    page.goto(new_admin_link(house.services))
    page.get_by_role("button").first.click()
    page.wait_for_url(f"{house.tool}/admin")
    names = ("", "/keys", "/search", "/institutions/zed", "/institutions/new", "/platforms/new")
    assert [fault for name in names for fault in faults(page, axe, f"{house.tool}/admin{name}")] == []
