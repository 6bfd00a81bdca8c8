from __future__ import annotations

from datetime import timedelta

import pytest

from lti.rate_limit import IN_TOTAL, PER_ADDRESS, RateLimit
from plugin.domain.errors import BusyError
from tests.fakes.clock import SetClock


def test_one_address_cannot_take_everything_and_a_minute_later_it_may_again() -> None:
    clock = SetClock()
    limit = RateLimit(clock, per_address=2)
    limit.admit("203.0.113.1")
    limit.admit("203.0.113.1")
    with pytest.raises(BusyError, match="Too many"):
        limit.admit("203.0.113.1")
    limit.admit("203.0.113.2")
    clock.forward(timedelta(minutes=1))
    limit.admit("203.0.113.1")


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", None])
def test_a_proxy_on_this_machine_stands_for_everybody(address: str | None) -> None:
    limit = RateLimit(SetClock(), per_address=1, in_total=3)
    for _ in range(3):
        limit.admit(address)
    with pytest.raises(BusyError):
        limit.admit(address)


def test_an_address_that_is_none_counts_like_any_other() -> None:
    limit = RateLimit(SetClock(), per_address=1)
    limit.admit("unix:")
    with pytest.raises(BusyError):
        limit.admit("unix:")


def test_a_lecture_hall_fits_in() -> None:
    assert PER_ADDRESS >= 2 * 300  # a first visit asks twice
    assert IN_TOTAL > PER_ADDRESS
