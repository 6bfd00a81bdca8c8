"""What every credential format promises, held against every format that is installed."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugin.domain.elements import MicroCredential
from plugin.domain.ports.credentials import CredentialFormat
from plugin.domain.statement import Statement, statement_of
from plugin.registry import adapters
from tests.factories import ISSUED_AT, sample_micro
from tests.fakes.issuer import identity, issued
from tests.strategies import micros

FORMATS = [adapter() for adapter in adapters("twinseal.formats", CredentialFormat).values()]
each_format = pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)
quick = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@each_format
@given(micro=micros())
@quick
def test_what_is_written_is_read_back(form: CredentialFormat, micro: MicroCredential) -> None:
    content = form.build(micro, issued(micro.languages)).content
    assert form.faults(content) == ()
    assert form.recognises(content)
    assert form.read(json.loads(json.dumps(content))) == statement_of(micro)


@each_format
def test_the_same_input_gives_the_same_text(form: CredentialFormat) -> None:
    first, second = (json.dumps(form.build(sample_micro(), issued()).content) for _ in range(2))
    assert first == second


@each_format
@given(micro=micros())
@quick
def test_a_document_holds_plain_texts_in_no_readers_language(form: CredentialFormat, micro: MicroCredential) -> None:
    document = form.build(micro, issued(micro.languages))
    assert {type(text) for text in texts_in(document.content)} == {str}


def texts_in(value: object) -> Iterator[str]:
    """Every text of JSON data, names included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts_in(inner)


@each_format
def test_times_and_issuer_are_read_back(form: CredentialFormat) -> None:
    until = ISSUED_AT.replace(year=2030)
    content = form.build(sample_micro(valid_until=until), issued()).content
    times = form.times(content)
    assert (times.issued_at, times.valid_from, times.valid_until) == (ISSUED_AT, ISSUED_AT, until)
    assert "University of Zed" in form.issuer(content).name
    assert form.issuer(content).legal_identifier in (None, identity().seal.legal_identifier)
    assert form.status(content) is None


@each_format
@given(hostile=st.dictionaries(st.text(max_size=8), JSON, max_size=4))
@quick
def test_hostile_content_is_read_without_an_error(form: CredentialFormat, hostile: dict[str, Any]) -> None:
    assert form.faults(hostile)
    assert isinstance(form.read(hostile), Statement)
    form.recognises(hostile)
    form.issuer(hostile)
    form.times(hostile)
    form.status(hostile)


@each_format
@given(data=st.data())
@quick
def test_a_credential_with_something_broken_in_it_is_read_without_an_error(
    form: CredentialFormat, data: st.DataObject
) -> None:
    content = copy.deepcopy(dict(form.build(sample_micro(), issued()).content))
    holder, key = data.draw(st.sampled_from(list(_places(content))))
    holder[key] = data.draw(JSON)
    form.faults(content)
    form.read(content)
    form.issuer(content)
    form.times(content)


@each_format
@pytest.mark.parametrize("member", ["issuer", "credentialSubject", "validFrom", "@context", "type", "id"])
def test_without_what_the_format_demands_there_is_a_fault(form: CredentialFormat, member: str) -> None:
    content = dict(form.build(sample_micro(), issued()).content)
    del content[member]
    assert form.faults(content)


def _places(value: Any) -> Any:
    """Every member and every entry, as its holder and key."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in list(pairs):
        yield value, key
        yield from _places(inner)
