"""Facts and decisions as JSON and back. Names never enter: facts keep the LMS's subject id, claims keep the person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from plugin.domain.eligibility import Decision, Outcome, Reason
from plugin.domain.facts import Completion, CompletionState, LearnerFacts, Source
from plugin.domain.platforms import Person
from plugin.store.further_facts import (
    further_facts,
    further_members,
    grade_from,
    grade_members,
    iso,
    moment,
)
from plugin.store.said_json import dumps, loads


def facts_to_json(facts: LearnerFacts) -> str:
    """The facts without the person's name and address."""
    completion, grade = facts.completion, facts.grade
    return dumps(
        {
            "subject": facts.person.subject,
            "state": completion.state.value,
            "completed_at": iso(completion.completed_at),
            "missing": completion.missing,
            "reason": completion.reason,
            "service": completion.service,
            "grade": grade_members(grade) if grade else None,
            "source": facts.source.value,
            "read_at": facts.read_at.isoformat(),
            "grade_reason": facts.grade_reason,
            "started_at": iso(facts.started_at),
            **further_members(facts),
        }
    )


def facts_from_json(text: str) -> LearnerFacts:
    """What `facts_to_json` kept, now or in an earlier version."""
    row = loads(text)
    return LearnerFacts(
        person=Person(row["subject"]),
        completion=Completion(
            CompletionState(row["state"]),
            moment(row["completed_at"]),
            tuple(row["missing"]),
            row["reason"],
            row.get("service", ""),
        ),
        grade=grade_from(row["grade"]),
        source=Source(row["source"]),
        read_at=datetime.fromisoformat(row["read_at"]),
        grade_reason=row["grade_reason"],
        started_at=moment(row["started_at"]),
        **further_facts(row),
    )


def decision_to_json(decision: Decision) -> str:
    """The outcome with its reasons, as they were read by people."""
    reasons = [_reason_members(reason) for reason in decision.reasons]
    members = {"outcome": decision.outcome.value, "reasons": reasons, "rule": decision.rule}
    return dumps(members)


def decision_from_json(text: str) -> Decision:
    """What `decision_to_json` kept."""
    row = loads(text)
    return Decision(Outcome(row["outcome"]), tuple(map(_reason, row["reasons"])), row.get("rule", ""))


def _reason_members(reason: Reason) -> dict[str, Any]:
    members = {"condition": reason.condition, "outcome": reason.outcome.value, "sentence": reason.sentence}
    return members | ({"parts": [_reason_members(part) for part in reason.parts]} if reason.parts else {})


def _reason(row: dict[str, Any]) -> Reason:
    parts = tuple(map(_reason, row.get("parts", ())))
    return Reason(row["condition"], Outcome(row["outcome"]), row["sentence"], parts)
