"""“Check this connection”: what was tried, and what the latest launches showed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plugin.connection_report import report
from plugin.domain.connection import Finding, Setting
from plugin.domain.platforms import BrowserProof
from plugin.domain.refusals import Received
from plugin.domain.report import Answer
from tests.unit.web.conftest import LMS, House

TRIED = Finding("Tried?", Answer.NO, "No.", "Change it.", Setting.MEMBERS)


def answers(house: House) -> dict[str, Finding]:
    found = report(LMS, house.services, lambda _lms, _places: (TRIED,))
    return {finding.question.partition(" ")[0] + str(number): finding for number, finding in enumerate(found)}


def test_before_anybody_launched_it_cannot_be_told(house: House) -> None:
    found = answers(house)
    assert [finding.answer for finding in found.values()] == [Answer.UNKNOWN, Answer.NO, Answer.YES, Answer.UNKNOWN]
    assert all(finding.hint for finding in found.values() if finding.answer is not Answer.YES)


def test_a_hint_names_the_place_in_that_lms(house: House) -> None:
    assert "Moodle: Manage tools" in answers(house)["Tried?1"].hint
    other = report(replace(LMS, family="generic"), house.services, lambda _lms, _places: (TRIED,))
    assert other[1].hint == "Change it."


def test_courses_that_launches_made_known_are_tried(house: House) -> None:
    house.knows()
    house.enter(course="2")
    seen: list[str] = []

    def tried(_lms: object, places: object) -> tuple[Finding, ...]:
        seen.extend(place.course.id for place in places)  # type: ignore[attr-defined]  # places are a sequence
        return ()

    found = report(LMS, house.services, tried)
    assert seen == ["2"]
    assert found[0].answer is Answer.YES


@pytest.mark.parametrize(
    ("browsers", "answer"),
    [
        ([BrowserProof.COOKIE], Answer.YES),
        ([BrowserProof.COOKIE, BrowserProof.TAB], Answer.YES),
        ([BrowserProof.STORAGE, BrowserProof.TAB], Answer.NO),
    ],
)
def test_cookies_are_judged_by_the_latest_launches(house: House, browsers: list[BrowserProof], answer: Answer) -> None:
    house.knows()
    for number, browser in enumerate(browsers):
        house.enter(course=f"c{number}", browser=browser)
    finding = answers(house)["Do3"]
    assert finding.answer is answer
    assert f"Of the latest {len(browsers)} launches" in finding.evidence


def test_a_refusal_after_the_last_launch_is_red_and_one_before_it_is_not(house: House) -> None:
    house.knows()
    house.services.refusals.add("launch.deployment.unknown", Received(LMS.issuer, LMS.client_id, "9"))
    house.services.refusals.add("launch.platform.unknown", Received("https://other.example"))
    first = answers(house)["Do0"]
    assert (first.answer, "launch.deployment.unknown" in first.evidence) == (Answer.NO, True)
    house.enter()
    assert answers(house)["Do0"].answer is Answer.YES
    house.services.refusals.add("launch.time.ahead", Received(LMS.issuer, LMS.client_id, "1"))
    assert "launch.time.ahead" in answers(house)["Do0"].evidence
