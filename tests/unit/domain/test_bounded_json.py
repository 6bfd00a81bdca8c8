"""JSON from outside."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.domain.bounded_json import DEPTH_MAX, load_json
from plugin.domain.errors import InputError

KB = 1000


def code_of(raw: bytes, max_bytes: int = 10 * KB) -> str:
    with pytest.raises(InputError) as refused:
        load_json(raw, max_bytes, "The file")
    return refused.value.code


def test_json_is_read_with_and_without_a_byte_order_mark() -> None:
    assert load_json('{"name": "王"}'.encode(), KB, "The file") == {"name": "王"}
    assert load_json(b"\xef\xbb\xbf[1, null]", KB, "The file") == [1, None]


def test_fractions_are_made_as_asked() -> None:
    assert load_json(b"0.1", KB, "The file", number=Decimal) == Decimal("0.1")
    assert isinstance(load_json(b"0.1", KB, "The file"), float)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "json.syntax"),
        (b'{"a": 1', "json.syntax"),
        (b"\xff\xfe", "json.text"),
        (b'"\\ud800"', "json.text"),
        (b'{"\\ud800": 1}', "json.text"),
        (b'[{"a": ["\\udfff"]}]', "json.text"),
        (b'{"a": 1, "a": 2}', "json.value"),
        (b"NaN", "json.value"),
        (b"[-Infinity]", "json.value"),
        (b"9" * 5000, "json.value"),
        (b"[" * 5000, "json.deep"),
    ],
)
def test_odd_json_is_refused(raw: bytes, code: str) -> None:
    assert code_of(raw) == code


@pytest.mark.parametrize("kind", [float, Decimal])
@pytest.mark.parametrize("number", [b"1e999", b"[-1e99999]", b"1e9999999999999999999"])
def test_a_number_beyond_all_bounds_is_refused(number: bytes, kind: type[float] | type[Decimal]) -> None:
    with pytest.raises(InputError) as refused:
        load_json(number, KB, "The file", number=kind)
    assert refused.value.code == "json.value"


@pytest.mark.parametrize("number", [b"1e-999", b"0e99999"])
def test_a_decimal_too_small_to_write_out_is_refused(number: bytes) -> None:
    with pytest.raises(InputError) as refused:
        load_json(number, KB, "The file", number=Decimal)
    assert refused.value.code == "json.value"


def test_a_fault_of_form_is_named_by_line_and_column() -> None:
    with pytest.raises(InputError, match=r"The file is not JSON \(line 2, column 6\)"):
        load_json(b'{\n"a": x}', KB, "The file")


@pytest.mark.parametrize(("limit", "words"), [(5 * KB, "5 kB"), (2_000_000, "2 MB")])
def test_a_file_over_the_limit_is_refused_unread(limit: int, words: str) -> None:
    with pytest.raises(InputError, match=f"The file is larger than {words}") as refused:
        load_json(b" " * (limit + 1), limit, "The file")
    assert refused.value.code == "json.large"


def test_a_file_may_be_as_large_and_as_deep_as_the_limit() -> None:
    assert load_json(b'"aa"', 4, "The file") == "aa"
    assert load_json(b"[" * (DEPTH_MAX - 1) + b"]" * (DEPTH_MAX - 1), KB, "The file")
    assert code_of(b"[" * DEPTH_MAX + b"1" + b"]" * DEPTH_MAX) == "json.deep"


def test_depth_counts_members_and_items_alike() -> None:
    with pytest.raises(InputError, match="nested too deeply"):
        load_json(b'{"a": [{"b": 1}]}', KB, "The file", max_depth=3)
    assert load_json(b'{"a": [1]}', KB, "The file", max_depth=3) == {"a": [1]}


@given(st.binary(max_size=200) | st.text(alphabet='[]{}",:01e.\\unaN', max_size=60).map(str.encode))
def test_no_bytes_raise_anything_but_an_input_error(raw: bytes) -> None:
    try:
        value = load_json(raw, KB, "The file")
    except InputError:
        return
    json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
