from __future__ import annotations

from dataclasses import replace

import pytest

from plugin.domain.platforms import CourseRole
from tests.unit.web.conftest import BASE, House


def test_the_claim_is_prefilled_previewed_and_explained(house: House) -> None:
    house.knows()
    view = house.enter()
    assert "You earned this micro-credential" in view.text
    assert view.form("full_name").fields["full_name"] == "Ada Byrne"
    assert "84 of 100" in view.text
    assert "TEST: Digital micro-credential creation" in view.text
    assert "Data Ethics & <more>" in view.text
    assert b"<more>" not in view.body


def test_claiming_twice_gives_one_award(house: House) -> None:
    house.knows()
    view = house.enter()
    form = view.form("full_name")
    first, second = house.submit(view, form), house.submit(view, form, full_name="Somebody Else")
    assert "This is yours" in first.text
    assert "Somebody Else" not in second.text
    assert first.link("Look at the page") == second.link("Look at the page")


def test_a_name_that_no_credential_can_carry_is_asked_for_again(house: House) -> None:
    house.knows()
    view = house.enter()
    for name in ("", "   ", "x" * 201, "a\u202eb"):
        again = house.submit(view, view.form("full_name"), full_name=name)
        assert again.status == 400
        assert "Claim it" in again.text
    assert "This is yours" in house.submit(view, view.form("full_name")).text


def test_facts_that_changed_between_page_and_claim_count(house: House) -> None:
    house.knows()
    view = house.enter()
    house.facts.learners.clear()
    house.knows(grade="10")
    assert "Not yet, but nothing is lost" in house.submit(view, view.form("full_name")).text


def test_a_hidden_grade_is_not_shown_and_not_included(house: House) -> None:
    house.knows(hidden=True)
    view = house.enter()
    assert "84" not in view.text
    assert "Passed" in house.submit(view, view.form("full_name")).text


def test_a_form_from_elsewhere_changes_nothing(house: House) -> None:
    house.knows()
    view = house.enter()
    form = view.form("full_name")
    assert house.submit(view, form, form_token="made up").status == 400
    assert house.submit(view, form, form_token=None).status == 400
    foreign = house.client.post(view.url, base_url=BASE, data=form.fields, headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 400
    assert "You earned" in house.open(view.url).text


def test_files_come_as_downloads_with_plain_names(house: House) -> None:
    house.knows()
    view = house.enter()
    base = house.submit(view, view.form("full_name")).url
    for name, kind in (("openbadge3", "vc+jwt"), ("europass", "jose+json"), ("certificate.pdf", "pdf")):
        answer = house.client.get(f"{base}/{name}", base_url=BASE)
        assert kind in answer.content_type
        assert answer.headers["Content-Disposition"].startswith('attachment; filename="micro-credential')
        assert answer.headers["Cache-Control"] == "no-store"
    assert house.open(f"{base}/unknown").status == 404


def test_before_the_claim_there_are_no_files(house: House) -> None:
    house.knows()
    assert house.open(f"{house.enter().url}/europass").status == 404


def test_without_a_binding_or_when_paused_there_is_nothing_to_claim(house: House) -> None:
    house.knows()
    binding = house.services.bindings.of_course("d1", "2")
    assert binding is not None
    house.services.bindings.put(replace(binding, enabled=False))
    view = house.enter()
    assert "Nothing to claim here yet" in view.text


def test_another_browser_cannot_use_the_address(house: House) -> None:
    house.knows()
    url = house.enter().url
    stranger = house.app.test_client()
    answer = stranger.get(url, base_url=BASE)
    assert answer.status_code == 400
    assert "Your visit has ended" in answer.text


@pytest.mark.parametrize("role", [CourseRole.OBSERVER, CourseRole.TEST_USER, CourseRole.CONFLICT, CourseRole.NONE])
def test_whoever_is_neither_learner_nor_instructor_gets_a_page(house: House, role: CourseRole) -> None:
    view = house.enter(role)
    assert "There is nothing for you to do here" in view.text
    assert house.open(f"{view.url}mine").status == 404
    assert house.open(f"{view.url}course").status == 404


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("DataPrivacyLaunchRequest", "What this tool keeps of you"),
        ("LtiSomethingElse", "a kind of message that this tool does not know"),
        ("LtiSubmissionReviewRequest", "You earned this micro-credential"),
    ],
)
def test_unusual_messages_have_a_page_of_their_own(house: House, message: str, words: str) -> None:
    house.knows()
    view = house.enter(message=message)
    assert (view.status, words in view.text) == (200, True)


def test_the_page_may_stand_in_frames_of_the_lms_only(house: House) -> None:
    house.knows()
    policy = house.client.get(house.enter().url, base_url=BASE).headers["Content-Security-Policy"]
    frames = policy.rpartition("frame-ancestors ")[2].split()
    own = ["https://lms.example", "https://login.lms.example:8443", "https://school.example"]
    assert frames == own


def test_whoever_acts_as_a_learner_looks_and_claims_nothing(house: House) -> None:
    house.knows()
    view = house.enter(masqueraded=True)
    assert "You act as somebody else: look only" in view.text
    refused = house.submit(view, view.form("full_name"))
    assert (refused.status, "nothing can be claimed or changed" in refused.text) == (400, True)
    assert "You earned this" in house.open(view.url).text


def test_cookies_hold_a_random_secret_and_nothing_of_a_launch(house: House) -> None:  # row 30
    house.knows()
    before = house.enter()
    after = house.enter()
    cookies = {cookie.key: cookie.value for cookie in house.client._cookies.values()}
    assert {len(value) for value in cookies.values()} == {43}
    assert len(set(cookies.values())) == 2
    assert before.url != after.url
