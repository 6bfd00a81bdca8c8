"""What no credential can carry is told, and the draft survives."""

from __future__ import annotations

import pytest

from tests.unit.web.conftest import House
from tests.unit.web.plan_editor.writing import (
    begun,
    complete,
    desk,
    filled,
    form_to,
    page,
)


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
