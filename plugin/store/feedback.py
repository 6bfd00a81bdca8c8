"""Answers of learners, kept so that nothing leads from an answer to a person, nor to the order in which they came."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, Engine, func, insert, select

from plugin.domain.errors import ConflictError
from plugin.domain.feedback import GROUP, Feedback, Question, Reply
from plugin.store.database import reading
from plugin.store.tables import feedback, feedback_given

_ANSWER = feedback.c


class FeedbackStore:
    """`new_id` gives random ids: rows lie in their order, so none tells when it came."""

    def __init__(self, engine: Engine, new_id: Callable[[], str]) -> None:
        self._engine = engine
        self._new_id = new_id

    def given(self, mark: str) -> bool:
        """Whether whoever has that mark has answered."""
        with reading(self._engine) as connection:
            return _given(connection, mark)

    def put(self, mark: str, plan: tuple[str, str, int], answer: Feedback, at: datetime) -> None:
        """Keep an answer about that institution, plan and version, and its month; ConflictError for a second one."""
        with self._engine.begin() as connection:
            if _given(connection, mark):
                raise ConflictError("feedback.given", "You have answered already.", "One answer per learner is kept.")
            connection.execute(insert(feedback_given).values(mark=mark))
            connection.execute(insert(feedback).values(self._row(connection, plan, answer, at)))

    def groups(self, institution_id: str, plan_id: str) -> tuple[tuple[Feedback, ...], ...]:
        """All answers about a plan, of any version, in the groups in which they may be shown."""
        query = select(_ANSWER.group_number, _ANSWER.replies, _ANSWER.text).where(
            _ANSWER.institution_id == institution_id, _ANSWER.plan_id == plan_id
        )
        made: dict[int, list[Feedback]] = {}
        with reading(self._engine) as connection:
            for row in connection.execute(query.order_by(_ANSWER.group_number, _ANSWER.id)):
                made.setdefault(row.group_number, []).append(_feedback(row.replies, row.text))
        return tuple(tuple(group) for group in made.values())

    def _row(
        self, connection: Connection, plan: tuple[str, str, int], answer: Feedback, at: datetime
    ) -> dict[str, object]:
        institution_id, plan_id, version = plan
        same = (_ANSWER.institution_id == institution_id) & (_ANSWER.plan_id == plan_id)
        before = connection.scalar(select(func.count()).select_from(feedback).where(same)) or 0
        return {
            "id": self._new_id(),
            "institution_id": institution_id,
            "plan_id": plan_id,
            "plan_version": version,
            "month": at.date().replace(day=1),
            "group_number": before // GROUP,
            "replies": json.dumps({question.name: reply.name for question, reply in answer.replies.items()}),
            "text": answer.text,
        }


def _given(connection: Connection, mark: str) -> bool:
    return connection.scalar(select(feedback_given.c.mark).where(feedback_given.c.mark == mark)) is not None


def _feedback(replies: str, text: str) -> Feedback:
    """Replies to questions that are asked no more are left out."""
    kept = json.loads(replies).items()
    return Feedback({Question[q]: Reply[r] for q, r in kept if q in Question.__members__}, text)
