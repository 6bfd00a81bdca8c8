"""Checking, looking at a sample, publishing."""

from __future__ import annotations

from plugin.demo.visitor import Form
from plugin.domain.platforms import DeepLinking
from tests.unit.web.conftest import House
from tests.unit.web.plan_editor.writing import (
    FIELDS,
    TEACHER,
    begun,
    complete,
    desk,
    filled,
    form_to,
    page,
)


def test_a_plan_is_written_page_by_page_and_published_for_the_course(house: House) -> None:
    view = complete(house)
    assert "Complete: version 1 can be published" in view.text
    assert "What was issued never changes" in view.text
    house.knows("1")
    published = house.submit(view, form_to(view, "/publish"))
    assert "Paused: nobody can claim it now" in published.text
    assert "Data Ethics" in published.text
    _, plan = house.services.plans.latest("uniz", "data-ethics")
    assert (str(plan.title), plan.version, str(plan.rule.grade_at_least)) == ("Data Ethics", 1, "50 %")
    binding = house.services.bindings.of_course("d1", "3")
    assert binding
    assert binding.plan_id == "data-ethics"


def test_the_sample_shows_the_certificate_in_each_language_of_a_complete_plan(house: House) -> None:
    view = begun(house)
    assert "There is nothing to show yet" in page(house, view, "preview").text
    assert page(house, view, "preview/en.png").status == 404
    preview = page(house, complete(house), "preview")
    assert "TEST: Data Ethics" in preview.text
    picture = house.open(preview.url + "/en.png")
    assert picture.body.startswith(b"\x89PNG")
    assert house.open(preview.url + "/de.png").status == 404


class TestVersions:
    def test_a_new_version_leaves_the_published_one_as_it_is(self, house: House) -> None:
        house.knows("1")
        view = desk(house, course="2")
        assert "Version 1 is published" in view.text
        view = house.submit(view, form_to(view, "/begin"))
        checked = page(house, view, "check")
        assert "It says the same as version 1" in checked.text
        view = filled(house, view, "title", **{"title.en": "A better title", "description.en": "Words"})
        published = house.submit(checked := page(house, view, "check"), form_to(checked, "/publish"))
        assert "A better title" in published.text
        plans = house.services.plans
        assert (
            str(plans.version("uniz", "micro-credential-creation", 1)[1].title) == "Digital micro-credential creation"
        )
        assert plans.latest("uniz", "micro-credential-creation")[1].version == 2

    def test_a_draft_changed_since_it_was_checked_is_not_published(self, house: House) -> None:
        checked = complete(house)
        filled(house, checked, "workload", **{"workload.ects": "3", "level.eqf": "Level 6"})
        assert house.submit(checked, form_to(checked, "/publish")).status == 409
        assert house.services.drafts.find("uniz", "data-ethics")

    def test_an_incomplete_plan_is_not_published(self, house: House) -> None:
        view = begun(house)
        edit = str(house.services.drafts.get("uniz", "data-ethics").edit)
        form = form_to(view, "title")
        sent = Form(form.action.replace("/title", "/publish"), "post", {**form.fields, "edit": edit})
        assert house.submit(view, sent).status == 400

    def test_a_draft_is_thrown_away_only_as_it_was_seen(self, house: House) -> None:
        view = page(house, begun(house), "check")
        filled(house, view, "workload", **{"workload.ects": "3"})
        assert house.submit(view, form_to(view, "/discard")).status == 409
        view = page(house, view, "check")
        gone = house.submit(view, form_to(view, "/discard"))
        assert "Describe your micro-credential" in gone.text

    def test_the_dialogue_of_the_platform_leads_to_a_new_plan_and_back(self, house: House) -> None:
        asked = DeepLinking("https://school.example/return?course=3", "d")
        dialogue = house.enter(TEACHER, course="3", deep_linking=asked)
        view = house.open(dialogue.link("Describe a new micro-credential"))
        view = house.submit(view, form_to(view, "/new"), title="Data Ethics", language="en")
        for slug, fields in FIELDS.items():
            view = filled(house, view, slug, **fields)
        checked = page(house, view, "check")
        back = house.submit(checked, form_to(checked, "/publish"))
        assert "Which micro-credential?" in back.text
        assert b'<option value="data-ethics" selected>' in back.body
