"""Opening the database: SQLite by default, brought up to date by alembic at every start."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event


def open_database(path: Path) -> Engine:
    """An engine on an up-to-date SQLite file; the file and its folder are made when missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{path}")
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    with engine.begin() as connection:
        upgrade(connection)
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that only reads, and never waits for a writer."""
    with engine.connect().execution_options(reads_only=True) as connection, connection.begin():
        yield connection


@contextmanager
def passing(engine: Engine) -> Iterator[Connection]:
    """A transaction for what lasts minutes: safe when we crash, perhaps forgotten when the machine loses power.

    It does not wait for the disk (SQLite's `synchronous=NORMAL` in WAL mode; the file itself is never harmed).
    """
    with engine.connect().execution_options(passing=True) as connection, connection.begin():
        yield connection


def upgrade(connection: Connection) -> None:
    """Run every migration that this database has not seen."""
    with as_file(files("plugin.store").joinpath("migrations")) as folder:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions are ours: the driver would begin them late and half
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=15000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    driver: Any = connection.connection.driver_connection  # not through the toolkit: this runs before everything
    if options.get("reads_only"):
        driver.execute("BEGIN")
        return
    driver.execute(f"PRAGMA synchronous={'NORMAL' if options.get('passing') else 'FULL'}")
    driver.execute("BEGIN IMMEDIATE")  # writers wait instead of failing half-way
