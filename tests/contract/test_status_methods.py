"""What every status method promises, held against every method that is installed."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.domain.errors import InputError
from plugin.domain.ports.credentials import StatusMethod
from plugin.domain.status import LIST_SIZE, StatusList, StatusSlot
from plugin.registry import adapters
from tests.contract.test_credential_formats import JSON
from tests.factories import ISSUED_AT
from tests.fakes.issuer import identity

METHODS: list[StatusMethod] = [adapter() for adapter in adapters("twinseal.status", StatusMethod).values()]
each_method = pytest.mark.parametrize("method", METHODS, ids=lambda method: method.name)
INDEX = st.sampled_from([0, 1, 7, 8, LIST_SIZE - 1]) | st.integers(0, LIST_SIZE - 1)


def published(method: StatusMethod, listed: StatusList) -> dict[str, Any]:
    """The list after its way through JSON."""
    content: dict[str, Any] = json.loads(json.dumps(dict(method.document(identity(), listed, ISSUED_AT).content)))
    return content


@each_method
@given(indexes=st.sets(INDEX, max_size=6), asked=INDEX)
@settings(max_examples=40, deadline=None)
def test_what_is_set_is_read_as_set_and_nothing_else(method: StatusMethod, indexes: set[int], asked: int) -> None:
    listed = StatusList.empty("zed", 3)
    for index in indexes:
        listed = listed.with_set(index)
    content = published(method, listed)
    assert method.bits(content) == listed.bits
    for index in indexes | {asked}:
        place = method.place(method.entry(identity(), StatusSlot(3, index)))
        assert place.list_url == method.list_url(identity(), 3)
        reading = method.read(content, place)
        assert reading.is_set is (index in indexes)
        assert (reading.issuer, reading.valid_from, reading.valid_until) == (identity().id, ISSUED_AT, None)


@each_method
def test_its_entries_are_its_own(method: StatusMethod) -> None:
    entry = method.entry(identity(), StatusSlot(1, 5))
    assert [other.name for other in METHODS if other.recognises(entry)] == [method.name]


@each_method
def test_the_same_list_gives_the_same_text(method: StatusMethod) -> None:
    listed = StatusList.empty("zed", 1).with_set(77)
    assert json.dumps(published(method, listed)) == json.dumps(published(method, listed))


@each_method
@given(hostile=st.dictionaries(st.text(max_size=8), JSON, max_size=4), data=st.data())
@settings(max_examples=80, deadline=None)
def test_hostile_entries_and_lists_are_refused_or_read_without_an_error(
    method: StatusMethod, hostile: dict[str, Any], data: st.DataObject
) -> None:
    entry = dict(method.entry(identity(), StatusSlot(1, 5)))
    place = method.place(entry)
    method.recognises(hostile)
    with pytest.raises(InputError):
        method.place(hostile)
    with pytest.raises(InputError):
        method.read(hostile, place)
    content = published(method, StatusList.empty("zed", 1))
    for holder in (entry, content, content["credentialSubject"]):
        name = data.draw(st.sampled_from(sorted(holder)))
        holder[name] = data.draw(JSON)
    with suppress(InputError):
        method.read(content, method.place(entry))
