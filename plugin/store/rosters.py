"""How learners stood at the last reading of their course, with names that are kept for a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, and_, case, delete, func, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or

from plugin.domain.facts import Confirmation
from plugin.domain.roster import NAMES_LAST, UNLISTED_LAST, Group, KeptLine, RosterLine, RosterPage, Search, folded
from plugin.domain.standing import Standing
from plugin.store.database import reading
from plugin.store.rows import decision_from_json, decision_to_json, facts_from_json, facts_to_json
from plugin.store.tables import award, binding, confirmation, deployment, learner_name, roster_line

_KEY = ("binding_id", "subject")
_STAYS = (*_KEY, "attempts", "failure")
_GROUP = case((award.c.id.is_not(None), Group.AWARDED.value), else_=roster_line.c.outcome)
_OUTCOME_OF = {Group.EARNED: "earned", Group.NOT_YET: "not yet", Group.UNKNOWN: "cannot tell"}

_BY_NAME = (learner_name.c.folded.is_(None), learner_name.c.folded, roster_line.c.subject)


class Rosters:
    """Implements the port `RosterStore`, and finds lines for the roster."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self, binding_id: str) -> int:
        """The number of a new reading."""
        query = select(func.max(roster_line.c.reading)).where(roster_line.c.binding_id == binding_id)
        with reading(self._engine) as connection:
            return (connection.scalar(query) or 0) + 1

    def keep(self, binding_id: str, kept: Sequence[KeptLine], number: int) -> None:
        """Keep the lines of a reading, with the names that came with them; attempts in vain are kept up."""
        if not kept:
            return
        with self._engine.begin() as connection:
            connection.execute(_upsert(), [_values(binding_id, line, number) for line in kept])
            _keep_names(connection, binding_id, kept)

    def close(self, binding_id: str, number: int, now: datetime) -> None:
        """End a reading: who was not in it is no longer listed, and is forgotten after half a year."""
        mine = roster_line.c.binding_id == binding_id
        with self._engine.begin() as connection:
            connection.execute(update(roster_line).where(mine, roster_line.c.reading != number).values(listed=False))
            old = roster_line.c.read_at < now - UNLISTED_LAST
            connection.execute(delete(roster_line).where(mine, ~roster_line.c.listed, old))

    def fail(self, binding_id: str, subject: str, sentence: str) -> None:
        """Note one more attempt to issue in vain, and why."""
        this = update(roster_line).where(roster_line.c.binding_id == binding_id, roster_line.c.subject == subject)
        with self._engine.begin() as connection:
            connection.execute(this.values(attempts=roster_line.c.attempts + 1, failure=sentence))

    def confirm(self, binding_id: str, subject: str, word: Confirmation, given: bool = True) -> None:
        """Keep a teacher's word for one learner, or that it is taken back; neither is ever changed."""
        values = {
            "binding_id": binding_id,
            "subject": subject,
            "confirmed_by": word.by,
            "note": word.note,
            "at": word.at,
            "vouches": word.vouches,
            "given": given,
        }
        with self._engine.begin() as connection:
            connection.execute(insert(confirmation).values(values))

    def confirmations(self, binding_id: str) -> dict[str, Confirmation]:
        """Subject to the teacher's word that stands: the newest, unless it takes an earlier one back."""
        query = select(confirmation).where(confirmation.c.binding_id == binding_id).order_by(confirmation.c.id)
        with reading(self._engine) as connection:
            newest = {row.subject: row for row in connection.execute(query)}
        return {s: Confirmation(r.confirmed_by, r.at, r.note, r.vouches) for s, r in newest.items() if r.given}

    def forget_names(self, now: datetime) -> None:
        """Delete every name that is older than a day."""
        with self._engine.begin() as connection:
            connection.execute(delete(learner_name).where(learner_name.c.kept_at < now - NAMES_LAST))

    def of(self, binding_id: str, subject: str) -> KeptLine | None:
        """One learner's line."""
        query = select(roster_line).where(roster_line.c.binding_id == binding_id, roster_line.c.subject == subject)
        with reading(self._engine) as connection:
            row = connection.execute(query).first()
        return _kept(row) if row else None

    def every(self, binding_id: str, search: Search, now: datetime) -> Iterator[RosterLine]:
        """All the lines that are wanted, by name, one by one."""
        query = _of_group(_lines(binding_id, search.words, now), search.group).order_by(*_BY_NAME)
        with reading(self._engine) as connection:
            for row in connection.execute(query):
                yield _line(row)

    def line(self, binding_id: str, subject: str, now: datetime) -> RosterLine | None:
        """One learner's line, also of one whom the LMS no longer lists."""
        query = _lines(binding_id, "", now, listed=False).where(roster_line.c.subject == subject)
        with reading(self._engine) as connection:
            row = connection.execute(query).first()
        return _line(row) if row else None

    def page(self, binding_id: str, search: Search, now: datetime) -> RosterPage:
        """The lines that are wanted, by name, and how many the search finds in each group."""
        found = _lines(binding_id, search.words, now)
        with reading(self._engine) as connection:
            counted = connection.execute(
                found.with_only_columns(_GROUP.label("group_name"), func.count()).group_by("group_name")
            )
            numbers = {str(name): count for name, count in counted}
            ordered = _of_group(found, search.group).order_by(*_BY_NAME)
            keys = ordered.with_only_columns(roster_line.c.subject).offset(search.first).limit(search.count)
            here = roster_line.c.subject.in_(connection.scalars(keys).all())  # sorting whole rows would be slow
            rows = connection.execute(_lines(binding_id, "", now).where(here).order_by(*_BY_NAME)).all()
        counts = {group: numbers.get(_OUTCOME_OF.get(group, group.value), 0) for group in Group}
        matching = sum(counts.values()) if search.group is None else counts[search.group]
        return RosterPage(tuple(_line(row) for row in rows), counts, matching)


def _lines(binding_id: str, words: str, now: datetime, listed: bool = True) -> Select[Any]:
    named = and_(
        learner_name.c.platform_id == deployment.c.platform_id,
        learner_name.c.subject == roster_line.c.subject,
        learner_name.c.kept_at >= now - NAMES_LAST,
    )
    held = and_(award.c.binding_id == roster_line.c.binding_id, award.c.subject == roster_line.c.subject, award.c.live)
    query = (
        select(*roster_line.c, learner_name.c.full_name, award.c.id.label("award_id"), award.c.standing)
        .select_from(roster_line)
        .join(binding, binding.c.id == roster_line.c.binding_id)
        .join(deployment, deployment.c.id == binding.c.deployment_id)
        .outerjoin(learner_name, named)
        .outerjoin(award, held)
        .where(roster_line.c.binding_id == binding_id)
    )
    if listed:
        query = query.where(roster_line.c.listed)
    for word in words.split():
        query = query.where(
            or_(learner_name.c.folded.contains(folded(word), autoescape=True), roster_line.c.subject == word)
        )
    return query


def _of_group(query: Select[Any], group: Group | None) -> Select[Any]:
    if group is None:
        return query
    if group is Group.AWARDED:
        return query.where(award.c.id.is_not(None))
    return query.where(award.c.id.is_(None), roster_line.c.outcome == _OUTCOME_OF[group])


def _upsert() -> Any:
    statement = insert_or(roster_line)
    same = {name: statement.excluded[name] for name in roster_line.c.keys() if name not in _STAYS}  # noqa: SIM118 - columns are no mapping
    return statement.on_conflict_do_update(index_elements=_KEY, set_=same)


def _values(binding_id: str, kept: KeptLine, number: int) -> dict[str, Any]:
    return {
        "binding_id": binding_id,
        "subject": kept.subject,
        "outcome": kept.decision.outcome.value,
        "reasons": decision_to_json(kept.decision),
        "facts": facts_to_json(kept.facts),
        "read_at": kept.facts.read_at,
        "listed": kept.listed,
        "waits_for_name": kept.waits_for_name,
        "attempts": kept.attempts,
        "failure": kept.failure,
        "reading": number,
    }


def _keep_names(connection: Connection, binding_id: str, lines: Sequence[KeptLine]) -> None:
    platform = select(deployment.c.platform_id).join(binding).where(binding.c.id == binding_id)
    platform_id = connection.scalars(platform).first()
    named = [line.facts for line in lines if line.facts.person.full_name]
    if platform_id is None or not named:
        return
    rows = [
        {
            "platform_id": platform_id,
            "subject": facts.person.subject,
            "full_name": facts.person.full_name,
            "folded": folded(facts.person.full_name or ""),
            "kept_at": facts.read_at,
        }
        for facts in named
    ]
    statement = insert_or(learner_name)
    changes = {name: statement.excluded[name] for name in ("full_name", "folded", "kept_at")}
    connection.execute(statement.on_conflict_do_update(index_elements=["platform_id", "subject"], set_=changes), rows)


def _kept(row: Row[Any]) -> KeptLine:
    return KeptLine(
        facts_from_json(row.facts),
        decision_from_json(row.reasons),
        row.listed,
        row.waits_for_name,
        row.attempts,
        row.failure,
    )


def _line(row: Row[Any]) -> RosterLine:
    standing = Standing(row.standing) if row.award_id else None
    return RosterLine(_kept(row), row.full_name, row.award_id, standing)
