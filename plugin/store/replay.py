"""Logins that wait for their launch, each handed out once."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, Row, delete, insert, select

from plugin.domain.platforms import LoginRecord
from plugin.domain.ports.running import Clock
from plugin.store.database import reading
from plugin.store.tables import login

WAITING_MAX = 10_000  # anybody can begin logins: the oldest make room, so that nobody can fill the disk


class Replay:
    """Implements the port `ReplayStore`."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def put(self, record: LoginRecord) -> None:
        """Remember a login until it expires; expired ones are swept on the way."""
        values = {name: getattr(record, name) for name in LoginRecord.__slots__}
        with self._engine.begin() as connection:
            connection.execute(delete(login).where(login.c.expires_at < self._clock.now()))
            surplus = select(login.c.state).order_by(login.c.expires_at.desc()).offset(WAITING_MAX - 1)
            connection.execute(delete(login).where(login.c.state.in_(surplus)))
            connection.execute(insert(login).values(values))

    def peek(self, state: str) -> LoginRecord | None:
        """Look at a login without spending it; None when unknown, spent or expired."""
        with reading(self._engine) as connection:
            row = connection.execute(select(login).where(login.c.state == state)).first()
        return self._living(row)

    def pop(self, state: str) -> LoginRecord | None:
        """Hand a login out and forget it in one statement; None when unknown, spent or expired."""
        with self._engine.begin() as connection:
            row = connection.execute(delete(login).where(login.c.state == state).returning(*login.c)).first()
        return self._living(row)

    def _living(self, row: Row[Any] | None) -> LoginRecord | None:
        return LoginRecord(**row._mapping) if row and row.expires_at >= self._clock.now() else None
