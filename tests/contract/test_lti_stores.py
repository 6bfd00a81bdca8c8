"""What the LTI room asks of its stores, held against those on disk and those in memory that its tests use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from plugin.domain.platforms import Deployment, LoginRecord, Registration
from plugin.domain.ports.platforms import PlatformStore, ReplayStore
from plugin.store.database import open_database
from plugin.store.platforms import Platforms
from plugin.store.replay import Replay
from tests.fakes.clock import SetClock
from tests.fakes.stores import MemoryPlatforms, MemoryReplay

LMS = Registration("p1", "https://lms.example", "c1", "https://a", "https://t", "https://k", "moodle")
OTHER = replace(LMS, id="p2", client_id="c2")
PLACE = Deployment("d1", "p1", "1", None)
Stores = tuple[PlatformStore, ReplayStore, SetClock]


def in_memory(_folder: Path, clock: SetClock) -> Iterator[tuple[PlatformStore, ReplayStore]]:
    yield MemoryPlatforms(LMS, OTHER, deployments=(PLACE,)), MemoryReplay(clock)


def on_disk(folder: Path, clock: SetClock) -> Iterator[tuple[PlatformStore, ReplayStore]]:
    engine = open_database(folder / "twinseal.sqlite3")
    platforms = Platforms(engine, Fernet(Fernet.generate_key()))
    for registration in (LMS, OTHER):
        platforms.add(registration)
    platforms.add_deployment(PLACE)
    yield platforms, Replay(engine, clock)
    engine.dispose()


@pytest.fixture(params=[in_memory, on_disk], ids=["memory", "disk"])
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stores]:
    clock = SetClock()
    make: Callable[[Path, SetClock], Iterator[tuple[PlatformStore, ReplayStore]]] = request.param
    for platforms, replay in make(tmp_path, clock):
        yield platforms, replay, clock


def record(clock: SetClock) -> LoginRecord:
    return LoginRecord("state", "n", LMS.issuer, "c1", "https://tool/", "b", clock.now() + timedelta(minutes=10))


def test_registrations_are_found_by_issuer_and_client(stores: Stores) -> None:
    platforms = stores[0]
    assert platforms.registrations(LMS.issuer, "c1") == (LMS,)
    assert set(platforms.registrations(LMS.issuer, None)) == {LMS, OTHER}
    assert platforms.registrations("https://other.example", None) == ()
    assert platforms.registration("p2") == OTHER
    assert platforms.registration("p9") is None


def test_a_deployment_belongs_to_its_registration(stores: Stores) -> None:
    assert stores[0].deployment("p1", "1") == PLACE
    assert stores[0].deployment("p2", "1") is None


def test_a_launch_finds_registration_and_deployment_in_one_look(stores: Stores) -> None:
    find = stores[0].launched_from
    assert find(LMS.issuer, "c1", "1") == (LMS, PLACE)
    assert find(LMS.issuer, "c1", "9") == (LMS, None)
    assert find(LMS.issuer, "c2", "1") == (OTHER, None)  # the deployment of another registration
    assert find(LMS.issuer, "c9", "1") is None


def test_a_proposed_deployment_waits_and_changes_nothing_that_is_known(stores: Stores) -> None:
    for _ in range(2):
        stores[0].propose_deployment("p2", "9")
        stores[0].propose_deployment("p1", "1")
    proposed = stores[0].deployment("p2", "9")
    assert proposed is not None
    assert proposed.institution_id is None
    assert stores[0].deployment("p1", "1") == PLACE


def test_a_login_is_handed_out_once_and_not_after_its_time(stores: Stores) -> None:
    _, replay, clock = stores
    replay.put(record(clock))
    assert replay.peek("state") == record(clock)
    assert replay.peek("unknown") is None
    assert replay.pop("state") == record(clock)
    assert replay.peek("state") is None
    assert replay.pop("state") is None
    replay.put(record(clock))
    clock.forward(timedelta(minutes=11))
    assert replay.peek("state") is None
    assert replay.pop("state") is None
