"""Withdrawals, judged by the official schema, by JSON-LD, and by 1EdTech's own revoked sample."""

from __future__ import annotations

import base64
import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft201909Validator
from pyld import jsonld

from adapters.formats.openbadge3 import OpenBadge3
from adapters.status.bitstring import Bitstring
from plugin.domain.status import StatusList, StatusPlace, StatusSlot
from tests.conformance.test_openbadge3 import contexts, schema
from tests.factories import ISSUED_AT, sample_micro
from tests.fakes.issuer import identity, issued

__all__ = ["contexts", "schema"]
pytestmark = pytest.mark.conformance
SLOT = StatusSlot(1, 94567)


def badge() -> dict[str, Any]:
    given = replace(issued(), status=Bitstring().entry(identity(), SLOT))
    return dict(OpenBadge3().build(sample_micro(), given).content)


def status_list() -> dict[str, Any]:
    listed = StatusList.empty("zed", 1).with_set(SLOT.index)
    return dict(Bitstring().document(identity(), listed, ISSUED_AT).content)


def test_a_badge_that_names_its_list_obeys_the_strict_schema(schema: Draft201909Validator) -> None:
    content = badge()
    assert content["credentialStatus"]["statusListIndex"] == "94567"
    assert [error.message for error in schema.iter_errors(content)] == []
    assert OpenBadge3().faults(content) == ()
    assert OpenBadge3().status(content) == content["credentialStatus"]


def test_a_status_without_an_id_is_a_fault_here_and_for_the_schema(schema: Draft201909Validator) -> None:
    content = badge()
    del content["credentialStatus"]["id"]
    assert list(schema.iter_errors(content))
    assert any("credentialStatus" in fault for fault in OpenBadge3().faults(content))


@pytest.mark.parametrize("made", [badge, status_list])
def test_no_term_is_unknown_to_json_ld(contexts: dict[str, Any], made: Any) -> None:
    def load(url: str, _options: object) -> dict[str, Any]:
        return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": contexts[url]}

    content = made()
    (expanded,) = jsonld.expand(content, {"documentLoader": load})
    kept = json.dumps(expanded)
    holder = content.get("credentialStatus") or content["credentialSubject"]
    for name, value in holder.items():
        if name != "type":
            assert json.dumps(value) in kept, name
    assert f"https://www.w3.org/ns/credentials/status#{holder['type']}" in kept


def test_the_list_is_what_the_standard_describes() -> None:
    encoded = status_list()["credentialSubject"]["encodedList"]
    bits = gzip.decompress(base64.urlsafe_b64decode(encoded[1:] + "=" * (-len(encoded[1:]) % 4)))
    assert (encoded[0], len(bits)) == ("u", 16_384)
    assert int.from_bytes(bits, "big") == 1 << (131_072 - 1 - SLOT.index)


def test_the_revoked_sample_of_1edtech_is_read_as_revoked(shared: Path) -> None:
    folder = shared / "data/openbadges/samples/1edtech-public-validator/ob30/bit-string-list"
    entry = json.loads((folder / "credential-status-revoked.json").read_text("utf-8"))["credentialStatus"]
    content = json.loads((folder / "testlist").read_text("utf-8"))
    method = Bitstring()
    assert method.recognises(entry)
    place = method.place(entry)
    assert method.read(content, place).is_set
    others = [method.read(content, StatusPlace(place.list_url, index, place.purpose)).is_set for index in range(64)]
    assert others.count(True) < 64
