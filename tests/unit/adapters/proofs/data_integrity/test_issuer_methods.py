from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from adapters.lookup.known import KnownLookup
from adapters.proofs.data_integrity.issuer_methods import key_of, owner, shown_name
from adapters.proofs.multikey import multibase, multikey
from plugin.domain.documents import WebFile
from plugin.domain.errors import InputError, ServiceError
from plugin.domain.report import Answer

KEY = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key()
RAW = KEY.public_bytes_raw()
Z = multikey(RAW)
OTHER = multikey(Ed25519PrivateKey.from_private_bytes(bytes([1] * 32)).public_key().public_bytes_raw())
DID, PAGE = "did:web:zed.example", "https://zed.example/issuers/1"
X = base64.urlsafe_b64encode(RAW).rstrip(b"=").decode()


class Silence:
    def get(self, url: str) -> bytes:
        raise ServiceError("web.silence", f"{url} did not answer.", "")


def web(document: Any, address: str = "https://zed.example/.well-known/did.json") -> KnownLookup:
    raw = document if isinstance(document, bytes) else json.dumps(document).encode()
    return KnownLookup((WebFile(address, "", raw),), Silence())


def did_document(**changes: Any) -> dict[str, Any]:
    method = {"id": f"{DID}#key-1", "type": "Multikey", "controller": DID, "publicKeyMultibase": Z}
    return {"id": DID, "verificationMethod": [method], "assertionMethod": [f"{DID}#key-1"], **changes}


@pytest.mark.parametrize("name", [f"did:key:{Z}", f"did:key:{Z}#{Z}", f"{PAGE}#{Z}", {"id": f"did:key:{Z}"}])
def test_a_key_in_the_address_needs_no_look_up(name: object) -> None:
    assert key_of(name, Silence()).public_bytes_raw() == RAW


@pytest.mark.parametrize(
    "form",
    [
        {"publicKeyMultibase": Z},
        {"publicKeyBase58": multibase(RAW).removeprefix("z")},
        {"publicKeyJwk": {"kty": "OKP", "crv": "Ed25519", "x": X}},
    ],
)
@pytest.mark.parametrize("name", [f"{DID}#key-1", "#key-1"])
def test_a_key_of_did_web_is_read_in_each_form(form: dict[str, Any], name: str) -> None:
    document = did_document(verificationMethod=[{"id": name, "controller": DID, **form}], assertionMethod=[name])
    assert key_of(f"{DID}#key-1", web(document)).public_bytes_raw() == RAW
    assert owner(DID, KEY, web(document)).answer is Answer.YES


def test_a_controller_document_serves_an_https_issuer() -> None:
    document = did_document(
        id=PAGE,
        verificationMethod=[{"id": f"{PAGE}#k", "controller": PAGE, "publicKeyMultibase": Z}],
        assertionMethod=[f"{PAGE}#k"],
    )
    assert key_of(f"{PAGE}#k", web(document, PAGE)).public_bytes_raw() == RAW
    assert owner(PAGE, KEY, web(document, PAGE)).answer is Answer.YES


def test_an_address_may_be_that_of_one_key() -> None:
    document = {"id": f"{PAGE}/key#k", "controller": PAGE, "publicKeyMultibase": Z}
    assert key_of(f"{PAGE}/key#k", web(document, f"{PAGE}/key")).public_bytes_raw() == RAW


@pytest.mark.parametrize("name", [None, 7, "", "z6Mk", "did:example:1", "urn:x", f"{DID}#unknown", "x" * 3000])
def test_a_key_that_cannot_be_found_is_refused(name: object) -> None:
    with pytest.raises(InputError):
        key_of(name, web(did_document()))


@pytest.mark.parametrize("form", [{}, {"publicKeyMultibase": 7}, {"publicKeyBase58": None}, {"publicKeyJwk": {"d": 1}}])
def test_a_key_of_an_unknown_form_is_refused(form: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        key_of(f"{DID}#key-1", web(did_document(verificationMethod=[{"id": f"{DID}#key-1", **form}])))


@pytest.mark.parametrize("raw", [b"<html>", b"[]", b"[" * 100_000])
def test_pages_that_are_no_document_leave_it_open(raw: bytes) -> None:
    assert owner(DID, KEY, web(raw)).answer is Answer.UNKNOWN
    with pytest.raises(InputError):
        key_of(f"{DID}#key-1", web(raw))


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "did:web:other.example"},
        {"assertionMethod": []},
        {"assertionMethod": None},
        {"assertionMethod": [f"{DID}#key-2", 7, {}]},
        {"verificationMethod": [{"id": f"{DID}#key-1", "controller": DID, "publicKeyMultibase": OTHER}]},
        {"verificationMethod": [{"id": f"{DID}#key-1", "controller": "did:web:other", "publicKeyMultibase": Z}]},
    ],
)
def test_a_key_that_the_issuer_does_not_name_is_not_its_own(changes: dict[str, Any]) -> None:
    assert owner(DID, KEY, web(did_document(**changes))).answer is Answer.NO


def test_a_key_named_in_full_for_assertions_counts() -> None:
    method = {"id": f"{DID}#key-1", "controller": DID, "publicKeyMultibase": Z}
    assert owner(DID, KEY, web(did_document(verificationMethod=[], assertionMethod=[method]))).answer is Answer.YES


def test_silence_and_ids_without_an_address_leave_it_open() -> None:
    assert owner(DID, KEY, Silence()).answer is Answer.UNKNOWN
    for issuer in ("urn:uuid:1", "did:example:1", "", "https://", "did:key:z6Mkx"):
        assert owner(issuer, KEY, Silence()).answer is Answer.UNKNOWN


def test_an_issuer_that_is_a_key_is_that_key_only() -> None:
    assert owner(f"did:key:{Z}", KEY, Silence()).answer is Answer.YES
    assert owner(f"did:key:{OTHER}", KEY, Silence()).answer is Answer.NO
    assert (shown_name(f"did:key:{Z}"), shown_name(DID)) == (f"did:key:{Z}", "zed.example")
