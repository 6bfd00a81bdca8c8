"""Fields of a form as the tree of a draft."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from plugin.domain.intake.plan_draft import PLAN, Tree, texts_of
from plugin.web.plan_editor.form_tree import ROWS_KEPT, TEXT_KEPT, field_of, rearranged, tree_of, words_of

SHAPE = {key: PLAN[key] for key in ("title", "learning_outcomes", "workload", "assessment")}
PARTS = st.sampled_from(
    ["title", "en", "learning_outcomes", "0", "1", "٣", "-1", "kinds", "assessment", "workload", ""]
)
NAMES = st.lists(PARTS, min_size=1, max_size=8).map(".".join)


def tree(*fields: tuple[str, str]) -> dict[str, Tree]:
    return tree_of(MultiDict(fields), SHAPE)


def test_names_are_paths() -> None:
    assert tree(
        ("title.en", "Ethics"),
        ("title.de", " "),
        ("learning_outcomes.7.title.en", "Second"),
        ("learning_outcomes.2.title.en", "First\r\nof two lines"),
        ("learning_outcomes.3.kind", ""),
        ("assessment.kinds", "quiz"),
        ("assessment.kinds", "portfolio"),
        ("assessment.kinds", "quiz"),
        ("prerequisites.en", "of another page"),
    ) == {
        "title": {"en": "Ethics"},
        "learning_outcomes": [{"title": {"en": "First\nof two lines"}}, {"title": {"en": "Second"}}],
        "assessment": {"kinds": ["quiz", "portfolio"]},
    }


@given(st.lists(st.tuples(NAMES, st.text(max_size=5)), max_size=12))
def test_no_name_of_a_field_breaks_the_page(fields: list[tuple[str, str]]) -> None:
    assert set(tree(*fields)) <= set(SHAPE)


def test_a_draft_has_bounds() -> None:
    rows = [(f"learning_outcomes.{n}.title.en", "x" * (TEXT_KEPT + 1)) for n in range(ROWS_KEPT + 5)]
    texts = texts_of(tree(*rows))
    assert (len(texts), len(texts[0])) == (ROWS_KEPT, TEXT_KEPT)


@pytest.mark.parametrize(
    ("action", "order"),
    [
        ("up:rows.1", "bac"),
        ("down:rows.1", "acb"),
        ("remove:rows.1", "ac"),
        ("up:rows.0", "abc"),
        ("down:rows.2", "abc"),
        ("down:rows.3", "abc"),
        ("up:rows.x", "abc"),
        ("up:other.0", "abc"),
        ("up:rows.0.deep.1", "abc"),
        ("up:", "abc"),
        ("save", "abc"),
    ],
)
def test_rows_move_and_nothing_else_does(action: str, order: str) -> None:
    assert rearranged({"rows": list("abc")}, action) == {"rows": list(order)}


def test_a_row_in_a_row_is_removed() -> None:
    nested: dict[str, Tree] = {"rows": [{"skills": ["x", "y"]}]}
    assert rearranged(nested, "remove:rows.0.skills.0") == {"rows": [{"skills": ["y"]}]}


def test_a_place_of_the_file_is_a_field_of_the_form() -> None:
    assert field_of("micro_credential.learning_outcomes[2].title.en") == "learning_outcomes.1.title.en"
    assert words_of("learning_outcomes.1.title.en") == "outcome 2, title, English"
    assert words_of("1") == "1"
