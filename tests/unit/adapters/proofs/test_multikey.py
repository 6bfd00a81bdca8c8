from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.proofs.multikey import from_multibase, from_multikey, multibase, multikey, multikey_of_certificate
from plugin.domain.errors import InputError
from tests.fakes.issuer import seal, wallet_seal

KNOWN = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"  # the public key of the W3C vectors


@given(st.binary(min_size=1, max_size=64))
def test_bytes_come_back_from_their_digits(data: bytes) -> None:
    assert from_multibase(multibase(data)) == data


def test_a_published_key_is_read_and_written_alike() -> None:
    assert multikey(from_multikey(KNOWN).public_bytes_raw()) == KNOWN


def test_a_known_text_has_its_known_digits() -> None:
    assert multibase(b"Hello World!") == "z2NEpo7TZRRrLZSi2U"  # draft-msporny-base58, section 4


@pytest.mark.parametrize("text", [None, 7, "", "z", "m2NEpo", "z0", "zl", "z" + "2" * 128, "z2NEpo7TZRRrLZSi2U "])
def test_what_is_not_base58btc_is_refused(text: object) -> None:
    with pytest.raises(InputError):
        from_multibase(text)


@pytest.mark.parametrize("data", [b"\xed\x01" + bytes(31), b"\xed\x01" + bytes(33), b"\x80\x24" + bytes(33)])
def test_a_key_of_another_kind_or_length_is_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        from_multikey(multibase(data))


def test_only_an_ed25519_certificate_has_a_multikey() -> None:
    assert str(multikey_of_certificate(wallet_seal().identity.chain[0])).startswith("z6Mk")
    assert multikey_of_certificate(seal().identity.chain[0]) is None
