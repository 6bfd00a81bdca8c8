"""Tables written as TOML."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.domain.intake.plan_toml import load_toml
from plugin.domain.intake.toml_text import to_toml

TEXT = st.text(st.characters(codec="utf-8"), max_size=30).filter(lambda text: "\r" not in text)
LEAVES = TEXT | st.booleans() | st.integers(-1000, 1000) | st.dates() | st.decimals(0, 100, places=2)
KEYS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8).filter(lambda text: not set(text) & set("\r\n"))
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(LEAVES, max_size=3)
        | st.dictionaries(KEYS, inner, max_size=3)
        | st.lists(st.dictionaries(KEYS, inner, max_size=3), min_size=1, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_what_is_written_is_read_back(content: dict[str, object]) -> None:
    assert load_toml(to_toml(content).encode()) == content


def test_people_can_read_it() -> None:
    content = {
        "n": Decimal("2.50"),
        "part": {"small": {"a": 1, "b": date(2026, 1, 2)}, "rows": [{"text": "one\ntwo"}], "yes": True},
    }
    assert to_toml(content).splitlines() == [
        "n = 2.5",
        "",
        "[part]",
        "small = { a = 1, b = 2026-01-02 }",
        "yes = true",
        "",
        "[[part.rows]]",
        'text = """',
        "one",
        'two"""',
    ]


def test_a_text_with_many_dots_stays_readable_for_the_bounded_reader() -> None:
    content = {"text": "." * 4000, "list": ["x" * 60, "y" * 60]}
    assert load_toml(to_toml(content).encode()) == content


def test_what_toml_has_no_place_for_is_refused() -> None:
    with pytest.raises(TypeError):
        to_toml({"a": b"bytes"})
