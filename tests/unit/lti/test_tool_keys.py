from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from lti.tool_keys import OVERLAP, KeyRing, ToolKeys
from tests.fakes.clock import SetClock
from tests.unit.lti.conftest import PASSWORD

OLD, NEW = ToolKeys.create(PASSWORD), ToolKeys.create(PASSWORD)


class Kept:
    """Implements `KeptKeys`; counts how often the files are read."""

    def __init__(self) -> None:
        self.files: tuple[tuple[bytes, datetime | None], ...] = ((OLD, None),)
        self.reads = 0

    def stamp(self) -> object:
        return len(self.files)

    def read(self) -> tuple[tuple[bytes, datetime | None], ...]:
        self.reads += 1
        return self.files


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def ring(kept: Kept, clock: SetClock) -> KeyRing:
    return KeyRing(kept, PASSWORD, clock)


def kids(ring: KeyRing) -> list[str]:
    return [entry["kid"] for entry in ring.jwks()["keys"]]


def test_a_key_is_parsed_once(ring: KeyRing, kept: Kept) -> None:
    assert ring.current is ring.current
    assert kids(ring) == [ring.current.kid]
    assert kept.reads == 1


def test_a_new_key_signs_at_once_and_the_old_one_stays_published(ring: KeyRing, kept: Kept, clock: SetClock) -> None:
    old = ring.current.kid
    kept.files = ((NEW, None), (OLD, clock.now()))
    assert kids(ring) == [ring.current.kid, old]
    assert old != ring.current.kid
    clock.forward(timedelta(hours=24))
    assert old in kids(ring)
    clock.forward(OVERLAP)
    assert kids(ring) == [ring.current.kid]


def test_the_private_key_is_encrypted_at_rest_and_never_published(ring: KeyRing) -> None:
    assert b"ENCRYPTED" in OLD
    assert {"d", "p", "q"}.isdisjoint(ring.jwks()["keys"][0])
