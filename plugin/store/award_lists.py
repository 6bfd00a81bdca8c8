"""The awards of a course as a list, quick for ten thousand of them: a page at a time, and no documents read."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, Select, and_, func, select
from sqlalchemy.sql.elements import ColumnElement

from plugin.domain.lifecycle import AwardLine
from plugin.domain.standing import Standing
from plugin.store.database import reading
from plugin.store.tables import award, claim


class AwardLists:
    """Lists the awards that hold the place of their key: of each learner the newest."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def counts(self, binding_id: str, name: str = "") -> dict[Standing, int]:
        """How many awards of a course stand how."""
        query = select(award.c.standing, func.count()).join(claim, claim.c.award_id == award.c.id)
        with reading(self._engine) as connection:
            rows = connection.execute(query.where(_of(binding_id, name)).group_by(award.c.standing)).all()
        found = {row[0]: int(row[1]) for row in rows}
        return {standing: found.get(standing.value, 0) for standing in Standing}

    def page(self, binding_id: str, first: int, most: int, name: str = "") -> tuple[AwardLine, ...]:
        """At most so many of them by name, from the `first` (0); only those with `name` in their name."""
        return self._lines(_lines().where(_of(binding_id, name)).offset(first).limit(most))

    def some(self, binding_id: str, award_ids: tuple[str, ...]) -> tuple[AwardLine, ...]:
        """Those of a course's awards that have one of these ids, by name."""
        return self._lines(_lines().where(_of(binding_id, ""), award.c.id.in_(award_ids)))

    def _lines(self, query: Select[Any]) -> tuple[AwardLine, ...]:
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
        return tuple(AwardLine(row.id, row.full_name, row.issued_at, Standing(row.standing)) for row in rows)


def _lines() -> Select[Any]:
    query = select(award.c.id, claim.c.full_name, award.c.issued_at, award.c.standing)
    joined = query.join(claim, claim.c.award_id == award.c.id)
    return joined.order_by(func.lower(claim.c.full_name), award.c.id)


def _of(binding_id: str, name: str) -> ColumnElement[bool]:
    here = and_(award.c.binding_id == binding_id, award.c.live)
    return and_(here, claim.c.full_name.icontains(name, autoescape=True)) if name else here
