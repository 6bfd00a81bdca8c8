"""The bits of a status list."""

from __future__ import annotations

import pytest

from plugin.domain.status import LIST_SIZE, StatusList, is_set


def test_a_new_list_has_the_size_that_the_w3c_demands_and_nothing_in_it() -> None:
    listed = StatusList.empty("zed", 1)
    assert len(listed.bits) * 8 == LIST_SIZE == 131_072
    assert not any(listed.bits)


@pytest.mark.parametrize(("index", "byte", "value"), [(0, 0, 0x80), (7, 0, 1), (8, 1, 0x80), (LIST_SIZE - 1, -1, 1)])
def test_entry_0_is_the_most_significant_bit_of_the_first_byte(index: int, byte: int, value: int) -> None:
    changed = StatusList("zed", 1, 4, bytes(LIST_SIZE // 8), b"old").with_set(index)
    assert changed.bits[byte] == value
    assert sum(changed.bits) == value
    assert is_set(changed.bits, index)
    assert not is_set(changed.bits, index ^ 1)
    assert (changed.version, changed.sealed) == (5, None)
    assert changed.with_set(index).bits == changed.bits
