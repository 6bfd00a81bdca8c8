from __future__ import annotations

import itertools
import os
from datetime import timedelta
from pathlib import Path

import pytest

from plugin.key_folder import KeyFolder
from plugin.tool_key_files import ToolKeyFiles
from tests.fakes.clock import SetClock

DAY = timedelta(days=1)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def files(tmp_path: Path) -> ToolKeyFiles:
    numbers = itertools.count(1)
    return ToolKeyFiles(KeyFolder(tmp_path), lambda: b"key %d" % next(numbers))


def dated(home: Path, clock: SetClock, name: str) -> None:
    seconds = clock.now().timestamp()
    os.utime(home / "keys" / name, (seconds, seconds))


def test_the_first_key_is_made_once(files: ToolKeyFiles, tmp_path: Path) -> None:
    ToolKeyFiles(KeyFolder(tmp_path), lambda: b"another")
    assert files.read() == ((b"key 1", None),)


def test_a_rotation_makes_a_newer_one_and_says_since_when(files: ToolKeyFiles, tmp_path: Path, clock: SetClock) -> None:
    before = files.stamp()
    files.rotate(clock.now(), DAY)
    dated(tmp_path, clock, "lti-2.pem")
    assert files.stamp() != before
    assert files.read() == ((b"key 2", None), (b"key 1", clock.now()))


def test_what_was_replaced_long_ago_is_removed(files: ToolKeyFiles, tmp_path: Path, clock: SetClock) -> None:
    for number in (2, 3):
        files.rotate(clock.now(), DAY)
        dated(tmp_path, clock, f"lti-{number}.pem")
        clock.forward(2 * DAY)
    assert [key for key, _ in files.read()] == [b"key 3", b"key 2"]  # the first went when the third was made
    assert ToolKeyFiles(KeyFolder(tmp_path), lambda: b"another").read()[0][0] == b"key 3"


def test_other_files_are_left_alone(files: ToolKeyFiles, tmp_path: Path, clock: SetClock) -> None:
    for name in ("lti-x.pem", "zed.pem", "lti.txt"):
        KeyFolder(tmp_path).keep(name, lambda: b"no key of ours")
    files.rotate(clock.now(), DAY)
    assert [key for key, _ in files.read()] == [b"key 2", b"key 1"]
