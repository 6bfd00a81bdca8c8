"""The demo as people walk it: instructor, learner, verifier, administrator, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Frame, Page, expect

from plugin.admin_link import new_admin_link
from plugin.demo.house import House

pytestmark = pytest.mark.browser
CLARA, ANNA, LUKASZ, HIDDEN, FAILED, LATE = 11, 101, 102, 104, 112, 125

FILES = ("Open Badge 3.0", "Badge for wallets (Open Badge 3.0)", "Europass credential")


def enter(page: Page, house: House, person: int) -> Frame:
    """Sign in at the LMS and wait for the tool in its frame."""
    page.goto(house.lms)
    page.locator(f"form[action='/login/{person}'] button").click()
    page.frame_locator("iframe").locator("h1").wait_for()
    return next(frame for frame in page.frames if frame.url.startswith(house.tool))


def test_an_instructor_sees_who_earned_it_and_why(page: Page, house: House) -> None:
    frame = enter(page, house, CLARA)
    expect(frame.get_by_role("heading", name="Data Ethics in Practice")).to_be_visible()
    expect(frame.get_by_text("As your course was at")).to_be_visible(timeout=30_000)  # the worker reads it first
    row = frame.get_by_role("row", name="Олена Шевченко")
    expect(row).to_contain_text("Earned")
    expect(row).to_contain_text("The course was completed on")
    expect(frame.get_by_role("row", name="Nils Åström")).to_contain_text("0 of 130")
    frame.get_by_role("link", name="cannot tell").click()
    expect(frame.get_by_role("row")).to_have_count(2)
    expect(frame.get_by_role("row", name="Sofía")).to_contain_text("The enrolment in the course is suspended")


def test_an_instructor_pauses_and_resumes_claiming(page: Page, house: House, context: BrowserContext) -> None:
    frame = enter(page, house, CLARA)
    frame.get_by_role("button", name="Pause claiming").click()
    expect(frame.get_by_text("Paused: nobody can claim it now")).to_be_visible()
    learner = enter(context.new_page(), house, LATE)
    expect(learner.get_by_role("heading", name="Nothing to claim here yet")).to_be_visible()
    # both are people of one browser, and neither is signed out by the other
    frame = enter(page, house, CLARA)
    frame.get_by_role("link", name="Look at who would get it, and switch it on").click()
    frame.get_by_role("button", name="Show who would get it").click()
    frame.get_by_role("button", name="Let learners claim it by this rule").click()
    expect(frame.get_by_text("Learners can claim it")).to_be_visible()


def test_a_learner_claims_and_downloads_and_a_stranger_verifies(page: Page, house: House, tmp_path: Path) -> None:
    frame = enter(page, house, LUKASZ)
    expect(frame.get_by_label("Your name, as it shall read")).to_have_value("Łukasz Żółć")
    frame.get_by_label("Include my grade").uncheck()
    frame.get_by_role("button", name="Claim my micro-credential").click()
    expect(frame.get_by_role("heading", name="This is yours")).to_be_visible()
    expect(frame.get_by_text("Passed", exact=True)).to_be_visible()
    files = {}
    for name in (*FILES, "certificate"):
        with page.expect_download() as started:
            frame.get_by_role("link", name=f"Download the {name}").click()
        files[name] = tmp_path / started.value.suggested_filename
        started.value.save_as(files[name])
        assert files[name].stat().st_size > 1000
    link = frame.locator("#link").input_value()
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_contain_text("A test: unchanged")
    expect(page.get_by_text("Łukasz Żółć")).to_be_visible()
    for name in FILES:
        page.goto(f"{house.tool}/verify")
        page.get_by_label("The file").set_input_files(files[name])
        page.get_by_role("button", name="Check it").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("A test: unchanged")
    changed = tmp_path / "changed.jsonld"
    text = files["Europass credential"].read_text("utf-8").replace("Łukasz", "Lukasz")
    changed.write_text(text, "utf-8")
    page.goto(f"{house.tool}/verify")
    page.get_by_label("The file").set_input_files(changed)
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Not valid")


def test_a_page_can_be_loaded_again(page: Page, house: House) -> None:
    frame = enter(page, house, ANNA)
    page.goto(frame.url)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_learner_is_asked_for_a_hidden_name_by_keyboard_alone(page: Page, house: House) -> None:
    frame = enter(page, house, HIDDEN)
    page.goto(frame.url)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="To the content")).to_be_focused()
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "full_name":
            break
    page.keyboard.type("Niamh Ó Dálaigh")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="This is yours")).to_be_visible()
    expect(page.get_by_text("Niamh Ó Dálaigh").first).to_be_visible()


def test_a_learner_who_did_not_earn_it_sees_what_is_missing(page: Page, house: House) -> None:
    frame = enter(page, house, FAILED)
    expect(frame.get_by_role("heading", name="Not yet, but nothing is lost")).to_be_visible()
    expect(frame.get_by_text("Still to do: Assignment; Quiz")).to_be_visible()


def test_the_administrator_enters_once(page: Page, house: House) -> None:
    page.goto(house.lms)
    address = page.get_by_role("link", name="administrator").get_attribute("href")
    assert address
    page.goto(address)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Everything is connected")).to_be_visible()
    page.goto(address)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("used already")


@pytest.mark.parametrize("width", [1280, 600, 360, 320])
@pytest.mark.parametrize("person", [CLARA, ANNA, FAILED])
def test_no_page_is_wider_than_its_window(page: Page, house: House, width: int, person: int) -> None:
    frame = enter(page, house, person)
    page.goto(frame.url)
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", ["/", "/verify", "/admin/enter", "/nothing"])
def test_every_page_has_one_heading_a_title_a_language_and_landmarks(page: Page, house: House, path: str) -> None:
    page.goto(house.tool + path)
    expect(page.locator("h1")).to_have_count(1)
    expect(page.get_by_role("main")).to_have_count(1)
    assert page.title()
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_a_learning_platform_is_connected_by_pasting_one_address(page: Page, house: House) -> None:
    page.goto(new_admin_link(house.services))
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Make an invitation").click()
    address = page.get_by_label("The invitation").input_value()
    page.goto(f"{house.lms}/admin/tools")
    page.get_by_label("Tool URL").fill(address)
    page.get_by_role("button", name="Add LTI Advantage").click()
    expect(page.frame_locator("iframe").get_by_role("heading", name="Connected")).to_be_visible()
    frame = enter(page, house, ANNA)
    expect(frame.get_by_role("heading", level=1)).to_be_visible()
    page.goto(f"{house.tool}/admin")
    page.get_by_role("link", name="Check this connection").click()
    expect(page.get_by_role("heading", name="This connection works")).to_be_visible()


def test_an_instructor_places_it_from_the_platforms_own_dialogue(page: Page, house: House) -> None:
    enter(page, house, CLARA)
    page.goto(f"{house.lms}/mod/lti/contentitem.php")
    page.get_by_role("button", name="Add it to the course").click()
    expect(page.get_by_role("heading", name="Added to the course")).to_be_visible()
    expect(page.get_by_text("Data Ethics in Practice")).to_be_visible()
