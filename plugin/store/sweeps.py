"""Where the reading of each course stands, who may read a platform now, and the alarms."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Engine, Row, and_, delete, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or

from plugin.domain.sweeps import Alarm, AlarmKind, AlarmState, SweepState
from plugin.store.database import reading
from plugin.store.tables import alarm, award, binding, deployment, document, lease, sweep

LONG_AGO = timedelta(minutes=5)  # by then whoever began an award has finished it, or has died


class Sweeps:
    """Implements the port `SweepStore`. The database is the truth: a queue only wakes whoever looks here."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def state(self, binding_id: str) -> SweepState:
        """Where the reading of a course stands; of one never read, nothing."""
        with reading(self._engine) as connection:
            row = connection.execute(select(sweep).where(sweep.c.binding_id == binding_id)).first()
        return SweepState(**row._mapping) if row else SweepState(binding_id)

    def put(self, state: SweepState) -> None:
        """Keep where it stands."""
        values = asdict(state)
        with self._engine.begin() as connection:
            statement = insert_or(sweep).values(values)
            connection.execute(statement.on_conflict_do_update(index_elements=["binding_id"], set_=values))

    def ask(self, binding_id: str, now: datetime) -> None:
        """Somebody wants the course read again as soon as may be."""
        new = {**asdict(SweepState(binding_id)), "asked_at": now}
        with self._engine.begin() as connection:
            statement = insert_or(sweep).values(new)
            connection.execute(statement.on_conflict_do_update(index_elements=["binding_id"], set_={"asked_at": now}))

    def progress(self, binding_id: str, done: int, total: int) -> None:
        """Say how far a reading has come."""
        with self._engine.begin() as connection:
            here = update(sweep).where(sweep.c.binding_id == binding_id)
            connection.execute(here.values(done=done, total=total))

    def due(self, now: datetime) -> tuple[tuple[str, str], ...]:
        """Platform and binding of each course to read now: those asked for first, then those whose time has come.

        A course that awards by itself has its time, and so has one with an award that a crash left unfinished.
        """
        by_itself = and_(binding.c.enabled, binding.c.automatic)
        its_time = or_(sweep.c.binding_id.is_(None), sweep.c.next_at.is_(None), sweep.c.next_at <= now)
        query = (
            select(deployment.c.platform_id, binding.c.id)
            .join(deployment, deployment.c.id == binding.c.deployment_id)
            .outerjoin(sweep, sweep.c.binding_id == binding.c.id)
            .where(or_(sweep.c.asked_at.is_not(None), and_(its_time, or_(by_itself, _left_unfinished(now)))))
            .order_by(sweep.c.asked_at.is_(None), sweep.c.asked_at, sweep.c.next_at)
        )
        with reading(self._engine) as connection:
            return tuple((row.platform_id, row.id) for row in connection.execute(query))


def _left_unfinished(now: datetime) -> ColumnElement[bool]:
    """Whether the binding has an award whose documents should long have been sealed."""
    waiting = select(document.c.award_id).where(document.c.state != "sealed")
    old = and_(award.c.live, award.c.issued_at < now - LONG_AGO, award.c.id.in_(waiting))
    return binding.c.id.in_(select(award.c.binding_id).where(old))


class Leases:
    """Who may do what alone, for a while; whoever dies loses it when the while is over."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def take(self, name: str, holder: str, now: datetime, lasts: timedelta) -> bool:
        """Whether the lease is the holder's now."""
        with self._engine.begin() as connection:
            connection.execute(delete(lease).where(lease.c.name == name, lease.c.until < now))
            values = {"name": name, "holder": holder, "until": now + lasts}
            made = connection.execute(insert_or(lease).values(values).on_conflict_do_nothing())
            return made.rowcount == 1

    def renew(self, holder: str, now: datetime, lasts: timedelta) -> None:
        """Keep everything that the holder has."""
        with self._engine.begin() as connection:
            connection.execute(update(lease).where(lease.c.holder == holder).values(until=now + lasts))

    def give_back(self, name: str, holder: str) -> None:
        """Let others have it."""
        with self._engine.begin() as connection:
            connection.execute(delete(lease).where(lease.c.name == name, lease.c.holder == holder))

    def forget(self, holders: str) -> None:
        """Take everything from those whose names begin so."""
        with self._engine.begin() as connection:
            connection.execute(delete(lease).where(lease.c.holder.startswith(holders, autoescape=True)))

    def held(self, name: str, now: datetime) -> bool:
        """Whether somebody has it."""
        query = select(lease.c.name).where(lease.c.name == name, lease.c.until >= now)
        with reading(self._engine) as connection:
            return connection.execute(query).first() is not None


class Alarms:
    """Implements the port `AlarmStore`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def raise_(self, new: Alarm) -> None:
        """Keep an alarm; while one of its kind is open for the course, that one is brought up to date."""
        values = {**_values(new)}
        changes = {name: values[name] for name in ("sentence", "count", "subjects")}
        opened = (alarm.c.binding_id == new.binding_id) & (alarm.c.kind == new.kind.value)
        opened &= alarm.c.state == AlarmState.OPEN.value
        with self._engine.begin() as connection:
            if not connection.execute(update(alarm).where(opened).values(changes)).rowcount:
                connection.execute(insert(alarm).values(values))

    def open(self, binding_id: str) -> tuple[Alarm, ...]:
        """What an instructor has not yet settled, the oldest first."""
        return tuple(a for a in self.of(binding_id) if a.state is AlarmState.OPEN)

    def of(self, binding_id: str) -> tuple[Alarm, ...]:
        """Every alarm of a course, the oldest first."""
        query = select(alarm).where(alarm.c.binding_id == binding_id).order_by(alarm.c.raised_at, alarm.c.id)
        with reading(self._engine) as connection:
            return tuple(_alarm(row) for row in connection.execute(query))

    def settle(self, alarm_id: str, state: AlarmState, by: str, at: datetime) -> bool:
        """Whether an open alarm was settled; one that is settled stays as it is."""
        this = (alarm.c.id == alarm_id) & (alarm.c.state == AlarmState.OPEN.value)
        with self._engine.begin() as connection:
            values = {"state": state.value, "settled_by": by, "settled_at": at}
            return connection.execute(update(alarm).where(this).values(values)).rowcount == 1


def _values(value: Alarm) -> dict[str, Any]:
    members = asdict(value)
    return {
        **members,
        "kind": value.kind.value,
        "state": value.state.value,
        "subjects": json.dumps(value.subjects),
    }


def _alarm(row: Row[Any]) -> Alarm:
    members = dict(row._mapping)
    members |= {
        "kind": AlarmKind(row.kind),
        "state": AlarmState(row.state),
        "subjects": tuple(json.loads(row.subjects)),
    }
    return Alarm(**members)
