from __future__ import annotations

import logging
from dataclasses import replace

import pytest

from plugin.admin_link import new_admin_link
from plugin.demo.visitor import View
from plugin.domain.binding import Expected, binding_of_lists
from plugin.domain.claim import Claim, ClaimedBy
from plugin.domain.lifecycle import AwardKey
from plugin.domain.platforms import CourseRole
from plugin.issuing.issue import issue
from plugin.issuing.press import Order
from tests.unit.web.conftest import BASE, House


def signed_in(house: House) -> View:
    entered = house.open(new_admin_link(house.services).removeprefix(BASE))
    house.submit(entered, entered.form("ticket"))
    return house.open("/admin/search")


def looked(house: House, words: str) -> View:
    view = signed_in(house)
    return house.submit(view, view.form("words"), words=words)


def test_one_search_says_why_somebody_did_not_get_it(house: House) -> None:
    house.knows("77", grade="10")
    house.enter(CourseRole.INSTRUCTOR)
    for words in ("77", "learner 77", "LEARNER"):
        found = looked(house, words)
        assert "Learner 77: Data Ethics & <more>" in found.text
        assert "does not reach 50 %" in found.text
        assert "the learning platform said at" in found.text
        assert "awarded when the learner claims it" in found.text
        assert "The course was last read at" in found.text


def test_an_award_is_found_by_its_credentials_by_name_and_by_user(house: House) -> None:
    house.knows("7")
    view = house.enter(subject="7")
    house.submit(view, view.form("full_name"), full_name="Łukasz Żółć")
    award_id = house.services.awards.live_subjects("b1")["7"]
    credential = house.services.awards.get(award_id).documents[0].credential_id
    for words in (credential, f"urn:uuid:{credential}", award_id, "łukasz żółć", "Żółć", "7"):
        found = looked(house, words)
        assert "Has it" in found.text
        assert "Decided by the rule “the course is completed" in found.text
        assert "A seal for openbadge3 was asked for at" in found.text
        assert credential in found.text


def test_nobody_found_is_said_and_wild_cards_find_nobody(house: House) -> None:
    house.knows("7")
    house.enter(CourseRole.INSTRUCTOR)
    for words in ("%", "_", "somebody else"):
        assert "Nobody is found" in looked(house, words).text
    assert looked(house, " ").status == 200


def test_a_paused_course_and_an_alarm_are_named_as_reasons(house: House) -> None:
    house.knows("7")
    house.knows("8")
    binding = house.services.bindings.get("b1")
    assert binding is not None
    house.services.bindings.put(replace(binding, automatic=True, expected=Expected(1)))
    house.enter(CourseRole.INSTRUCTOR)
    assert "An alarm waits for the instructor" in looked(house, "7").text
    house.services.bindings.put(replace(binding, enabled=False))
    assert "Its instructor has paused awarding" in looked(house, "7").text


def test_only_an_administrator_may_look(house: House) -> None:
    assert house.open("/admin/search").status == 404
    assert house.client.post("/admin/search", base_url=BASE, data={"words": "7"}).status_code == 404
    view = signed_in(house)
    form = view.form("words")
    assert house.submit(view, form, words="7", form_token="made up").status == 400


def test_what_is_looked_for_is_in_no_log_and_no_address(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    found = looked(house, "Secret Name")
    assert "Secret" not in found.url
    assert "Secret" not in caplog.text


def test_at_most_fifty_cases_are_shown(house: House) -> None:
    for number in range(60):
        house.knows(str(number))
    house.enter(CourseRole.INSTRUCTOR)
    found = looked(house, "learner")
    assert "Only the first 50 are shown" in found.text


def test_an_award_of_a_learner_list_is_found_too(house: House) -> None:
    institution, plan = house.services.plans.latest("uniz", "micro-credential-creation")
    binding = binding_of_lists(institution.id, plan.id)
    house.services.bindings.put(binding)
    house.knows("s-1001")
    claim = Claim("Ada Lovelace", False, ClaimedBy.INSTITUTION, house.services.clock.now())
    key = AwardKey(binding.id, "s-1001", plan.id)
    issue(Order(key, institution, plan, house.facts.learners[0], claim, ""), house.services.press)
    found = looked(house, "lovelace")
    assert "Ada Lovelace" in found.text
    assert "issued automatically" not in found.text
    assert "from a list" in found.text
