from __future__ import annotations

import re

import pytest

from plugin.demo.visitor import View
from plugin.domain.binding import Binding
from plugin.domain.platforms import CourseRole
from plugin.web.forms import form_token
from tests.functional.commands import EXAMPLES
from tests.unit.web.conftest import BASE, House, view_of_answer
from tests.unit.web.test_public import JSON, upload

TEACHER = CourseRole.INSTRUCTOR


@pytest.fixture
def claimed(house: House) -> House:
    """Three learners who claimed, named after their numbers."""
    for subject in ("1", "2", "3"):
        house.knows(subject)
        view = house.enter(subject=subject)
        house.submit(view, view.form("full_name"), full_name=f"Ada {subject}")
    return house


def listed(house: House, role: CourseRole = TEACHER) -> View:
    view = house.enter(role, subject="99")
    return house.open(view.link("What was issued"))


def award_page(house: House, name: str, role: CourseRole = TEACHER) -> View:
    return house.open(listed(house, role).link(name))


def moved(house: House, name: str, words: str, reason: str, note: str = "") -> View:
    asked = house.open(award_page(house, name).link(words))
    return house.submit(asked, asked.form("form_token"), reason=reason, note=note)


def mine(house: House, subject: str) -> View:
    return house.enter(subject=subject)


def test_what_was_issued_is_listed_found_and_explained(claimed: House) -> None:
    view = listed(claimed)
    assert "In force: 3" in view.text
    only = claimed.open(f"{view.url}?name=ada+2")
    assert "Ada 2" in only.text
    assert "Ada 3" not in only.text
    assert "Nobody of that name" in claimed.open(f"{view.url}?name=zoe").text
    shown = claimed.open(only.link("Ada 2"))
    for words in ("In force", "Why it was issued", "50 %", "Open Badge 3.0", "Europass"):
        assert words in shown.text


def test_an_award_is_compared_with_the_course_of_today(claimed: House) -> None:
    view = award_page(claimed, "Ada 1")
    claimed.facts.learners.clear()
    claimed.knows("1", grade="10")
    told = claimed.open(view.link("Compare with how the course stands"))
    assert "does not reach 50 %" in told.text
    assert "It would not be earned today." in told.text
    claimed.facts.away = True
    assert "could not be read just now" in claimed.open(told.url).text


def test_a_course_without_awards_says_so(house: House) -> None:
    house.knows()
    assert "Nothing yet" in listed(house).text
    view = house.enter(TEACHER, course="3")
    assert house.open(f"{view.url.removesuffix('course')}awards").status == 404


def test_withdrawing_is_explained_before_and_shows_everywhere_after(claimed: House) -> None:
    view = mine(claimed, "1")
    link, file = view.link("Look at the page"), claimed.client.get(f"{view.url}/europass", base_url=BASE).data
    asked = claimed.open(award_page(claimed, "Ada 1").link("Withdraw"))
    assert "Withdraw this micro-credential?" in asked.text
    assert "This is for good" in asked.text
    refused = claimed.submit(asked, asked.form("form_token"), reason="")
    assert (refused.status, "A reason is needed" in refused.text) == (400, True)
    assert "In force" in award_page(claimed, "Ada 1").text
    done = claimed.submit(asked, asked.form("form_token"), reason="misconduct", note="Case 7 of 2026")
    for words in ("Withdrawn", "by an instructor", "The institution's rules were broken.", "Case 7 of 2026"):
        assert words in done.text
    learner = mine(claimed, "1")
    assert "was withdrawn" in learner.text
    assert "The institution's rules were broken." in learner.text
    assert "Case 7" not in learner.text
    assert claimed.open(f"{learner.url}/europass").status == 404
    for told in (claimed.open(link).text, upload(claimed, file).text):
        assert "Withdrawn by the issuer" in told
        assert "rules were broken" not in told
    assert upload(claimed, file, headers=JSON).get_json()["standing"] == "revoked"


def test_a_withdrawn_one_cannot_be_claimed_again(claimed: House) -> None:
    old = mine(claimed, "1")
    moved(claimed, "Ada 1", "Withdraw", "issued-in-error")
    assert "This is yours" in old.text
    again = claimed.client.post(old.url, base_url=BASE, data={"full_name": "Ada 1"})
    assert again.status_code == 400  # there is no form for it; one of before leads nowhere
    assert "was withdrawn" in mine(claimed, "1").text


def test_suspending_and_resuming_come_and_go(claimed: House) -> None:
    link = mine(claimed, "2").link("Look at the page")
    assert "Suspended" in moved(claimed, "Ada 2", "Suspend", "under-review").text
    assert "is suspended" in mine(claimed, "2").text
    assert "Suspended by the issuer" in claimed.open(link).text
    assert "Resumed" in moved(claimed, "Ada 2", "Resume", "cleared").text
    assert "This is yours" in mine(claimed, "2").text
    assert "A test: unchanged" in claimed.open(link).text


def test_a_corrected_name_leads_from_the_old_one_to_the_new(claimed: House) -> None:
    old = mine(claimed, "3")
    link, file = old.link("Look at the page"), claimed.client.get(f"{old.url}/openbadge3", base_url=BASE).data
    asked = claimed.open(award_page(claimed, "Ada 3").link("Correct and issue anew"))
    form = asked.form("full_name")
    assert form.fields["full_name"] == "Ada 3"
    assert claimed.submit(asked, form, full_name="", reason="name-corrected").status == 400
    assert claimed.submit(asked, form, full_name="Ada Three", reason="").status == 400
    new = claimed.submit(asked, form, full_name="Ada Three", reason="name-corrected")
    assert "It replaces an older one: The name was corrected." in new.text
    assert "A newer one has replaced it" in claimed.open(new.link("Look at the older one")).text
    learner = mine(claimed, "3")
    assert "This is a corrected one" in learner.text
    assert "Ada Three" in learner.text
    for told in (claimed.open(link), view_of_answer(upload(claimed, file))):
        assert "Replaced by a newer one" in told.text
        assert "A test: unchanged" in claimed.open(told.link("Look at the newer one")).text
    again = claimed.submit(asked, form, full_name="Ada Four", reason="name-corrected")
    assert (again.status, "has a newer one already" in again.text) == (400, True)


def test_a_corrected_result_is_read_anew_and_must_still_be_earned(claimed: House) -> None:
    claimed.facts.learners.clear()
    claimed.knows("1", grade="97")
    claimed.knows("2", grade="10")
    better, worse = (claimed.open(award_page(claimed, n).link("Correct and issue")) for n in ("Ada 1", "Ada 2"))
    changes = {"reason": "result-corrected", "read_again": "on"}
    assert "97 of 100" in claimed.submit(better, better.form("form_token"), **changes).text
    refused = claimed.submit(worse, worse.form("form_token"), **changes)
    assert (refused.status, "does not reach" in refused.text) == (400, True)
    assert "This is yours" in mine(claimed, "2").text


def test_a_newer_plan_is_offered_and_used(claimed: House) -> None:
    asked = claimed.open(award_page(claimed, "Ada 1").link("Correct and issue"))
    assert "newest version of the plan" not in asked.text
    text = (EXAMPLES / "plan.toml").read_text("utf-8").replace("version = 1", "version = 2")
    claimed.services.plans.publish(text.encode())
    asked = claimed.open(asked.url)
    assert "It was issued by version 1" in asked.text
    claimed.submit(asked, asked.form("form_token"), reason="wording-corrected", newest_plan="on")
    versions = sorted(award.plan_version for award in claimed.services.awards.find("1"))
    assert versions == [1, 2]


def ticked(house: House, *names: str) -> tuple[View, str]:
    view = listed(house)
    ids = [view.link(name).rpartition("/")[2] for name in names]
    return view, "&".join(f"id={award_id}" for award_id in ids)


def test_many_are_withdrawn_at_once_and_each_has_its_answer(claimed: House) -> None:
    moved(claimed, "Ada 2", "Withdraw", "other")
    view, ids = ticked(claimed, "Ada 1", "Ada 2", "Ada 3")
    asked = claimed.open(f"{view.url}/change?move=revoke&{ids}")
    assert "Withdraw 2 micro-credentials?" in asked.text
    assert "Left as they are" in asked.text
    fields = {**asked.form("form_token").fields, "reason": "issued-in-error", "id": re.findall(r"id=([0-9a-f-]+)", ids)}
    done = view_of_answer(claimed.client.post(f"{view.url}/change", base_url=BASE, data=fields))
    assert "2 of 3 withdrawn" in done.text
    assert "for good" in done.text
    assert "Withdrawn: 3" in listed(claimed).text


def test_what_cannot_be_done_is_said_before(claimed: House) -> None:
    view, ids = ticked(claimed, "Ada 1")
    assert "There is nothing to resume" in claimed.open(f"{view.url}/change?move=resume&{ids}").text
    assert claimed.open(f"{view.url}/change?move=revoke").status == 400
    assert claimed.open(f"{view.url}/change?move=destroy&{ids}").status == 400
    assert claimed.open(f"{view.url}/change?move=supersede&{ids}").status == 400


def test_an_assistant_looks_and_changes_nothing(claimed: House) -> None:
    view = award_page(claimed, "Ada 1", CourseRole.ASSISTANT)
    assert "Why it was issued" in view.text
    assert "Withdraw" not in view.text
    base, _, award_id = view.url.rpartition("/award/")
    assert claimed.open(f"{base}/awards/change?move=revoke&id={award_id}").status == 404
    assert claimed.open(f"{view.url}/correct").status == 404
    listing = claimed.open(view.link("Back to all"))
    assert not any("form_token" in form.fields for form in listing.forms)
    assert "In force" in award_page(claimed, "Ada 1").text


def test_a_learner_and_another_course_reach_nothing(claimed: House) -> None:
    url = award_page(claimed, "Ada 1").url
    award_id = url.rpartition("/")[2]
    claimed.services.bindings.put(
        Binding("b2", "uniz", "micro-credential-creation", "d1", "3", enabled=True),
    )
    base = claimed.enter(TEACHER, course="3", subject="99").url.removesuffix("course")
    assert claimed.open(f"{base}award/{award_id}").status == 404
    assert claimed.open(f"{base}awards/change?move=revoke&id={award_id}").status == 400
    assert claimed.open(f"{base}award/{award_id}/correct").status == 404
    learner = claimed.enter(subject="1").url.removesuffix("mine")
    assert claimed.open(f"{learner}award/{award_id}").status == 404
    assert claimed.open(f"{learner}awards").status == 404


def test_a_form_that_an_assistant_makes_changes_nothing(claimed: House) -> None:
    view = award_page(claimed, "Ada 1", CourseRole.ASSISTANT)
    base, _, award_id = view.url.rpartition("/award/")
    handle = re.search(r"/at/([0-9a-f]+)", view.url)
    assert handle
    cookie = claimed.client.get_cookie(f"__Host-twinseal_{handle[1]}", "tool.example", "/")
    assert cookie
    token = form_token(cookie.value)  # as any page of that visit with a form would give it
    data = {"form_token": token, "move": "revoke", "id": award_id, "reason": "other"}
    told = view_of_answer(claimed.client.post(f"{base}/awards/change", base_url=BASE, data=data))
    assert "0 of 1" in told.text
    assert "Only the course's instructors" in told.text


def test_a_note_that_is_too_long_is_said_so(claimed: House) -> None:
    view = moved(claimed, "Ada 1", "Withdraw", "other", "x" * 2001)
    assert (view.status, "2000 characters" in view.text) == (400, True)


def test_a_long_list_comes_in_pages(claimed: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugin.web.awards.LINES_A_PAGE", 2)
    view = listed(claimed)
    assert "Page 1 of 2" in view.text
    last = claimed.open(view.link("Next"))
    assert "Ada 3" in last.text
    assert "Page 1 of 2" in claimed.open(last.link("Back")).text or last.status == 200
    assert "Page 2 of 2" in claimed.open(f"{view.url}?page=99").text


class TestStatusLists:
    def test_the_list_is_for_everybody_and_changes_with_a_withdrawal(self, claimed: House) -> None:
        url = "/issuers/uniz/status/1"
        first = claimed.client.get(url, base_url=BASE)
        assert first.content_type == "application/vc+jwt"
        assert first.headers["Cache-Control"] == "public, max-age=60"
        assert first.headers["Access-Control-Allow-Origin"] == "*"
        same = {"If-None-Match": first.headers["ETag"]}
        assert claimed.client.get(url, base_url=BASE, headers=same).status_code == 304
        moved(claimed, "Ada 1", "Withdraw", "other")
        assert claimed.client.get(url, base_url=BASE, headers=same).status_code == 200

    @pytest.mark.parametrize("path", ["uniz/status/2", "uniz/status/0", "nobody/status/1", "uniz/status/99999999999"])
    def test_there_are_no_others(self, claimed: House, path: str) -> None:
        assert claimed.open(f"/issuers/{path}").status == 404


def test_the_roster_says_who_has_it_no_more(claimed: House) -> None:
    moved(claimed, "Ada 1", "Withdraw", "other", "A mistake")
    roster = claimed.enter(TEACHER, subject="99").text
    assert roster.count("Has it") == 2
    assert roster.count("Withdrawn") == 1
