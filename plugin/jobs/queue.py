"""The queue by Huey, in a SQLite file of its own. What it loses, the next look into the database finds again."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from huey import SqliteHuey, crontab

QUEUE = "queue.sqlite3"


def open_huey(home: Path) -> SqliteHuey:
    """The queue of the installation in that folder; results are not kept."""
    return SqliteHuey("twinseal", filename=str(home / QUEUE), results=False, fsync=False, timeout=15)


def sweep_task(huey: SqliteHuey, run: Callable[[str], None]) -> Any:
    """The task that reads the courses of a platform, under one name wherever it is put in or taken out."""

    @huey.task(name="sweep")  # type: ignore[untyped-decorator]
    def sweep(platform_id: str) -> None:
        run(platform_id)

    return sweep


def every_minute(huey: SqliteHuey, run: Callable[[], None]) -> None:
    """Run that each minute, in whichever worker is free."""

    @huey.periodic_task(crontab(), name="look")  # type: ignore[untyped-decorator]
    def look() -> None:
        run()


class HueyQueue:
    """Implements the port `Queue` for those who only put in; the file is opened when it is first needed."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def wake(self, platform_id: str) -> None:
        """Let a worker look at that platform's courses soon."""
        self._sweep(platform_id)

    @cached_property
    def _sweep(self) -> Any:
        return sweep_task(open_huey(self._home), _nowhere)


def _nowhere(_platform_id: str) -> None:
    """Tasks are run by workers only."""
