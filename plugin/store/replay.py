"""Logins that wait for their launch, each handed out once."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, Row, bindparam, delete, insert, select

from plugin.domain.platforms import LoginRecord
from plugin.domain.ports.running import Clock
from plugin.store.database import passing, reading
from plugin.store.tables import login

WAITING_MAX = 10_000  # anybody can begin logins: the oldest make room, so that nobody can fill the disk
_THIS = login.c.state == bindparam("this")
_PEEK = select(login).where(_THIS)
_POP = delete(login).where(_THIS).returning(*login.c)
_EXPIRED = delete(login).where(login.c.expires_at < bindparam("now"))
_SURPLUS = delete(login).where(
    login.c.state.in_(select(login.c.state).order_by(login.c.expires_at.desc()).offset(bindparam("room")))
)


class Replay:
    """Implements the port `ReplayStore`."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def put(self, record: LoginRecord) -> None:
        """Remember a login until it expires; expired ones are swept on the way."""
        values = {name: getattr(record, name) for name in LoginRecord.__slots__}
        with passing(self._engine) as connection:
            connection.execute(_EXPIRED, {"now": self._clock.now()})
            connection.execute(_SURPLUS, {"room": WAITING_MAX - 1})
            connection.execute(insert(login), values)

    def peek(self, state: str) -> LoginRecord | None:
        """Look at a login without spending it; None when unknown, spent or expired."""
        with reading(self._engine) as connection:
            row = connection.execute(_PEEK, {"this": state}).first()
        return self._living(row)

    def pop(self, state: str) -> LoginRecord | None:
        """Hand a login out and forget it in one statement; None when unknown, spent or expired."""
        with passing(self._engine) as connection:
            row = connection.execute(_POP, {"this": state}).first()
        return self._living(row)

    def _living(self, row: Row[Any] | None) -> LoginRecord | None:
        return LoginRecord(**row._mapping) if row and row.expires_at >= self._clock.now() else None
