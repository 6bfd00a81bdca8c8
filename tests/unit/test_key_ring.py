from __future__ import annotations

from pathlib import Path

import pytest

from plugin.domain.errors import InputError, NotFoundError
from plugin.key_folder import KeyFolder
from plugin.key_ring import FILE, Key, KeyRing, KeyRings, KeyState
from tests.factories import ISSUED_AT


def key(id_: str, proof: str = "eseal", is_test: bool = False) -> Key:
    return Key(id_, proof, FILE, f"zed/{id_}.p12", (b"leaf", b"root"), is_test, ISSUED_AT)


def test_a_ring_comes_back_from_the_disk_as_it_was(tmp_path: Path) -> None:
    rings = KeyRings(KeyFolder(tmp_path))
    assert (rings.read("zed"), rings.stamp("zed"), rings.institutions()) == (KeyRing(), None, ())
    kept = rings.change("zed", lambda ring: ring.with_key(key("aa")).with_key(key("ab", "jws")).with_current(key("aa")))
    assert KeyRings(KeyFolder(tmp_path)).read("zed") == kept
    assert rings.institutions() == ("zed",)


def test_the_stamp_tells_that_another_process_changed_the_ring(tmp_path: Path) -> None:
    rings = KeyRings(KeyFolder(tmp_path))
    rings.change("zed", lambda ring: ring.with_key(key("aa")))
    before = rings.stamp("zed")
    rings.change("zed", lambda ring: ring)
    assert rings.stamp("zed") == before
    KeyRings(KeyFolder(tmp_path)).change("zed", lambda ring: ring.with_key(key("bb")))
    assert rings.stamp("zed") != before


def test_a_key_is_found_by_the_beginning_of_its_id() -> None:
    ring = KeyRing().with_key(key("aa")).with_key(key("ab"))
    assert ring.get("ab").id == "ab"
    for unclear in ("a", "c", ""):
        with pytest.raises(NotFoundError, match="There is no key"):
            ring.get(unclear)


def test_a_key_that_is_there_already_stays_as_it_is() -> None:
    ring = KeyRing().with_key(key("aa")).with_state(key("aa"), KeyState.RETIRED)
    assert ring.with_key(key("aa")) == ring


def test_a_retired_key_seals_no_more() -> None:
    ring = (
        KeyRing().with_key(key("aa")).with_key(key("bb", "jws")).with_current(key("aa")).with_current(key("bb", "jws"))
    )
    assert (ring.current_of("eseal"), ring.current_of("jws")) == (key("aa"), key("bb", "jws"))
    retired = ring.with_state(key("aa"), KeyState.RETIRED)
    assert (retired.current_of("eseal"), retired.current_of("jws")) == (None, key("bb", "jws"))
    assert retired.of("eseal")[0].state is KeyState.RETIRED


def test_what_one_folder_encrypted_no_other_reads(tmp_path: Path) -> None:
    one, other = KeyFolder(tmp_path / "one"), KeyFolder(tmp_path / "other")
    assert one.decrypted(one.encrypted(b"PIN 1234")) == b"PIN 1234"
    assert b"1234" not in one.encrypted(b"PIN 1234")
    with pytest.raises(InputError, match="another secret"):
        other.decrypted(one.encrypted(b"PIN 1234"))
