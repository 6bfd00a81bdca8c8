"""Facts and decisions as JSON and back. Names never enter: facts keep the LMS's subject id, claims keep the person."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

from plugin.domain.elements import plain
from plugin.domain.eligibility import Decision, Outcome, Reason
from plugin.domain.facts import Completion, CompletionState, Grade, LearnerFacts, Source
from plugin.domain.platforms import Person


def facts_to_json(facts: LearnerFacts) -> str:
    """The facts without the person's name and address."""
    completion, grade = facts.completion, facts.grade
    return json.dumps(
        {
            "subject": facts.person.subject,
            "state": completion.state.value,
            "completed_at": _iso(completion.completed_at),
            "missing": completion.missing,
            "reason": completion.reason,
            "grade": _grade_members(grade) if grade else None,
            "source": facts.source.value,
            "read_at": facts.read_at.isoformat(),
            "grade_reason": facts.grade_reason,
            "started_at": _iso(facts.started_at),
        },
        ensure_ascii=False,
    )


def facts_from_json(text: str) -> LearnerFacts:
    """What `facts_to_json` kept."""
    row = json.loads(text)
    return LearnerFacts(
        person=Person(row["subject"]),
        completion=Completion(
            CompletionState(row["state"]), _moment(row["completed_at"]), tuple(row["missing"]), row["reason"]
        ),
        grade=_grade(row["grade"]) if row["grade"] else None,
        source=Source(row["source"]),
        read_at=datetime.fromisoformat(row["read_at"]),
        grade_reason=row["grade_reason"],
        started_at=_moment(row["started_at"]),
    )


def decision_to_json(decision: Decision) -> str:
    """The outcome with its reasons, as they were read by people."""
    reasons = [{"condition": r.condition, "outcome": r.outcome.value, "sentence": r.sentence} for r in decision.reasons]
    return json.dumps({"outcome": decision.outcome.value, "reasons": reasons}, ensure_ascii=False)


def decision_from_json(text: str) -> Decision:
    """What `decision_to_json` kept."""
    row = json.loads(text)
    reasons = (Reason(r["condition"], Outcome(r["outcome"]), r["sentence"]) for r in row["reasons"])
    return Decision(Outcome(row["outcome"]), tuple(reasons))


def _grade_members(grade: Grade) -> dict[str, Any]:
    return {
        "value": plain(grade.value),
        "minimum": plain(grade.minimum),
        "maximum": plain(grade.maximum),
        "letter": grade.letter,
        "graded_at": _iso(grade.graded_at),
        "hidden": grade.hidden,
    }


def _grade(row: dict[str, Any]) -> Grade:
    value, minimum, maximum = (Decimal(row[name]) for name in ("value", "minimum", "maximum"))
    return Grade(value, minimum, maximum, row["letter"], _moment(row["graded_at"]), row["hidden"])


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
