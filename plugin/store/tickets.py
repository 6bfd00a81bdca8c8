"""Things that a secret opens for a while: web sessions and one-time links. Only the secret's hash is kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, bindparam, delete, insert, select

from plugin.domain.ports.running import Clock
from plugin.domain.tickets import TicketKind
from plugin.store.database import passing, reading
from plugin.store.tables import ticket

_THIS = (ticket.c.digest == bindparam("this")) & (ticket.c.kind == bindparam("of"))
_READ = select(ticket).where(_THIS)
_SPEND = delete(ticket).where(_THIS).returning(*ticket.c)
_EXPIRED = delete(ticket).where(ticket.c.expires_at < bindparam("now"))


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
        with passing(self._engine) as connection:
            connection.execute(_EXPIRED, {"now": now})
            connection.execute(insert(ticket), values)
        return secret

    def read(self, kind: TicketKind, secret: str) -> dict[str, Any] | None:
        """What the ticket holds; None when unknown or expired."""
        with reading(self._engine) as connection:
            row = connection.execute(_READ, {"this": _digest(secret), "of": kind.value}).first()
        return self._valid(row)

    def spend(self, kind: TicketKind, secret: str) -> dict[str, Any] | None:
        """The same, and the ticket is gone in the same statement."""
        with passing(self._engine) as connection:
            row = connection.execute(_SPEND, {"this": _digest(secret), "of": kind.value}).first()
        return self._valid(row)

    def _valid(self, row: Any) -> dict[str, Any] | None:
        if row is None or row.expires_at < self._clock.now():
            return None
        data: dict[str, Any] = json.loads(row.data)
        return data


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
