"""The judge of pages sees what it must see."""

from __future__ import annotations

import pytest

from tests.pseudo_language import unsaid


@pytest.mark.parametrize(
    "page",
    [
        "<p>⟦Learners⟧</p><p>⟪Ada Byrne⟫ ✓ 84</p>",
        "<p>⟦Awarded to <b>⟪Ada⟫</b> on 1⟧</p>",
        '<p title="⟦Learners⟧">Twinseal</p><script>var words</script>',
        "<p>⟦It is ⟪mine⟫ and ⟦ours⟧⟧.</p>",
    ],
)
def test_a_page_that_is_translated_is_well(page: str) -> None:
    assert unsaid(page) == []


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("<p>Learners</p>", ["Learners"]),
        ("<p>⟦Awarded to⟧ you <b>⟪Ada⟫</b></p>", [" you "]),
        ('<p title="Learners">⟦One⟧</p>', ["Learners"]),
        ("<p>⟪The file is whole and was read.⟫</p>", ["The file is whole and was read."]),
    ],
)
def test_what_is_not_translated_is_found(page: str, found: list[str]) -> None:
    assert unsaid(page) == found
