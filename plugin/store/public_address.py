"""The address under which the first real credential was issued: it stands in credentials for ever."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import Connection, Engine, insert, select

from plugin.domain.errors import ConflictError
from plugin.domain.text import say
from plugin.store.database import reading
from plugin.store.tables import public_address


class PublicAddress:
    """The address of this run, and the one that is fixed."""

    def __init__(self, engine: Engine, url: str) -> None:
        self._engine = engine
        self._url = url

    def check(self) -> None:
        """ConflictError when real credentials were issued under another address than that of this run."""
        with reading(self._engine) as connection:
            fixed = _fixed(connection)
        if fixed not in (None, self._url):
            sentence = say(
                "Real credentials from here name {fixed}, and now TWINSEAL_PUBLIC_URL is {url}.",
                fixed=fixed,
                url=self._url,
            )
            hint = say(
                "Set TWINSEAL_PUBLIC_URL={fixed} again. A new address needs a new installation (TWINSEAL_HOME).",
                fixed=fixed,
            )
            raise ConflictError("address.changed", sentence, hint)

    def fix(self, connection: Connection, at: datetime) -> None:
        """Fix it, once; ConflictError when nobody in the world could ever reach it."""
        if _fixed(connection) is not None:
            return
        parts = urlsplit(self._url)
        host = parts.hostname or ""
        if parts.scheme != "https" or host == "localhost" or host.endswith(".invalid"):
            sentence = "Real credentials name the address of this installation for ever, and it has none yet."
            raise ConflictError("address.missing", sentence, "Set TWINSEAL_PUBLIC_URL to its https address first.")
        connection.execute(insert(public_address).values(id=1, url=self._url, fixed_at=at))


def _fixed(connection: Connection) -> str | None:
    return connection.scalars(select(public_address.c.url)).first()
