"""The worker: one process that reads courses when they are due or asked for, and awards where that is automatic."""

from __future__ import annotations

import fcntl
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from plugin.domain.errors import ConflictError
from plugin.jobs.queue import every_minute, open_huey, sweep_task
from plugin.services import Services
from plugin.sweeping import LEASE_LASTS, WORKER, sweep_platform

AT_ONCE = 2  # platforms read at one time
BEAT = 15.0  # seconds between signs of life
HOLDER = "worker:"  # how the names of workers begin among those who hold leases

log = logging.getLogger("twinseal")


def work(services: Services) -> None:
    """Work until a signal ends it: SIGINT after the sweeps that run, SIGTERM at once (the next worker begins anew).

    ConflictError when another worker of this installation runs.
    """
    with _alone(services.settings.home):
        services.leases.forget(HOLDER)  # of workers that died
        _work(services, HOLDER + services.press.new_token())


def _work(services: Services, holder: str) -> None:
    huey = open_huey(services.settings.home)
    sweep = sweep_task(huey, lambda platform_id: _safely(platform_id, services, holder))

    def look() -> None:
        services.rosters.forget_names(services.clock.now())
        for platform_id in sorted({platform_id for platform_id, _ in services.sweeps.due(services.clock.now())}):
            sweep(platform_id)

    every_minute(huey, look)
    consumer = huey.create_consumer(workers=AT_ONCE, max_delay=1.0, check_worker_health=True)
    with _alive(services, holder):
        huey.flush()  # what an earlier worker left is found in the database
        look()
        consumer.run()


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """The operating system forgets the lock with its process, however that ends."""
    with (home / "worker.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            sentence = "A worker of this installation runs already."
            raise ConflictError(
                "worker.runs", sentence, "One is enough: it reads several platforms at a time."
            ) from None
        yield


@contextmanager
def _alive(services: Services, holder: str) -> Iterator[None]:
    """Say every few seconds that this worker and all that it holds are alive; whoever dies is soon forgotten."""
    ended = threading.Event()

    def beat() -> None:
        while not ended.is_set():
            now = services.clock.now()
            services.leases.take(WORKER, holder, now, LEASE_LASTS)
            services.leases.renew(holder, now, LEASE_LASTS)
            ended.wait(BEAT)

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(5)
        services.leases.give_back(WORKER, holder)


def _safely(platform_id: str, services: Services, holder: str) -> None:
    try:
        sweep_platform(platform_id, services, holder)
    except Exception as error:
        log.error("sweep of platform %s broke: %s", platform_id, type(error).__name__)
