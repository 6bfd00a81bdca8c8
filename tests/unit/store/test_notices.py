from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine

from plugin.domain.platforms import Deployment, Notice, Registration
from plugin.store.notices import Notices
from plugin.store.platforms import Platforms
from tests.fakes.clock import SetClock

LMS = Registration("p1", "https://lms.example", "c", "https://a", "https://t", "https://k")
OTHER = replace(LMS, id="p2", client_id="c2")
PLACE = Deployment("d1", "p1", "1", None)
NOTICE = Notice(LMS, PLACE, "n1", "LtiHelloWorldNotice", None)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def notices(engine: Engine, clock: SetClock) -> Notices:
    platforms = Platforms(engine, Fernet(Fernet.generate_key()))
    platforms.add(LMS)
    platforms.add(OTHER)
    platforms.add_deployment(PLACE)
    return Notices(engine, clock)


def test_a_notice_is_new_once_for_each_platform(notices: Notices) -> None:
    assert notices.is_new(NOTICE)
    assert not notices.is_new(NOTICE)
    assert notices.is_new(replace(NOTICE, registration=OTHER))
    assert notices.is_new(replace(NOTICE, id="n2"))


def test_nobody_can_fill_the_disk_with_notices(
    notices: Notices, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plugin.store.notices.KEPT_MAX", 2)
    for number in range(4):
        assert notices.is_new(replace(NOTICE, id=f"n{number}"))
        clock.forward(timedelta(seconds=1))
    assert not notices.is_new(replace(NOTICE, id="n3"))


def test_a_wish_is_remembered_for_a_month(notices: Notices, clock: SetClock) -> None:
    assert not notices.are_wanted_of("d1")
    notices.note_wish("d1")
    assert notices.are_wanted_of("d1")
    clock.forward(timedelta(days=31))
    assert not notices.are_wanted_of("d1")
