"""How awards stand. One move is one transaction: standing, log and status list change together or not at all."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, and_, bindparam, insert, select, update

from plugin.domain.errors import NotFoundError
from plugin.domain.lifecycle import DocumentState
from plugin.domain.standing import Actor, ActorKind, Change, Move, Reason, Standing, after
from plugin.domain.status import KnownStanding, StatusSlot
from plugin.store.database import reading
from plugin.store.status_lists import set_bit
from plugin.store.tables import award, award_change, document, replacement

_BY = {Standing.SUSPENDED: Move.SUSPEND, Standing.REVOKED: Move.REVOKE, Standing.SUPERSEDED: Move.SUPERSEDE}
_OF_CREDENTIAL = (  # made once: each verification asks it
    select(award.c.id, award.c.standing)
    .join(document, document.c.award_id == award.c.id)
    .where(document.c.credential_id == bindparam("credential_id"))
)


class Standings:
    """Implements the port `StandingStore`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def change(self, award_id: str, change: Change) -> Standing:
        """Make one move: standing, log and status list in one transaction. ConflictError when it cannot be made."""
        with self._engine.begin() as connection:
            stands = move(connection, award_id, change.move)
            log(connection, award_id, change)
            if stands is Standing.REVOKED:
                settle(connection, award_id)
        return stands

    def changes(self, award_id: str) -> tuple[Change, ...]:
        """Every change of an award, the oldest first."""
        query = select(award_change).where(award_change.c.award_id == award_id).order_by(award_change.c.id)
        with reading(self._engine) as connection:
            return tuple(_change(row) for row in connection.execute(query))

    def of_credential(self, credential_id: str) -> KnownStanding | None:
        """How the award of that credential (a bare UUID) stands; None when it is not ours."""
        with reading(self._engine) as connection:
            row = connection.execute(_OF_CREDENTIAL, {"credential_id": credential_id}).first()
            if row is None:
                return None
            standing = Standing(row.standing)
            if standing is Standing.LIVE:
                return KnownStanding(standing)
            return KnownStanding(standing, _since(connection, row.id, standing), _successor(connection, row.id))


def move(connection: Connection, award_id: str, made: Move) -> Standing:
    """Change how an award stands, in the caller's transaction; its bit is set when that is for good."""
    columns = (award.c.standing, award.c.institution_id, award.c.status_list, award.c.status_index)
    row = connection.execute(select(*columns).where(award.c.id == award_id)).first()
    if row is None:
        raise NotFoundError("award.unknown", "There is no such award.", "Check its number.")
    before = Standing(row.standing)
    stands = after(before, made)
    connection.execute(update(award).where(award.c.id == award_id).values(standing=stands.value))
    if stands.is_final and not before.is_final and row.status_list is not None:
        set_bit(connection, row.institution_id, StatusSlot(row.status_list, row.status_index))
    return stands


def log(connection: Connection, award_id: str, change: Change) -> None:
    """Add a change to the log, in the caller's transaction."""
    values = {
        "award_id": award_id,
        "move": change.move.value,
        "reason": change.reason.code,
        "note": change.note,
        "by_kind": change.by.kind.value,
        "by_id": change.by.id,
        "at": change.at,
    }
    connection.execute(insert(award_change).values(values))


def settle(connection: Connection, award_id: str) -> None:
    """Supersede what this award replaces, once this one is sealed in every format, or withdrawn."""
    replaced = select(replacement.c.replaces).where(replacement.c.award_id == award_id)
    old = connection.scalar(replaced)
    if old is None:
        return
    waiting = and_(document.c.award_id == award_id, document.c.state != DocumentState.SEALED.value)
    unfinished = connection.scalar(select(document.c.format).where(waiting)) is not None
    stands = {row.id: Standing(row.standing) for row in connection.execute(_standings(award_id, old))}
    if stands[old] is not Standing.SUPERSEDED and (stands[award_id].is_final or not unfinished):
        move(connection, old, Move.SUPERSEDE)
        settle(connection, old)  # it may have been replaced before it was itself sealed


def _standings(*award_ids: str) -> Any:
    return select(award.c.id, award.c.standing).where(award.c.id.in_(award_ids))


def _since(connection: Connection, award_id: str, standing: Standing) -> datetime | None:
    """When it came to stand as it does, by the newest change of that kind."""
    of_kind = and_(award_change.c.award_id == award_id, award_change.c.move == _BY[standing].value)
    found: datetime | None = connection.scalar(
        select(award_change.c.at).where(of_kind).order_by(award_change.c.id.desc()).limit(1)
    )
    return found


def _successor(connection: Connection, award_id: str) -> str | None:
    """The share token of the first newer award that is in force; it may itself have been replaced in between."""
    columns = award.c.id, award.c.share_token, award.c.standing
    newer = select(*columns).join(replacement, replacement.c.award_id == award.c.id)
    while row := connection.execute(newer.where(replacement.c.replaces == award_id)).first():
        if row.standing == Standing.LIVE.value:
            token: str = row.share_token
            return token
        award_id = row.id
    return None


def _change(row: Row[Any]) -> Change:
    made = Move(row.move)
    actor = Actor(ActorKind(row.by_kind), row.by_id)
    return Change(made, Reason.of_code(row.reason, made), actor, row.at, row.note)
