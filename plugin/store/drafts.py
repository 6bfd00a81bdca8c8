"""Plans that are being written: one draft for a plan, saved only over the edit that was seen."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from sqlalchemy import Engine, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from plugin.domain.drafts import PlanDraft
from plugin.domain.errors import ConflictError, InputError, NotFoundError
from plugin.domain.intake.plan_draft import Draft
from plugin.domain.ports.running import Clock
from plugin.store.database import reading
from plugin.store.tables import plan_draft

CONTENT_MAX = 1_000_000  # characters of a draft


class Drafts:
    """The drafts of all institutions. Each method that writes is one transaction."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def find(self, institution_id: str, plan_id: str) -> PlanDraft | None:
        """The draft of that plan, if somebody is writing one."""
        columns = plan_draft.c
        query = select(plan_draft).where(columns.institution_id == institution_id, columns.plan_id == plan_id)
        with reading(self._engine) as connection:
            row = connection.execute(query).first()
        return _draft(row) if row else None

    def get(self, institution_id: str, plan_id: str) -> PlanDraft:
        """The same; NotFoundError when there is none."""
        found = self.find(institution_id, plan_id)
        if found is None:
            sentence = "There is no draft of this plan. It was published or thrown away since."
            raise NotFoundError("draft.none", sentence, "Go back to the course.")
        return found

    def begun_in(self, deployment_id: str, course_id: str) -> tuple[PlanDraft, ...]:
        """The drafts that were begun in that course, the latest first."""
        columns = plan_draft.c
        query = select(plan_draft).where(columns.deployment_id == deployment_id, columns.course_id == course_id)
        with reading(self._engine) as connection:
            return tuple(_draft(row) for row in connection.execute(query.order_by(columns.edited_at.desc())))

    def begin(self, draft: PlanDraft) -> PlanDraft:
        """Keep a new draft; ConflictError when the plan has one already."""
        begun = replace(draft, edit=1, edited_at=self._clock.now())
        values = {
            "institution_id": begun.institution_id,
            "plan_id": begun.plan_id,
            "content": _json(begun.content),
            "edit": begun.edit,
            "edited_by": begun.edited_by,
            "edited_at": begun.edited_at,
            "based_on": begun.based_on,
            "deployment_id": begun.deployment_id,
            "course_id": begun.course_id,
        }
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(plan_draft).values(values))
        except IntegrityError:
            sentence = "Somebody is writing a draft of this plan already."
            raise ConflictError("draft.exists", sentence, "Open that one, and go on there.") from None
        return begun

    def save(self, seen: PlanDraft, content: Draft, by: str) -> PlanDraft:
        """Keep what was typed over the draft that was seen; ConflictError when it was saved or dropped since."""
        saved = replace(seen, content=content, edit=seen.edit + 1, edited_by=by, edited_at=self._clock.now())
        values = {
            "content": _json(content),
            "edit": saved.edit,
            "edited_by": by,
            "edited_at": saved.edited_at,
        }
        with self._engine.begin() as connection:
            done = connection.execute(update(plan_draft).where(*_exactly(seen)).values(values))
        if not done.rowcount:
            sentence = "Somebody else saved this draft in the same moment, so yours is not saved yet."
            raise ConflictError("draft.changed", sentence, "Press “Save” once more.")
        return saved

    def drop(self, seen: PlanDraft) -> bool:
        """Throw the draft away, as it was seen; False when it was saved or dropped since."""
        with self._engine.begin() as connection:
            return bool(connection.execute(delete(plan_draft).where(*_exactly(seen))).rowcount)


def _exactly(seen: PlanDraft) -> tuple[Any, ...]:
    columns = plan_draft.c
    return columns.institution_id == seen.institution_id, columns.plan_id == seen.plan_id, columns.edit == seen.edit


def _json(content: Draft) -> str:
    text = json.dumps(content, ensure_ascii=False)
    if len(text) > CONTENT_MAX:
        sentence = "The draft grew larger than a plan can be, so the last change was not saved."
        raise InputError("draft.large", sentence, "Shorten the texts.")
    return text


def _draft(row: Row[Any]) -> PlanDraft:
    return PlanDraft(
        row.institution_id,
        row.plan_id,
        json.loads(row.content),
        row.edit,
        row.edited_by,
        row.edited_at,
        row.based_on,
        row.deployment_id,
        row.course_id,
    )
