"""The catalogue and the learner's answers, as people use them, wide and narrow, by mouse and by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from plugin.demo.house import House
from plugin.domain.feedback import Feedback, Question, Reply
from tests.browser.test_story import CLARA, enter

pytestmark = pytest.mark.browser
ANSWERING = 106


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.mark.parametrize("width", [1280, 360, 320])
def test_somebody_looks_for_what_to_learn(page: Page, house: House, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{house.tool}/catalogue")
    page.get_by_label("What would you like to learn?").fill("ETHICS people")
    page.keyboard.press("Enter")
    expect(page.get_by_text("for “ETHICS people”")).to_be_visible()
    assert fits(page)
    page.get_by_role("link", name="Data Ethics in Practice").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Data Ethics in Practice")
    expect(page.get_by_text("2 ECTS")).to_be_visible()
    page.wait_for_load_state()  # the picture is drawn on asking
    assert page.locator("img").first.evaluate("image => image.naturalWidth") > 0
    assert fits(page)
    page.get_by_role("link", name="German").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Datenethik in der Praxis")


def test_a_learner_answers_by_keyboard_and_the_instructor_reads_it(page: Page, house: House) -> None:
    frame = enter(page, house, ANSWERING)
    frame.get_by_role("button", name="Claim my micro-credential").click()
    frame.get_by_role("link", name="Answer them").click()
    first = frame.get_by_role("group", name="Before you began").get_by_label("Yes")
    first.focus()
    page.keyboard.press("ArrowRight")
    expect(frame.get_by_role("group", name="Before you began").get_by_label("Partly")).to_be_checked()
    frame.get_by_label("What should stay as it is").fill("More <b>examples</b>, please")
    frame.get_by_role("button", name="Send my answers").click()
    expect(frame.get_by_role("heading", name="Thank you")).to_be_visible()
    for number in range(4):
        more = Feedback({Question.USE: Reply.YES}, "")
        house.services.feedback.put(f"m{number}", ("zed", "data-ethics", 1), more, house.services.clock.now())
    teacher = enter(page, house, CLARA)
    teacher.get_by_role("link", name="What learners say of it").click()
    expect(teacher.get_by_text("5 answers")).to_be_visible()
    expect(teacher.get_by_text("More <b>examples</b>, please")).to_be_visible()
    expect(teacher.get_by_role("row", name="Will you use")).to_contain_text("4")
