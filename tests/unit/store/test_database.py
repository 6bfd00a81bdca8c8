from __future__ import annotations

import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, insert, select
from sqlalchemy.exc import IntegrityError

from plugin.store.database import open_database, reading
from plugin.store.tables import binding, institution, metadata
from tests.factories import ISSUED_AT

ZED = {"id": "zed", "name": "University of Zed", "created_at": ISSUED_AT}


def test_the_migrations_make_the_tables_that_the_code_uses(engine: Engine) -> None:
    with engine.begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_opening_twice_keeps_what_is_there(tmp_path: Path) -> None:
    first = open_database(tmp_path / "twinseal.sqlite3")
    with first.begin() as connection:
        connection.execute(insert(institution).values(ZED))
    first.dispose()
    second = open_database(tmp_path / "twinseal.sqlite3")
    with reading(second) as connection:
        row = connection.execute(select(institution)).one()
    second.dispose()
    assert row.created_at == ISSUED_AT


def test_a_row_of_an_unknown_institution_is_refused(engine: Engine) -> None:
    values = {"id": "b", "institution_id": "nobody", "plan_id": "p", "enabled": True}
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(insert(binding).values(values))


def test_a_reader_does_not_wait_for_a_writer(engine: Engine) -> None:
    seen: list[int] = []

    def read() -> None:
        with reading(engine) as connection:
            seen.append(len(connection.execute(select(institution)).all()))

    with engine.begin() as connection:
        connection.execute(insert(institution).values(ZED))
        reader = threading.Thread(target=read)
        reader.start()
        reader.join(5)
        assert seen == [0]
