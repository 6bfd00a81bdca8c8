"""Things that a secret opens for a while: web sessions and one-time links. Only the secret's hash is kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, delete, insert, select

from plugin.domain.ports.running import Clock
from plugin.domain.tickets import TicketKind
from plugin.store.database import reading
from plugin.store.tables import ticket


class Tickets:
    """Keeps tickets of JSON data; `new_token` gives secrets of at least 256 bits."""

    def __init__(self, engine: Engine, clock: Clock, new_token: Callable[[], str]) -> None:
        self._engine = engine
        self._clock = clock
        self._new_token = new_token

    def issue(self, kind: TicketKind, data: Mapping[str, Any], lasts: timedelta) -> str:
        """The secret of a new ticket; expired ones are swept on the way."""
        secret, now = self._new_token(), self._clock.now()
        values = {
            "digest": _digest(secret),
            "kind": kind.value,
            "data": json.dumps(data, ensure_ascii=False),
            "expires_at": now + lasts,
        }
        with self._engine.begin() as connection:
            connection.execute(delete(ticket).where(ticket.c.expires_at < now))
            connection.execute(insert(ticket).values(values))
        return secret

    def read(self, kind: TicketKind, secret: str) -> dict[str, Any] | None:
        """What the ticket holds; None when unknown or expired."""
        query = select(ticket).where(ticket.c.digest == _digest(secret), ticket.c.kind == kind.value)
        with reading(self._engine) as connection:
            row = connection.execute(query).first()
        return self._valid(row)

    def spend(self, kind: TicketKind, secret: str) -> dict[str, Any] | None:
        """The same, and the ticket is gone in the same statement."""
        this = delete(ticket).where(ticket.c.digest == _digest(secret), ticket.c.kind == kind.value)
        with self._engine.begin() as connection:
            row = connection.execute(this.returning(*ticket.c)).first()
        return self._valid(row)

    def _valid(self, row: Any) -> dict[str, Any] | None:
        if row is None or row.expires_at < self._clock.now():
            return None
        data: dict[str, Any] = json.loads(row.data)
        return data


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
