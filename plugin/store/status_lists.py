"""The status lists: places in them are drawn at random, so that a place tells nothing of when or to whom."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, Engine, and_, func, insert, select, update
from sqlalchemy.sql.elements import ColumnElement

from plugin.domain.status import LIST_SIZE, StatusList, StatusSlot
from plugin.store.database import reading
from plugin.store.tables import award, status_list

TRIES = 8  # places drawn before a list counts as full: most lists are then half to three quarters full
Draw = Callable[[int], int]


class StatusLists:
    """Implements the port `StatusListStore`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def numbers(self, institution_id: str) -> tuple[int, ...]:
        """The numbers of an institution's lists."""
        columns = status_list.c
        query = select(columns.number).where(columns.institution_id == institution_id).order_by(columns.number)
        with reading(self._engine) as connection:
            return tuple(connection.scalars(query))

    def get(self, institution_id: str, number: int) -> StatusList | None:
        """One list."""
        with reading(self._engine) as connection:
            return _read(connection, institution_id, number)

    def keep_sealed(self, listed: StatusList, sealed: bytes) -> None:
        """Keep the published file of that version; nothing happens when the list changed meanwhile."""
        same = and_(_here(listed.institution_id, listed.number), status_list.c.version == listed.version)
        with self._engine.begin() as connection:
            connection.execute(update(status_list).where(same).values(sealed=sealed))


def take_slot(connection: Connection, institution_id: str, draw: Draw) -> StatusSlot:
    """A free place in the newest list, or in a new one when that is full; `draw(n)` gives a number below n."""
    newest = select(func.max(status_list.c.number)).where(status_list.c.institution_id == institution_id)
    number: int | None = connection.scalar(newest)
    if number is not None:
        for _ in range(TRIES):
            slot = StatusSlot(number, draw(LIST_SIZE))
            if not _is_taken(connection, institution_id, slot):
                return slot
    opened = StatusList.empty(institution_id, (number or 0) + 1)
    values = {"institution_id": institution_id, "number": opened.number, "version": 0, "bits": opened.bits}
    connection.execute(insert(status_list).values(values))
    return StatusSlot(opened.number, draw(LIST_SIZE))


def set_bit(connection: Connection, institution_id: str, slot: StatusSlot) -> None:
    """Publish that the award of that place is no longer in force."""
    listed = _read(connection, institution_id, slot.list_number)
    assert listed is not None  # noqa: S101 - a place is only ever taken in a list that is there
    changed = listed.with_set(slot.index)
    values = {"version": changed.version, "bits": changed.bits, "sealed": None}
    connection.execute(update(status_list).where(_here(institution_id, slot.list_number)).values(values))


def _is_taken(connection: Connection, institution_id: str, slot: StatusSlot) -> bool:
    here = and_(
        award.c.institution_id == institution_id,
        award.c.status_list == slot.list_number,
        award.c.status_index == slot.index,
    )
    return connection.scalar(select(award.c.id).where(here)) is not None


def _here(institution_id: str, number: int) -> ColumnElement[bool]:
    return and_(status_list.c.institution_id == institution_id, status_list.c.number == number)


def _read(connection: Connection, institution_id: str, number: int) -> StatusList | None:
    row = connection.execute(select(status_list).where(_here(institution_id, number))).first()
    return StatusList(row.institution_id, row.number, row.version, row.bits, row.sealed) if row else None
