"""The worker beside the tool and the practice LMS: each in a process of its own, as in real life."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from plugin.compose import DATABASE
from plugin.demo.house import House, open_house
from plugin.demo.visitor import Visitor
from plugin.domain.binding import Binding
from plugin.sweeping import worker_lives
from tests.functional.commands import Home

KILLER = Path(__file__).with_name("killed_after.py")
CLARA, EARNERS = 11, 11
PATIENCE = 60  # seconds in which a worker must have done what it is for


@pytest.fixture
def house() -> Iterator[House]:
    with open_house(works=False) as opened:
        enter(opened)
        yield opened


def enter(house: House) -> None:
    """An instructor opens the course once, so that the tool knows where it is."""
    visitor = Visitor()
    home = visitor.open(house.lms)
    visitor.submit(next(form for form in home.forms if form.action.endswith(f"/login/{CLARA}")))
    assert visitor.open(f"{house.lms}/mod/lti/launch.php?id=15").status == 200


def binding_of(house: House) -> Binding:
    with sqlite3.connect(house.services.settings.home / DATABASE) as connection:
        (binding_id,) = connection.execute("SELECT id FROM binding").fetchone()
    found = house.services.bindings.get(binding_id)
    assert found is not None
    return found


def switch_on(house: House) -> str:
    """Automatic awards, for as many as earned it."""
    services, binding = house.services, binding_of(house)
    services.bindings.put(replace(binding, automatic=True))
    services.sweeps.put(replace(services.sweeps.state(binding.id), released=EARNERS))
    services.sweeps.ask(binding.id, services.clock.now())
    return binding.id


def environment(house: House) -> dict[str, str]:
    settings = house.services.settings
    return {**os.environ, "TWINSEAL_HOME": str(settings.home), "TWINSEAL_PUBLIC_URL": settings.public_url}


@contextmanager
def worker(house: House) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "plugin.cli", "worker"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(house)
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=20)


def soon(holds: Callable[[], bool]) -> None:
    """Wait for what another process does; fails when it does not come."""
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.1)


def sealed(house: House) -> dict[str, bytes]:
    return Home(house.services.settings.home).sealed()


def awards(house: House) -> list[tuple[str, bool]]:
    with sqlite3.connect(house.services.settings.home / DATABASE) as connection:
        return list(connection.execute("SELECT subject, live FROM award ORDER BY subject"))


def read_well(house: House, binding_id: str) -> bool:
    state = house.services.sweeps.state(binding_id)
    return state.asked_at is None and not state.running and not state.failure


def test_killing_the_worker_between_commits_loses_nothing_and_awards_nobody_twice(house: House) -> None:
    binding_id = switch_on(house)
    before: dict[str, bytes] = {}
    for commit in (2, 5, 9, 14, 20, 27, 35, 50):  # each time, the next worker goes on with what the last one left
        house.services.sweeps.ask(binding_id, house.services.clock.now())
        ran = subprocess.run(
            [sys.executable, str(KILLER), str(commit), "worker"], env=environment(house), timeout=PATIENCE, check=False,
            capture_output=True,
        )  # fmt: skip
        assert ran.returncode == -signal.SIGKILL, ran.stderr.decode()
        after = sealed(house)
        assert before.items() <= after.items()  # what was sealed once stays that file
        before = after
    house.services.sweeps.ask(binding_id, house.services.clock.now())
    with worker(house):
        soon(lambda: read_well(house, binding_id))
    given = awards(house)
    assert len(given) == EARNERS
    assert len({subject for subject, _ in given}) == EARNERS
    assert len(sealed(house)) == 3 * EARNERS
    assert before.items() <= sealed(house).items()


def test_a_worker_says_that_it_lives_and_is_alone(house: House) -> None:
    assert not worker_lives(house.services)
    with worker(house) as first:
        soon(lambda: worker_lives(house.services))
        installation = Home(house.services.settings.home)
        installation.environment |= environment(house)
        assert "A worker of this installation runs already" in installation.run("worker").refuses().err
        first.send_signal(signal.SIGINT)
        _out, err = first.communicate(timeout=30)
        assert first.returncode == 0
        assert not err
    assert not worker_lives(house.services)
