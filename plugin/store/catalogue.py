"""The plans that the public catalogue lists, read from what was published."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine, func, select

from plugin.domain.catalogue import Entry, entry_of
from plugin.domain.mapping import missing_in_plan
from plugin.domain.plan import Institution
from plugin.store.database import reading
from plugin.store.plans import Plans
from plugin.store.tables import plan_version

Row = tuple[str, str, int, datetime]


class Catalogue:
    """Entries by title. They are made anew only when something was published since."""

    def __init__(self, engine: Engine, plans: Plans) -> None:
        self._engine = engine
        self._plans = plans
        self._made: tuple[tuple[Row, ...], tuple[Institution, ...], tuple[Entry, ...]] = ((), (), ())

    def entries(self) -> tuple[Entry, ...]:
        """The newest version of each plan that is complete and not kept out, by title."""
        return self._current()[2]

    def changed_at(self) -> datetime | None:
        """When something was published last, listed or kept out."""
        return max((published_at for *_, published_at in self._rows()), default=None)

    def _current(self) -> tuple[tuple[Row, ...], tuple[Institution, ...], tuple[Entry, ...]]:
        rows, institutions = self._rows(), self._plans.institutions()
        if (rows, institutions) != self._made[:2]:
            self._made = (rows, institutions, self._make(rows, institutions))
        return self._made

    def _make(self, rows: tuple[Row, ...], institutions: tuple[Institution, ...]) -> tuple[Entry, ...]:
        now = {institution.id: institution for institution in institutions}
        made = []
        for institution_id, plan_id, version, published_at in rows:
            institution = now[institution_id]
            plan = self._plans.version(institution_id, plan_id, version)[1]
            if plan.catalogue and not missing_in_plan(plan, institution):
                made.append(entry_of(institution, plan, published_at))
        return tuple(sorted(made, key=lambda entry: (str(entry.plan.title).casefold(), entry.plan.id)))

    def _rows(self) -> tuple[Row, ...]:
        """Institution, plan, newest version and its moment."""
        columns = plan_version.c
        newest = (
            select(columns.institution_id, columns.plan_id, func.max(columns.version).label("version"))
            .group_by(columns.institution_id, columns.plan_id)
            .subquery()
        )
        same = (
            (columns.institution_id == newest.c.institution_id)
            & (columns.plan_id == newest.c.plan_id)
            & (columns.version == newest.c.version)
        )
        query = select(columns.institution_id, columns.plan_id, columns.version, columns.created_at)
        with reading(self._engine) as connection:
            rows = connection.execute(query.join(newest, same).order_by(columns.institution_id, columns.plan_id))
            return tuple((row.institution_id, row.plan_id, row.version, row.created_at) for row in rows)
