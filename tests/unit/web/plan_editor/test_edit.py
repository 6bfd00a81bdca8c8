"""The pages of the form: what is typed is kept, and nobody overwrites another."""

from __future__ import annotations

from plugin.demo.visitor import View
from plugin.domain.platforms import CourseRole, Deployment
from tests.unit.web.conftest import BASE, House
from tests.unit.web.plan_editor.writing import (
    PAGES,
    TEACHER,
    begun,
    complete,
    desk,
    desk_of,
    filled,
    form_to,
    page,
    typed,
)


def test_every_page_opens_empty_and_the_button_leads_to_the_next(house: House) -> None:
    view = begun(house)
    for slug in PAGES:
        assert view.url.endswith(f"/{slug}")
        assert view.status == 200
        view = house.submit(view, form_to(view, slug), do=None)
    assert view.url.endswith("/check")
    assert "Not complete yet" in view.text


def test_a_new_plan_begins_with_the_quality_statements_of_the_institution(house: House) -> None:
    view = page(house, begun(house), "quality")
    assert "Programme review 2023" in view.text


def test_outcomes_are_added_moved_and_removed_without_script(house: House) -> None:
    view = page(house, begun(house), "outcomes")
    words = ["Explain one", "Build two", "Draw three"]
    for number in (1, 2, 3):
        view = house.submit(view, form_to(view, "outcomes"), **typed(words[:number]), do="add:learning_outcomes")
        assert f"Outcome {number + 1}" in view.text

    def order(view: View) -> list[str]:
        draft = house.services.drafts.get("uniz", "data-ethics").content["learning_outcomes"]
        return [row["title"]["en"] for row in draft]  # type: ignore[index,call-overload]

    view = house.submit(view, form_to(view, "outcomes"), **typed(order(view)), do="up:learning_outcomes.2")
    assert order(view) == ["Explain one", "Draw three", "Build two"]
    view = house.submit(view, form_to(view, "outcomes"), **typed(order(view)), do="down:learning_outcomes.0")
    assert order(view) == ["Draw three", "Explain one", "Build two"]
    view = house.submit(view, form_to(view, "outcomes"), **typed(order(view)), do="remove:learning_outcomes.1")
    assert order(view) == ["Draw three", "Build two"]


def test_hours_are_taken_from_the_credits(house: House) -> None:
    view = page(house, begun(house), "workload")
    view = house.submit(view, form_to(view, "workload"), **{"workload.ects": "2.5", "do": "hours"})
    assert form_to(view, "workload").fields["workload.hours"] == "62.5"
    assert "usually 62.5 to 75 hours" in view.text
    wrong = house.submit(view, form_to(view, "workload"), **{"workload.ects": "two", "do": "hours"})
    assert "This is not a number" in wrong.text
    assert form_to(wrong, "workload").fields["workload.ects"] == "two"


def test_texts_in_several_languages_stand_side_by_side_and_survive_a_change_of_mind(house: House) -> None:
    view = begun(house)
    view = filled(house, view, "title", **{"title.en": "Data Ethics", "languages": "de"})
    assert 'name="title.de"' in view.body.decode()
    view = filled(house, view, "title", **{"title.en": "Data Ethics", "title.de": "Datenethik", "languages": "de"})
    both = {"title.en": "Data Ethics", "title.de": "Datenethik"}
    without = house.submit(view, form_to(view, "title"), languages=None, do="save", **both)
    assert b'id="title.de"' not in without.body
    assert form_to(without, "title").fields["title.de"] == "Datenethik"
    again = house.submit(without, form_to(without, "title"), languages="de", do="save", **{"title.en": "Data Ethics"})
    assert "Datenethik" in again.text


class TestTwoPeople:
    def test_who_saves_second_sees_both_and_overwrites_nothing(self, house: House) -> None:
        mine = begun(house)
        theirs = page(house, desk_of(house, mine, "8"), "title")
        filled(house, theirs, "title", **{"title.en": "Their title"})
        house.enter(TEACHER, "7", "3")
        answer = house.submit(mine, form_to(mine, "title"), **{"title.en": "My title", "do": "save"})
        assert answer.status == 409
        assert "Somebody else changed this page while you were typing" in answer.text
        assert "Their title" in answer.text
        assert "My title" in answer.text
        content = house.services.drafts.get("uniz", "data-ethics").content
        assert content["title"] == {"en": "Their title"}
        saved = house.submit(answer, form_to(answer, "title"), **{"title.en": "Our title", "do": "save"})
        assert saved.status == 200
        assert house.services.drafts.get("uniz", "data-ethics").content["title"] == {"en": "Our title"}

    def test_two_pages_are_written_by_two_people_at_once(self, house: House) -> None:
        mine = begun(house)
        outcomes = page(house, mine, "outcomes")
        filled(house, mine, "workload", **{"workload.ects": "2"})
        saved = house.submit(outcomes, form_to(outcomes, "outcomes"), **typed(["Explain it"]), do="save")
        assert saved.status == 200
        content = house.services.drafts.get("uniz", "data-ethics").content
        assert content["workload"] == {"ects": "2"}
        assert content["learning_outcomes"] == [{"title": {"en": "Explain it"}}]

    def test_the_same_words_are_no_quarrel(self, house: House) -> None:
        mine = begun(house)
        for _ in range(2):
            answer = house.submit(mine, form_to(mine, "title"), **{"title.en": "The same", "do": "save"})
            assert answer.status == 200


def test_a_script_saves_and_is_told_the_new_state(house: House) -> None:
    view = begun(house)
    form = form_to(view, "title")
    headers = {"Accept": "application/json"}
    fields = {**form.fields, "title.en": "As one types"}
    answer = house.client.post(view.url, base_url=BASE, data=fields, headers=headers)
    assert answer.status_code == 200
    again = house.client.post(view.url, base_url=BASE, data={**fields, "title.en": "b"}, headers=headers)
    assert again.status_code == 409
    assert "You changed this page in another window" in again.json["sentence"]
    fields |= {"was": answer.json["was"], "title.en": "b"}
    assert house.client.post(view.url, base_url=BASE, data=fields, headers=headers).status_code == 200
    shown = house.client.get(view.url, base_url=BASE)
    assert "connect-src 'self'" in shown.headers["Content-Security-Policy"]


class TestWhoMay:
    def test_assistants_look_and_cannot_write(self, house: House) -> None:
        view = complete(house)
        fields = form_to(page(house, view, "title"), "title").fields
        entered = house.enter(CourseRole.ASSISTANT, "9", "3")
        base = entered.url.rpartition("/")[0]
        for slug in (*PAGES, "check", "preview"):
            assert house.open(f"{base}/plan/data-ethics/{slug}").status == 200
        looked = house.open(f"{base}/plan/data-ethics/title")
        assert "You may look" in looked.text
        fields["form_token"] = form_to(looked, "title").fields["form_token"]
        assert house.submit(looked, form_to(looked, "title"), **fields).status == 404
        assert not house.open(f"{base}/plan").forms
        assert "Publish version 1" not in house.open(f"{base}/plan/data-ethics/check").text

    def test_learners_and_other_courses_see_no_draft(self, house: House) -> None:
        begun(house)
        learner = house.enter(CourseRole.LEARNER, course="3")
        assert house.open(learner.url.rpartition("/")[0] + "/plan").status == 404
        other = desk(house, course="4")
        assert house.open(other.url + "/data-ethics/title").status == 404
        assert house.open(other.url + "/nothing/title").status == 404
        assert house.open(other.url + "/micro-credential-creation/title").status == 404

    def test_a_form_from_elsewhere_changes_nothing(self, house: House) -> None:
        view = begun(house)
        assert house.submit(view, form_to(view, "title"), form_token="x").status == 400

    def test_an_unknown_page_is_not_found(self, house: House) -> None:
        assert page(house, begun(house), "nothing").status == 404


def test_where_no_institution_is_known_yet_the_administrator_is_named(house: House) -> None:
    house.services.platforms.add_deployment(Deployment("d2", "p1", "2", None))
    view = house.enter(TEACHER, course="9", place="d2")
    assert "The administrator of this tool has not said yet" in view.text
    refused = house.open(view.url.rpartition("/")[0] + "/plan")
    assert "belongs to no institution yet" in refused.text
