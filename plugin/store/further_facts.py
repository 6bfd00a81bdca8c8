"""The facts beyond completion and course grade as members of JSON and back; rows of earlier versions lack them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from plugin.domain.choices import Chosen
from plugin.domain.elements import plain
from plugin.domain.facts import (
    ActivityFact,
    ActivityState,
    Confirmation,
    Enrolment,
    Gate,
    Grade,
    GradeFact,
    ItemFact,
    LearnerFacts,
    Passed,
)
from plugin.domain.report import Answer


def further_members(facts: LearnerFacts) -> dict[str, Any]:
    """Only what is there."""
    members = {
        "passed": _passed_members(facts.passed),
        "activities": [_activity_members(fact) for fact in facts.activities],
        "items": [_chosen_members(fact.item) | _fact_members(fact.fact) for fact in facts.items],
        "column": _fact_members(facts.column) if facts.column else None,
        "gate": _gate_members(facts.gate),
        "confirmation": _confirmation_members(facts.confirmation),
        "enrolment": facts.enrolment.value,
    }
    return {name: value for name, value in members.items() if value}


def further_facts(row: dict[str, Any]) -> dict[str, Any]:
    """The arguments of `LearnerFacts` that `further_members` kept."""
    return {
        "passed": _passed(row.get("passed")),
        "activities": tuple(map(_activity, row.get("activities", ()))),
        "items": tuple(ItemFact(_chosen(item), _fact(item)) for item in row.get("items", ())),
        "column": _fact(row["column"]) if row.get("column") else None,
        "gate": _gate(row.get("gate")),
        "confirmation": _confirmation(row.get("confirmation")),
        "enrolment": Enrolment(row.get("enrolment", Enrolment.UNKNOWN.value)),
    }


def grade_members(grade: Grade) -> dict[str, Any]:
    """A grade, every digit kept."""
    return {
        "value": plain(grade.value),
        "minimum": plain(grade.minimum),
        "maximum": plain(grade.maximum),
        "letter": grade.letter,
        "graded_at": iso(grade.graded_at),
        "hidden": grade.hidden,
        "service": grade.service,
    }


def grade_from(row: dict[str, Any] | None) -> Grade | None:
    """What `grade_members` kept."""
    if row is None:
        return None
    value, minimum, maximum = (Decimal(row[name]) for name in ("value", "minimum", "maximum"))
    graded_at, service = moment(row["graded_at"]), row.get("service", "")
    return Grade(value, minimum, maximum, row["letter"], graded_at, row["hidden"], service)


def iso(at: datetime | None) -> str | None:
    """A moment as text."""
    return at.isoformat() if at else None


def moment(text: str | None) -> datetime | None:
    """A moment from text."""
    return datetime.fromisoformat(text) if text else None


def _chosen_members(chosen: Chosen) -> dict[str, Any]:
    return {"id": chosen.id, "title": chosen.title}


def _chosen(row: dict[str, Any]) -> Chosen:
    return Chosen(row["id"], row["title"])


def _fact_members(fact: GradeFact) -> dict[str, Any]:
    grade = grade_members(fact.grade) if fact.grade else None
    return {"grade": grade, "reason": fact.reason, "passed": _passed_members(fact.passed)}


def _fact(row: dict[str, Any]) -> GradeFact:
    return GradeFact(grade_from(row["grade"]), row["reason"], _passed(row["passed"]))


def _passed_members(passed: Passed | None) -> dict[str, Any] | None:
    if passed is None:
        return None
    return {"answer": passed.answer.value, "reason": passed.reason, "service": passed.service}


def _passed(row: dict[str, Any] | None) -> Passed | None:
    return Passed(Answer(row["answer"]), row["reason"], row["service"]) if row else None


def _activity_members(fact: ActivityFact) -> dict[str, Any]:
    kept = {"state": fact.state.value, "at": iso(fact.at), "reason": fact.reason, "service": fact.service}
    return _chosen_members(fact.activity) | kept


def _activity(row: dict[str, Any]) -> ActivityFact:
    return ActivityFact(_chosen(row), ActivityState(row["state"]), moment(row["at"]), row["reason"], row["service"])


def _gate_members(gate: Gate | None) -> dict[str, Any] | None:
    return {"open": gate.open.value, "reason": gate.reason, "service": gate.service} if gate else None


def _gate(row: dict[str, Any] | None) -> Gate | None:
    return Gate(Answer(row["open"]), row["reason"], row["service"]) if row else None


def _confirmation_members(word: Confirmation | None) -> dict[str, Any] | None:
    if word is None:
        return None
    return {"by": word.by, "at": word.at.isoformat(), "note": word.note, "vouches": word.vouches}


def _confirmation(row: dict[str, Any] | None) -> Confirmation | None:
    return Confirmation(row["by"], datetime.fromisoformat(row["at"]), row["note"], row["vouches"]) if row else None
