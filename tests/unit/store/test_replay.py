from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from plugin.domain.platforms import LoginRecord
from plugin.store.database import reading
from plugin.store.replay import Replay
from plugin.store.tables import login
from tests.fakes.clock import SetClock


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


def record(clock: SetClock, state: str = "state-1") -> LoginRecord:
    expires = clock.now() + timedelta(minutes=10)
    return LoginRecord(state, "nonce", "https://lms.example", "client", "https://tool.example/", "browser", expires)


def test_a_login_is_handed_out_once(engine: Engine, clock: SetClock) -> None:
    replay = Replay(engine, clock)
    replay.put(record(clock))
    assert replay.pop("state-1") == record(clock)
    assert replay.pop("state-1") is None


def test_an_unknown_state_gives_nothing(engine: Engine, clock: SetClock) -> None:
    assert Replay(engine, clock).pop("made up") is None


def test_an_expired_login_gives_nothing(engine: Engine, clock: SetClock) -> None:
    replay = Replay(engine, clock)
    replay.put(record(clock))
    clock.forward(timedelta(minutes=11))
    assert replay.pop("state-1") is None


def test_expired_logins_are_swept_by_the_next_one(engine: Engine, clock: SetClock) -> None:
    replay = Replay(engine, clock)
    replay.put(record(clock))
    clock.forward(timedelta(minutes=11))
    replay.put(record(clock, "state-2"))
    with reading(engine) as connection:
        assert list(connection.scalars(select(login.c.state))) == ["state-2"]


def test_nobody_can_fill_the_disk_with_logins(engine: Engine, clock: SetClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugin.store.replay.WAITING_MAX", 3)
    replay = Replay(engine, clock)
    for number in range(5):
        replay.put(record(clock, f"state-{number}"))
        clock.forward(timedelta(seconds=1))
    assert replay.pop("state-0") is None
    assert replay.pop("state-1") is None
    assert replay.pop("state-4") is not None
