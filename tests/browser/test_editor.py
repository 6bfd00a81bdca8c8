"""The whole plan in a real browser: by mouse, by keyboard alone, saved as one types, and judged by axe."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from plugin.admin_link import new_admin_link
from plugin.demo.house import House
from tests.browser.test_story import CLARA, enter

pytestmark = pytest.mark.browser
SLUGS = ("title", "outcomes", "workload", "assessment", "quality", "optional", "further", "rule", "preview", "check")


def overview(page: Page, house: House) -> str:
    """The plans of the course, in a window of its own; the address of the visit."""
    frame = enter(page, house, CLARA)
    page.goto(frame.url.rpartition("/")[0] + "/plan")
    return page.url.rpartition("/")[0]


def begin(page: Page, house: House, title: str) -> str:
    """A new draft; the address of its pages."""
    overview(page, house)
    page.get_by_label("What is it called?").fill(title)
    page.get_by_role("button", name="Begin", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What is it called, and in which languages?")
    return page.url.rpartition("/")[0]


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Save and go on").click()


def test_the_whole_plan_by_mouse(page: Page, house: House) -> None:
    begin(page, house, "Fair Machine Learning")
    page.get_by_text("Also in").click()
    page.get_by_label("French").check()
    page.get_by_role("button", name="Show the fields").click()
    page.get_by_role("group", name="Title").get_by_label("French").fill("Apprentissage équitable")
    page.get_by_role("group", name="Description").get_by_label("English").fill("How to build fair models.")
    go_on(page)
    page.get_by_role("textbox", name="English").fill("Understand bias")
    page.get_by_role("button", name="Add an outcome").click()
    page.get_by_role("listitem").filter(has_text="Outcome 2").get_by_role("textbox", name="English").fill(
        "Build a fair model"
    )
    page.get_by_role("button", name="Move outcome 2 up").click()
    expect(page.get_by_role("textbox", name="English").first).to_have_value("Build a fair model")
    expect(page.get_by_text("“Understand” cannot be observed")).to_be_visible()
    go_on(page)
    page.get_by_label("ECTS credits").fill("2")
    page.get_by_role("button", name="Take 25 hours for each credit").click()
    expect(page.get_by_label("Hours")).to_have_value("50")
    page.get_by_label("European level").select_option("Level 6")
    go_on(page)
    page.get_by_label("Project work").check()
    page.get_by_label("How do learners take part?").select_option("Blended")
    go_on(page)
    expect(page.get_by_role("group", name="What it is called").get_by_label("English")).to_have_value(
        "Programme review 2025"
    )
    go_on(page)
    page.get_by_label("It stands alone").check()
    go_on(page)
    page.get_by_label("Field of education (ISCED-F), 1").fill("0688 Inter-disciplinary programmes")
    go_on(page)
    page.get_by_label("Least course grade").fill("60 %")
    page.get_by_role("button", name="Save, then check and publish").click()
    expect(page.get_by_text("“0688 Inter-disciplinary programmes” is not in the list")).to_be_visible()
    page.get_by_label("The plan").get_by_role("link", name="Further information").click()
    page.get_by_label("Field of education (ISCED-F), 1").fill("0688")
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.get_by_role("link", name="Check and publish").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Complete: version 1 can be published")
    page.get_by_role("link", name="Look at a sample first").click()
    expect(page.get_by_role("img", name="The certificate in French")).to_be_visible()
    page.get_by_role("link", name="Check and publish").last.click()
    page.get_by_role("button", name="Publish version 1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Data Ethics in Practice")  # the course keeps its own
    assert str(house.services.plans.latest("zed", "fair-machine-learning")[1].rule) == (
        "the course is completed and the course grade is at least 60 %"
    )


def press_until(page: Page, name: str) -> None:
    """Tab on until the control of that name, or of a name that begins so, has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        found = page.evaluate("document.activeElement.id || document.activeElement.name || ''")
        words = page.evaluate("(document.activeElement.textContent || '').trim()")
        if found == name or words.startswith(name):
            return
    raise AssertionError(f"{name} is never reached by the Tab key at {page.url}")


def test_the_whole_plan_by_keyboard_alone(page: Page, house: House) -> None:
    overview(page, house)
    press_until(page, "title")
    page.keyboard.press("Control+A")
    page.keyboard.type("Keyboard Craft")
    page.keyboard.press("Enter")
    page.wait_for_url("**/title")
    for slug, typed in (
        ("title", {"description.en": "All by keys."}),
        ("outcomes", {"learning_outcomes.0.title.en": "Operate a page by keys"}),
        ("workload", {"workload.ects": "1", "workload.hours": "25", "level.eqf": "Level 5"}),
        ("assessment", {"assessment.kinds": " ", "participation.mode": "Online"}),
        ("quality", {}),
        ("optional", {"prerequisites.en": "A keyboard"}),
        ("further", {"further_information.homepage": "https://zed.example/keys"}),
        ("rule", {"rule.grade_at_least": "50 %"}),
    ):
        page.wait_for_url(f"**/{slug}")
        for field, text in typed.items():
            press_until(page, field)
            page.keyboard.type(text)
        press_until(page, "Save and go on" if slug != "rule" else "Save, then check")
        page.keyboard.press("Enter")
    page.wait_for_url("**/check")
    expect(page.get_by_role("heading", level=1)).to_have_text("Complete: version 1 can be published")
    press_until(page, "Publish version 1")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Data Ethics in Practice")
    assert house.services.plans.latest("zed", "keyboard-craft")[1].version == 1


def test_what_is_typed_is_saved_without_a_button_and_is_there_on_return(page: Page, house: House) -> None:
    begin(page, house, "Saved as one types")
    field = page.get_by_role("group", name="Description").get_by_label("English")
    field.press_sequentially("Half a sent")
    expect(page.get_by_role("status")).to_contain_text("Saved at")
    field.press_sequentially("ence")
    expect(page.get_by_role("status")).to_contain_text("Saving")
    expect(page.get_by_role("status")).to_contain_text("Saved at")
    frame = enter(page, house, CLARA)  # as after a session that ended
    page.goto(frame.url.rpartition("/")[0] + "/plan")
    page.get_by_role("link", name="Go on with Saved as one types").click()
    expect(page.get_by_role("group", name="Description").get_by_label("English")).to_have_value("Half a sentence")


def test_what_could_not_be_saved_is_tried_again_and_guarded_until_then(page: Page, house: House) -> None:
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    address = begin(page, house, "A line that breaks")
    page.route(f"{address}/title", lambda route: route.fulfill(status=429, body="busy"))
    page.get_by_role("group", name="Description").get_by_label("English").press_sequentially("Kept")
    expect(page.get_by_role("status")).to_contain_text("Not saved")
    with pytest.raises(Error, match="ERR_ABORTED"):
        page.goto(f"{house.tool}/verify")
    assert asked == ["beforeunload"]
    page.unroute(f"{address}/title")
    expect(page.get_by_role("status")).to_contain_text("Saved at", timeout=15_000)
    page.goto(f"{address}/title")
    expect(page.get_by_role("group", name="Description").get_by_label("English")).to_have_value("Kept")
    assert asked == ["beforeunload"]


def test_two_windows_on_one_page_overwrite_nothing(page: Page, house: House, context: BrowserContext) -> None:
    address = begin(page, house, "Two windows")
    other = context.new_page()
    other.goto(f"{address}/title")
    other.get_by_role("group", name="Description").get_by_label("English").fill("Of the other window")
    other.get_by_role("button", name="Save", exact=True).last.click()
    expect(other.get_by_role("status")).to_contain_text("Saved")
    page.get_by_role("group", name="Description").get_by_label("English").fill("Of this window")
    expect(page.get_by_role("status")).to_contain_text("Not saved: You changed this page in another window")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_role("cell", name="Of the other window")).to_be_visible()
    expect(page.get_by_role("group", name="Description").get_by_label("English")).to_have_value("Of this window")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_role("cell", name="Of the other window")).to_have_count(0)


def test_it_works_without_scripts(browser: Browser, house: House) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(house.lms)
    page.locator(f"form[action='/login/{CLARA}'] button").click()
    page.goto(f"{house.lms}/mod/lti/launch.php?id=15")
    for _ in range(3):  # the platform's own forms want a press where no script presses
        if page.url.startswith(house.tool + "/at/"):
            break
        page.locator("form button, form input[type=submit]").first.click()
    page.goto(page.url.rpartition("/")[0] + "/plan")
    page.get_by_label("What is it called?").fill("Without scripts")
    page.get_by_role("button", name="Begin", exact=True).click()
    go_on(page)
    page.get_by_role("textbox", name="English").fill("Explain it")
    page.get_by_role("button", name="Add an outcome").click()
    expect(page.get_by_role("heading", name="Outcome 2")).to_be_visible()
    expect(page.get_by_role("textbox", name="English").first).to_have_value("Explain it")
    context.close()


def test_axe_finds_nothing_serious_and_no_page_is_too_wide(page: Page, house: House, axe: str) -> None:
    address = begin(page, house, "Judged by axe")
    places = [f"{address}/{slug}" for slug in SLUGS] + [address.rpartition("/")[0]]
    page.goto(new_admin_link(house.services))
    page.get_by_role("button", name="Sign in").click()
    for place in (*places, f"{house.tool}/admin/institutions/zed", f"{house.tool}/admin/institutions/new"):
        page.goto(place)
        page.evaluate(axe)
        found = page.evaluate("axe.run()")["violations"]
        assert [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")] == [], place
        for width in (1280, 600, 360, 320):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (place, width)
