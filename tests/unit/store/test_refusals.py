from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from plugin.domain.refusals import Received, Refusal
from plugin.store.refusals import Refusals
from tests.fakes.clock import SetClock

CAME = Received("https://lms.example", "c", "1")


def test_the_same_refusal_is_counted_and_the_newest_comes_first(engine: Engine) -> None:
    clock = SetClock()
    refusals = Refusals(engine, clock)
    began = clock.now()
    for code in ("launch.a", "launch.b", "launch.a"):
        refusals.add(code, CAME)
        clock.forward(timedelta(seconds=1))
    assert refusals.latest(9) == (
        Refusal("launch.a", CAME, began + timedelta(seconds=2), 2),
        Refusal("launch.b", CAME, began + timedelta(seconds=1), 1),
    )
    assert len(refusals.latest(1)) == 1


def test_nobody_can_fill_the_disk_with_refusals(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugin.store.refusals.KEPT_MAX", 3)
    clock = SetClock()
    refusals = Refusals(engine, clock)
    for number in range(5):
        refusals.add("launch.a", Received(f"https://lms{number}.example"))
        clock.forward(timedelta(seconds=1))
    assert [kept.received.issuer[11] for kept in refusals.latest(9)] == ["4", "3", "2"]
