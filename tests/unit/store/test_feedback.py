from __future__ import annotations

import json
from itertools import count

import pytest
from sqlalchemy import Engine, insert, inspect, select, text, update

from plugin.domain.errors import ConflictError
from plugin.domain.feedback import Feedback, Question, Reply
from plugin.store.feedback import FeedbackStore
from plugin.store.tables import feedback, feedback_given, institution
from tests.factories import ISSUED_AT

PLAN = ("zed", "ethics", 1)
ANSWER = Feedback({Question.USE: Reply.PARTLY}, "Fine")


@pytest.fixture
def kept(engine: Engine) -> FeedbackStore:
    with engine.begin() as connection:
        connection.execute(insert(institution).values(id="zed", name="Zed", created_at=ISSUED_AT))
    numbers = count(100, -1)
    return FeedbackStore(engine, lambda: f"id-{next(numbers):03}")


def test_an_answer_is_kept_once(kept: FeedbackStore) -> None:
    assert not kept.given("m")
    kept.put("m", PLAN, ANSWER, ISSUED_AT)
    assert kept.given("m")
    with pytest.raises(ConflictError):
        kept.put("m", PLAN, ANSWER, ISSUED_AT)
    assert kept.groups("zed", "ethics") == ((ANSWER,),)


def test_answers_of_all_versions_come_in_groups_of_five(kept: FeedbackStore) -> None:
    for number in range(12):
        kept.put(f"m{number}", ("zed", "ethics", number), ANSWER, ISSUED_AT)
    kept.put("other", ("zed", "other", 1), ANSWER, ISSUED_AT)
    assert [len(group) for group in kept.groups("zed", "ethics")] == [5, 5, 2]
    assert kept.groups("zed", "none") == ()


def test_nothing_kept_leads_from_an_answer_to_a_person_or_a_day(kept: FeedbackStore, engine: Engine) -> None:
    kept.put("first", PLAN, ANSWER, ISSUED_AT)
    kept.put("second", PLAN, Feedback({}, "Later"), ISSUED_AT)
    with engine.begin() as connection:
        rows = connection.execute(select(feedback)).mappings().all()
        assert [row["text"] for row in rows] == ["Later", "Fine"]  # by random id, never by arrival
        assert {row["month"].day for row in rows} == {1}
        for table in ("feedback", "feedback_given"):
            with pytest.raises(Exception, match="no such column: rowid"):
                connection.execute(text(f"SELECT rowid FROM {table}"))  # noqa: S608 - two names of our own
    assert {c["name"] for c in inspect(engine).get_columns(feedback_given.name)} == {"mark"}


def test_a_question_that_is_asked_no_more_is_left_out(kept: FeedbackStore, engine: Engine) -> None:
    kept.put("m", PLAN, ANSWER, ISSUED_AT)
    with engine.begin() as connection:
        connection.execute(update(feedback).values(replies=json.dumps({"OLD": "YES", "USE": "NO"})))
    assert kept.groups("zed", "ethics") == ((Feedback({Question.USE: Reply.NO}, "Fine"),),)
