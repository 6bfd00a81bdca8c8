from __future__ import annotations

from dataclasses import replace

import pytest

from plugin.domain.errors import ServiceError
from plugin.domain.ports.credentials import Seal
from plugin.kept_seal import KeptSeal
from tests.fakes.issuer import seal


class Failing:
    """A real seal that fails when told to."""

    algorithm = "RS256"

    def __init__(self) -> None:
        self.identity = seal().identity
        self.away = False

    def sign(self, signing_input: bytes) -> bytes:
        if self.away:
            raise ServiceError("seal.away", "The token was pulled out.", "Put it back.")
        return seal().sign(signing_input)


def test_it_is_opened_once_and_not_before_it_is_needed() -> None:
    opened: list[Seal] = []

    def open_() -> Seal:
        opened.append(seal())
        return opened[-1]

    kept = KeptSeal(seal().identity, "RS256", open_)
    assert (kept.identity, opened) == (seal().identity, [])
    assert kept.sign(b"x") == kept.sign(b"x") == seal().sign(b"x")
    assert len(opened) == 1


def test_after_a_failure_it_is_opened_anew() -> None:
    made: list[Failing] = []

    def open_() -> Seal:
        made.append(Failing())
        return made[-1]

    kept = KeptSeal(seal().identity, "RS256", open_)
    kept.sign(b"x")
    made[0].away = True
    with pytest.raises(ServiceError):
        kept.sign(b"x")
    assert kept.sign(b"x")
    assert len(made) == 2


def test_another_certificate_than_the_one_connected_seals_nothing() -> None:
    kept = KeptSeal(replace(seal().identity, chain=(b"another",)), "RS256", seal)
    with pytest.raises(ServiceError, match="not the one that was connected"):
        kept.sign(b"x")
