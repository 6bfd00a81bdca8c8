"""The plan editor, without script: forms and buttons alone."""

from __future__ import annotations

from io import BytesIO

import pytest
from werkzeug.datastructures import MultiDict

from plugin.demo.visitor import Form, View
from plugin.domain.intake.plan_draft import compose
from plugin.domain.platforms import CourseRole, DeepLinking, Deployment
from tests.functional.commands import EXAMPLES
from tests.unit.web.conftest import BASE, House, view_of_answer
from tests.unit.web.controls import Controls

TEACHER = CourseRole.INSTRUCTOR
PAGES = ("title", "outcomes", "workload", "assessment", "quality", "optional", "further", "rule")


def form_to(view: View, ending: str) -> Form:
    """The form of the page that is sent there."""
    return next(form for form in view.forms if form.action.endswith(ending))


def desk(house: House, course: str = "3", subject: str = "7") -> View:
    entered = house.enter(TEACHER, subject, course)
    return house.open(entered.url.rpartition("/")[0] + "/plan")


def begun(house: House, title: str = "Data Ethics", subject: str = "7") -> View:
    view = desk(house, subject=subject)
    return house.submit(view, form_to(view, "/new"), title=title, language="en")


def page(house: House, view: View, slug: str) -> View:
    return house.open(view.url.partition("?")[0].rpartition("/")[0] + f"/{slug}")


def filled(house: House, view: View, slug: str, **fields: str) -> View:
    shown = page(house, view, slug)
    return house.submit(shown, form_to(shown, slug), do="save", **{k.replace("__", "."): v for k, v in fields.items()})


FIELDS: dict[str, dict[str, str]] = {
    "title": {"title.en": "Data Ethics", "description.en": "How to handle data.", "first_language": "en"},
    "outcomes": {"learning_outcomes.0.title.en": "Explain the duties", "learning_outcomes.0.kind": "Knowledge"},
    "workload": {"workload.ects": "2,5", "workload.hours": "65", "level_applies": "yes", "level.eqf": "Level 6"},
    "assessment": {"assessment.kinds": "portfolio", "participation.mode": "Online"},
    "quality": {
        "quality_assurance.0.kind": "Program Quality Assurance",
        "quality_assurance.0.title.en": "Review 2025",
        "quality_assurance.0.agency.name.en": "Quality Board of Zed",
        "quality_assurance.0.agency.country": "Ireland",
    },
    "optional": {"prerequisites.en": "None"},
    "rule": {"rule.grade_at_least": "50 %"},
}


def complete(house: House, subject: str = "7") -> View:
    """A draft with every mandatory element, at its check page."""
    view = begun(house, subject=subject)
    for slug, fields in FIELDS.items():
        view = filled(house, view, slug, **fields)
    return page(house, view, "check")


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


def typed(texts: list[str]) -> dict[str, str]:
    """What a browser sends of these outcomes; the visitor of these tests does not read text areas."""
    return {f"learning_outcomes.{number}.title.en": text for number, text in enumerate(texts)}


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


def desk_of(house: House, view: View, subject: str) -> View:
    """The same draft, opened by somebody else in the same course."""
    entered = house.enter(TEACHER, subject, "3")
    return house.open(entered.url.rpartition("/")[0] + "/plan/" + view.url.split("/")[-2] + "/title")


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


def test_the_sample_shows_the_certificate_in_each_language_of_a_complete_plan(house: House) -> None:
    view = begun(house)
    assert "There is nothing to show yet" in page(house, view, "preview").text
    assert page(house, view, "preview/en.png").status == 404
    preview = page(house, complete(house), "preview")
    assert "TEST: Data Ethics" in preview.text
    picture = house.open(preview.url + "/en.png")
    assert picture.body.startswith(b"\x89PNG")
    assert house.open(preview.url + "/de.png").status == 404


def test_where_no_institution_is_known_yet_the_administrator_is_named(house: House) -> None:
    house.services.platforms.add_deployment(Deployment("d2", "p1", "2", None))
    view = house.enter(TEACHER, course="9", place="d2")
    assert "The administrator of this tool has not said yet" in view.text
    refused = house.open(view.url.rpartition("/")[0] + "/plan")
    assert "belongs to no institution yet" in refused.text


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


class TestFiles:
    def test_a_plan_is_exported_and_imported_without_loss(self, house: House) -> None:
        view = desk(house, course="2")
        raw = house.open(view.link("Download as a file")).body
        assert raw == (EXAMPLES / "plan.toml").read_bytes()
        made = imported(house, raw)
        assert made.url.endswith("/micro-credential-creation-2/title")
        exported = house.open(page(house, made, "check").link("Download as a file")).body
        assert b'id = "micro-credential-creation-2"' in exported
        assert "Complete: version 1" in page(house, made, "check").text

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            (b"twinseal_plan = 7\n", "written by a later version of Twinseal"),
            (b"= broken\n", "line 1"),
            (b"unheard_of = 1\n", "Line 1, unheard_of: This key is not known here"),
        ],
    )
    def test_a_file_with_faults_begins_nothing_and_every_fault_is_told(
        self, house: House, change: bytes, words: str
    ) -> None:
        answer = imported(house, change + (EXAMPLES / "plan.toml").read_bytes())
        assert answer.status == 400
        assert words in answer.text
        assert "Nothing was changed" in answer.text
        assert house.services.drafts.begun_in("d1", "3") == ()

    @pytest.mark.parametrize("raw", [b"", b"x" * 200_001])
    def test_a_file_that_is_none_is_refused(self, house: House, raw: bytes) -> None:
        assert imported(house, raw).status == 400

    def test_a_plan_of_the_institution_is_copied(self, house: House) -> None:
        view = desk(house)
        copied = house.submit(view, form_to(view, "/copy"), plan="micro-credential-creation")
        assert copied.url.endswith("/micro-credential-creation-copy/title")
        assert house.submit(view, form_to(view, "/copy"), plan="nothing").status == 404


def imported(house: House, raw: bytes) -> View:
    view = desk(house)
    form = form_to(view, "/import")
    data = {"form_token": form.fields["form_token"], "file": (BytesIO(raw), "plan.toml")}
    url = form.action.removeprefix(BASE)
    return view_of_answer(house.client.post(url, base_url=BASE, data=data, follow_redirects=True))


EVERYTHING = (
    (EXAMPLES / "plan.toml")
    .read_text("utf-8")
    .replace('languages = ["en"]\ntitle', 'languages = ["en", "el"]\nvalid_months = 24\ntitle')
    .replace(
        'agency = { name = "Quality Board of Zed", country = "Ireland",',
        'report = "https://deqar.example/1"\nagency = { name = { en = "Board", el = "Συμβούλιο" }, country = "Ireland",'
        ' email = "a@b.example", region = { name = "Dublin", code = "IRL_CTH_DUB" }, address = "Street 1",'
        ' identifiers = [{ scheme = "DEQAR", value = "1" }, { scheme = "PIC", value = "2" }],',
    )
    .replace(
        'note = "A short learning programme, taught online and in class"',
        'note = { en = """One line\nand another""", el = "Σημείωση" }\ncourse_code = "DE-1"\nstarted_on = 2026-01-01'
        "\nended_on = 2026-06-30",
    )
    .replace("stands_alone = true", 'stands_alone = false, counts_towards = "A \\"quoted\\" <degree>"')
)


@pytest.mark.parametrize("change", ["", "level", "rule"])
def test_every_page_sends_back_what_the_file_said(house: House, change: str) -> None:
    text = EVERYTHING
    if change == "level":
        text = text.replace('level = { eqf = 6, national = "UK: RQF Level 6" }', 'level = "does not apply"')
    if change == "rule":
        text = text.replace('grade_at_least = "50 %"', "course_completed = false\ngrade_at_least = 12.5").replace(
            "course_completed = true\n", ""
        )
    view = imported(house, text.encode())
    before = house.services.drafts.get("uniz", view.url.split("/")[-2])
    for slug in PAGES:
        shown = page(house, view, slug)
        fields = MultiDict([*Controls(shown.body).sent, ("do", "save")])
        assert house.client.post(shown.url, base_url=BASE, data=fields).status_code == 303
    after = house.services.drafts.get("uniz", before.plan_id)
    institution = house.services.plans.institution("uniz")
    first, second = (compose(draft.content, institution, "x1", 1).read() for draft in (before, after))
    assert first.file
    assert first.problems == ()
    assert first == second


class TestBadInput:
    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("x" * 10_000, "This is longer than 200 characters. Shorten it."),
            ("Ethics\x07 bell", "This holds characters that cannot be seen."),
            ("Ethics \u202edesrever", "This holds characters that cannot be seen."),
        ],
    )
    def test_what_no_credential_can_carry_is_told_and_the_draft_keeps_it(
        self, house: House, text: str, words: str
    ) -> None:
        view = filled(house, begun(house), "title", **{"title.en": text})
        assert words in view.text
        assert "It is saved as you typed it" in view.text
        assert house.services.drafts.get("uniz", "data-ethics").content["title"] == {"en": text}
        assert "Not complete yet" in page(house, view, "check").text

    @pytest.mark.parametrize("text", ["<script>alert(1)</script>", "[click](javascript:alert(1)) **bold**"])
    def test_markup_stays_text_and_is_told(self, house: House, text: str) -> None:
        view = complete(house)
        view = filled(house, view, "title", **{"title.en": text})
        assert "This looks like HTML or Markdown" in view.text
        for slug in ("title", "check", "preview"):
            assert b"<script>alert" not in page(house, view, slug).body

    def test_words_from_right_to_left_and_composed_characters_are_words(self, house: House) -> None:
        view = filled(house, begun(house), "title", **{"title.en": "أخلاقيات البيانات e\u0301thique"})
        assert "correcting" not in view.text
        assert "\u00e9thique" in view.text

    def test_a_title_in_another_script_gets_an_id(self, house: House) -> None:
        assert begun(house, "Ηθική").url.endswith("/micro-credential/title")
        assert begun(house, "Ηθική").url.endswith("/micro-credential-2/title")

    def test_a_title_that_is_none_begins_nothing(self, house: House) -> None:
        view = desk(house)
        answer = house.submit(view, form_to(view, "/new"), title="  ")
        assert (answer.status, "This is empty." in answer.text) == (400, True)

    def test_an_unknown_code_is_kept_and_told(self, house: House) -> None:
        view = filled(
            house, begun(house), "assessment", **{"participation.mode": "By letter", "assessment.kinds": "gone"}
        )
        assert "By letter (not in the official list)" in view.text
        assert "gone (not in the official list)" in view.text
        assert "“By letter” is not in the list" in view.text

    def test_a_question_left_open_is_asked_in_the_words_of_a_form(self, house: House) -> None:
        view = filled(house, begun(house), "optional", **{"stackability.counts_towards.en": "A degree"})
        assert "This is missing. Choose one of the answers." in view.text
        assert "stackability, stands alone: This is missing." in page(house, view, "check").text

    def test_fields_that_nobody_asked_for_are_nobodys(self, house: House) -> None:
        odd = {"title.en.more.and.more.and": "x", "version": "9", "id": "other", "title": "bare", "workload.ects": "1"}
        filled(house, begun(house), "title", **odd)
        assert set(house.services.drafts.get("uniz", "data-ethics").content) <= {
            "languages",
            "title",
            "quality_assurance",
        }
