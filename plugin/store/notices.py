"""Notices of LMSes: which were heard already, and which LMSes know that we want them."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Engine, delete, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or

from plugin.domain.platforms import Notice
from plugin.domain.ports.running import Clock
from plugin.store.database import reading
from plugin.store.tables import deployment, notice

KEPT_FOR = timedelta(days=1)  # a notice older than an hour is refused anyway
KEPT_MAX = 10_000
WISH_LASTS = timedelta(days=30)


class Notices:
    """Remembers what was heard for a day."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def is_new(self, heard: Notice) -> bool:
        """Remember a notice; False when it was heard already."""
        now = self._clock.now()
        row = {"platform_id": heard.registration.id, "notice_id": heard.id, "at": now}
        surplus = select(notice.c.at).order_by(notice.c.at.desc()).offset(KEPT_MAX).limit(1).scalar_subquery()
        with self._engine.begin() as connection:
            connection.execute(delete(notice).where((notice.c.at < now - KEPT_FOR) | (notice.c.at <= surplus)))
            new = connection.execute(insert_or(notice).values(row).on_conflict_do_nothing())
        return new.rowcount == 1

    def are_wanted_of(self, deployment_id: str) -> bool:
        """Whether the LMS knows, for this deployment (our own id), that we want notices; said anew every month."""
        query = select(deployment.c.notices_at).where(deployment.c.id == deployment_id)
        with reading(self._engine) as connection:
            at = connection.scalars(query).first()
        return at is not None and at > self._clock.now() - WISH_LASTS

    def note_wish(self, deployment_id: str) -> None:
        """The LMS took our wish."""
        here = update(deployment).where(deployment.c.id == deployment_id)
        with self._engine.begin() as connection:
            connection.execute(here.values(notices_at=self._clock.now()))
