"""Beginning from a file or from another plan, and nothing lost on the way."""

from __future__ import annotations

import pytest
from werkzeug.datastructures import MultiDict

from plugin.domain.intake.plan_draft import compose
from tests.functional.commands import EXAMPLES
from tests.unit.web.conftest import BASE, House
from tests.unit.web.plan_editor.controls import Controls
from tests.unit.web.plan_editor.writing import (
    PAGES,
    desk,
    form_to,
    imported,
    page,
)


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
