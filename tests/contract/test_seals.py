"""What every seal promises, held against every kind that is installed, with real keys on real or stand-in devices."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from adapters.proofs.public_keys import holds, key_of_certificate
from adapters.seals.file import FileSeal
from plugin.domain.errors import TwinsealError
from plugin.domain.ports.credentials import Seal
from plugin.registry import adapters
from tests.factories import ISSUED_AT, sample_organisation
from tests.fakes.issuer import PASSWORD, authority
from tests.fakes.seal_authority import real_seal
from tests.fakes.seal_places import Place, at_a_remote_signer, in_a_file, on_a_token

KINDS: dict[str, Callable[[Path], Iterator[Place]]] = {
    "csc": at_a_remote_signer,
    "file": in_a_file,
    "pkcs11": on_a_token,
}


@pytest.fixture(params=sorted(KINDS))
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    yield from KINDS[request.param](tmp_path)


def test_every_kind_that_is_installed_is_held_to_this() -> None:
    assert set(adapters("twinseal.seals", Seal)) == set(KINDS)


def test_its_signature_holds_with_the_key_of_its_certificate(place: Place) -> None:
    seal = place.open()
    assert holds(key_of_certificate(seal.identity.chain[0]), seal.algorithm, b"text", seal.sign(b"text"))


def test_it_says_whose_it_is_and_brings_its_whole_chain(place: Place) -> None:
    identity = place.open().identity
    body = sample_organisation()
    assert identity.legal_name == str(body.legal_name)
    assert (identity.legal_identifier, identity.country) == (body.legal_identifier, "IE")
    assert (identity.is_test, identity.self_made) == (False, False)
    assert identity.chain == FileSeal(place.file, PASSWORD, authority().certificate).identity.chain


def test_the_same_text_gives_the_same_signature_with_an_rsa_key(place: Place) -> None:
    seal = place.open()
    assert seal.algorithm == "RS256"
    assert seal.sign(b"text") == seal.sign(b"text")


def test_a_wrong_secret_is_refused_in_a_sentence_without_the_secret(place: Place) -> None:
    with pytest.raises(TwinsealError) as refused:
        place.open("wrong-secret").sign(b"text")
    assert "wrong-secret" not in str(refused.value)


def test_a_seal_of_our_own_authority_is_a_test_wherever_it_lies() -> None:
    raw = authority().issue_seal(sample_organisation(), ISSUED_AT, PASSWORD)
    assert FileSeal(raw, PASSWORD, authority().certificate).identity.is_test
    assert not FileSeal(real_seal(sample_organisation()), PASSWORD, authority().certificate).identity.is_test
