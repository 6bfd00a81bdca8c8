"""The latest refused launches: technical ids only, as many as fit on a page, so that nobody can fill the disk."""

from __future__ import annotations

from sqlalchemy import Engine, delete, select
from sqlalchemy.dialects.sqlite import insert as insert_or

from plugin.domain.ports.running import Clock
from plugin.domain.refusals import Received, Refusal
from plugin.store.database import reading
from plugin.store.tables import refusal

KEPT_MAX = 100


class Refusals:
    """Keeps what was refused; the same again only counts."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def add(self, code: str, received: Received) -> None:
        """Keep a refusal; the oldest make room."""
        now = self._clock.now()
        ids = {name: getattr(received, name) for name in Received.__slots__}
        new = insert_or(refusal).values(code=code, **ids, at=now, times=1)
        again = {"at": now, "times": refusal.c.times + 1}
        old = select(refusal.c.id).order_by(refusal.c.at.desc(), refusal.c.id.desc()).offset(KEPT_MAX)
        with self._engine.begin() as connection:
            connection.execute(new.on_conflict_do_update(index_elements=["code", *ids], set_=again))
            connection.execute(delete(refusal).where(refusal.c.id.in_(old)))

    def latest(self, count: int) -> tuple[Refusal, ...]:
        """The latest ones, newest first."""
        query = select(refusal).order_by(refusal.c.at.desc(), refusal.c.id.desc()).limit(count)
        with reading(self._engine) as connection:
            return tuple(
                Refusal(row.code, Received(row.issuer, row.client_id, row.deployment_id), row.at, row.times)
                for row in connection.execute(query)
            )
