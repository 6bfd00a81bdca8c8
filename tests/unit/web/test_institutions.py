"""The administrator's page of an institution."""

from __future__ import annotations

from plugin.admin_link import new_admin_link
from plugin.demo.visitor import View
from plugin.domain.platforms import CourseRole
from tests.unit.web.conftest import BASE, House
from tests.unit.web.plan_editor.writing import begun, complete, form_to, page

NEW = {
    "id": "tiny",
    "name.en": "Tiny College",
    "country": "Ireland",
    "legal_identifier": "VATIE-7654321B",
    "first_language": "en",
}


def signed_in(house: House) -> View:
    view = house.open(new_admin_link(house.services).removeprefix(BASE))
    return house.submit(view, view.form("ticket"))


def profile(house: House, institution_id: str) -> View:
    signed_in(house)
    return house.open(f"/admin/institutions/{institution_id}")


def test_an_institution_is_created_without_a_plan_file(house: House) -> None:
    view = house.open(signed_in(house).link("Create an institution"))
    made = house.submit(view, view.form("seen"), do=None, **NEW)
    assert "Saved" in made.text
    assert made.url.endswith("/admin/institutions/tiny?saved=1")
    assert str(house.services.plans.institution("tiny").organisation.legal_name) == "Tiny College"
    assert "Tiny College" in house.open("/admin").text
    assert "Tiny College" in house.open("/").text


def test_a_profile_begins_as_the_plan_file_said_and_keeps_what_it_does_not_show(house: House) -> None:
    view = profile(house, "uniz")
    fields = view.form("seen").fields
    assert fields["legal_identifier"] == "VATIE-654321"
    assert fields["identifiers.0.value"] == "Res1818"
    changed = {"name.en": "University of Zed", "address": "Instant Street 16", "homepage": "https://new.example/"}
    saved = house.submit(view, view.form("seen"), do=None, review="yes", first_language="en", **changed)
    assert "what was published and issued stays as it is" in saved.text
    body = house.services.plans.institution("uniz").organisation
    assert (body.homepage, body.identifiers[0].value) == ("https://new.example/", "Res1818")
    assert (
        house.services.plans.latest("uniz", "micro-credential-creation")[0].organisation.homepage == "https://uniz.edu"
    )


def test_what_is_wrong_is_told_and_what_was_typed_stays(house: House) -> None:
    view = profile(house, "new")
    wrong = NEW | {"id": "uniz", "country": "Atlantis", "legal_identifier": "12"}
    answer = house.submit(view, view.form("seen"), do=None, **wrong)
    assert answer.status == 400
    assert "3 places want correcting" in answer.text
    assert "This id is taken" in answer.text
    fields = answer.form("seen").fields
    assert (fields["country"], fields["legal_identifier"], fields["id"]) == ("Atlantis", "12", "uniz")
    assert house.submit(view, view.form("seen"), do=None, **NEW | {"id": "Not An Id"}).status == 400
    assert house.submit(view, view.form("seen"), do=None, **NEW | {"id": "new"}).status == 400


def test_rows_and_languages_are_added_before_anything_is_saved(house: House) -> None:
    view = profile(house, "new")
    view = house.submit(view, view.form("seen"), **NEW | {"do": "add:identifiers"})
    view = house.submit(view, view.form("seen"), **NEW | {"languages": "de", "do": "languages"})
    assert 'id="name.de"' in view.body.decode()
    view = house.submit(view, view.form("seen"), **NEW | {"do": "add:quality_assurance"})
    assert "Statement 1" in view.text
    assert [known.id for known in house.services.plans.institutions()] == ["uniz"]


def test_of_two_administrators_the_second_is_told(house: House) -> None:
    view = profile(house, "uniz")
    fields = {"name.en": "University of Zed", "first_language": "en"}
    assert house.submit(view, view.form("seen"), do=None, **fields).status == 200
    assert house.submit(view, view.form("seen"), do=None, **fields).status == 409


def test_a_seal_that_was_made_for_another_number_is_told(house: House) -> None:
    view = profile(house, "uniz")
    fields = {"name.en": "University of Zed", "first_language": "en", "legal_identifier": "VATIE-999"}
    assert "was made for" not in view.text
    assert "The seal of this institution was made for" in house.submit(view, view.form("seen"), do=None, **fields).text


def test_nobody_else_sees_or_changes_a_profile(house: House) -> None:
    assert house.open("/admin/institutions/uniz").status == 404
    view = profile(house, "uniz")
    assert house.submit(view, view.form("seen"), form_token="x").status == 400
    assert house.open("/admin/institutions/nobody").status == 404


def test_where_a_second_person_reviews_the_last_writer_cannot_publish(house: House) -> None:
    view = profile(house, "uniz")
    fields = {"name.en": "University of Zed", "first_language": "en", "review": "yes"}
    house.submit(view, view.form("seen"), do=None, **fields)
    mine = complete(house)
    assert "wants a second person to look" in mine.text
    edit = str(house.services.drafts.get("uniz", "data-ethics").edit)
    form = form_to(mine, "/discard")
    form.action = form.action.replace("/discard", "/publish")
    refused = house.submit(mine, form, edit=edit)
    assert refused.status == 409
    assert "you wrote last" in refused.text
    house.knows("1")
    entered = house.enter(CourseRole.INSTRUCTOR, "8", "3")
    theirs = house.open(entered.url.rpartition("/")[0] + "/plan/data-ethics/check")
    assert "Data Ethics" in house.submit(theirs, form_to(theirs, "/publish")).text
    assert house.services.plans.latest("uniz", "data-ethics")[1].version == 1


def test_plans_begin_with_the_languages_and_statements_of_the_profile(house: House) -> None:
    view = profile(house, "uniz")
    quality = {
        "quality_assurance.0.kind": "Program License",
        "quality_assurance.0.title.en": "Licence 2026",
        "quality_assurance.0.agency.name.en": "Ministry",
        "quality_assurance.0.agency.country": "Ireland",
    }
    fields = {"name.en": "University of Zed", "first_language": "en", "languages": "ga", **quality}
    house.submit(view, view.form("seen"), do=None, **fields)
    made = begun(house)
    assert b'id="title.ga"' in made.body
    assert "Licence 2026" in page(house, made, "quality").text
