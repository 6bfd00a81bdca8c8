"""Bitstring status lists: their form, and what hostile ones come to."""

from __future__ import annotations

import base64
import gzip
from typing import Any

import pytest

from adapters.status.bitstring import BYTES_MAX, Bitstring, decode, encode
from plugin.domain.errors import InputError
from plugin.domain.status import LIST_SIZE, Purpose, StatusList, StatusPlace, StatusSlot
from tests.factories import ISSUED_AT
from tests.fakes.issuer import BASE, identity

METHOD = Bitstring()
EMPTY_OF_THE_STANDARD = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"  # section 2.2, example


def packed(bits: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(gzip.compress(bits)).decode().rstrip("=")


def test_an_entry_is_as_open_badges_demand_it() -> None:
    assert METHOD.entry(identity(), StatusSlot(2, 94567)) == {
        "id": f"{BASE}/issuers/zed/status/2#94567",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "94567",
        "statusListCredential": f"{BASE}/issuers/zed/status/2",
    }


def test_a_list_is_a_credential_of_the_same_issuer() -> None:
    content = METHOD.document(identity(), StatusList.empty("zed", 1), ISSUED_AT).content
    assert content["issuer"] == {"id": identity().id}
    assert content["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    assert content["validFrom"] == "2026-03-02T09:00:00Z"
    assert content["credentialSubject"]["id"] == f"{content['id']}#list"


def test_the_example_of_the_standard_is_an_empty_list() -> None:
    assert decode(EMPTY_OF_THE_STANDARD) == bytes(LIST_SIZE // 8)


def test_a_list_without_the_letter_of_multibase_is_read_as_well() -> None:
    bits = StatusList.empty("zed", 1).with_set(23).bits
    assert decode(packed(bits)[1:]) == decode(encode(bits)) == bits


@pytest.mark.parametrize(
    ("encoded", "words"),
    [
        (None, "holds nothing"),
        ("u", "cut"),
        ("uäöü", "damaged"),
        ("u!!!!", "damaged"),
        ("uAAAA", "damaged"),
        (encode(bytes(LIST_SIZE // 8))[:-9], "cut"),
        (packed(bytes(LIST_SIZE // 8 - 1)), "too short"),
        (packed(bytes(BYTES_MAX + 1)), "too large"),
        (packed(bytes(300_000_000)), "too large"),
    ],
    ids=["none", "nothing", "foreign letters", "no base64", "no gzip", "cut", "short", "large", "bomb"],
)
def test_a_list_that_is_none_is_refused_in_words(encoded: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        decode(encoded)


@pytest.mark.parametrize("index", [5, "5"])
def test_an_index_may_be_text_or_a_number(index: object) -> None:
    entry = {**METHOD.entry(identity(), StatusSlot(1, 9)), "statusListIndex": index}
    assert METHOD.place(entry).index == 5


@pytest.mark.parametrize(
    "changes",
    [{"statusListIndex": index} for index in ("", "-1", "1.5", "five", "٥", None, True, -1, 1.5, [], "9" * 12, 10**13)]
    + [{"statusListCredential": url} for url in (None, "", "list", "ftp://x.example/", "https://[", "https://x/" * 999)]
    + [{"statusPurpose": "refresh"}, {"statusPurpose": None}, {"statusPurpose": ["revocation"]}, {"statusSize": 2}],
    ids=str,
)
def test_a_damaged_entry_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        METHOD.place({**METHOD.entry(identity(), StatusSlot(1, 9)), **changes})


def listed(**changes: Any) -> dict[str, Any]:
    content = dict(METHOD.document(identity(), StatusList.empty("zed", 1), ISSUED_AT).content)
    return {**content, **changes}


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "BitstringStatusListCredential"},
        {"type": ["VerifiableCredential"]},
        {"credentialSubject": []},
        {"credentialSubject": {**listed()["credentialSubject"], "statusPurpose": "suspension"}},
    ],
)
def test_what_is_no_list_for_the_entry_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        METHOD.read(listed(**changes), StatusPlace("x", 1, Purpose.REVOCATION))


def test_a_list_may_be_for_several_purposes_and_name_its_issuer_shortly() -> None:
    subject = {**listed()["credentialSubject"], "statusPurpose": ["suspension", "revocation"]}
    content = listed(credentialSubject=subject, issuer="did:web:x", validUntil="2027-01-01T00:00:00Z", validFrom="x")
    reading = METHOD.read(content, StatusPlace("x", 1, Purpose.SUSPENSION))
    assert reading.issuer == "did:web:x"
    assert reading.valid_until is not None
    assert reading.valid_from is None


def test_an_entry_beyond_the_list_is_refused() -> None:
    METHOD.read(listed(), StatusPlace("x", LIST_SIZE - 1, Purpose.REVOCATION))
    with pytest.raises(InputError, match="no such entry"):
        METHOD.read(listed(), StatusPlace("x", LIST_SIZE, Purpose.REVOCATION))


def test_times_that_are_none_are_not_said() -> None:
    for odd in ("2026-03-02T09:00:00", "0001-01-01T00:00:00+14:00", 5):
        reading = METHOD.read(listed(validFrom=odd, issuer=[]), StatusPlace("x", 1, Purpose.REVOCATION))
        assert (reading.valid_from, reading.issuer) == (None, "")
