"""Facts and decisions as they are kept with an award."""

from __future__ import annotations

import json

from hypothesis import given

from plugin.domain.eligibility import decide
from plugin.domain.facts import Enrolment, LearnerFacts
from plugin.domain.rule import Rule
from plugin.store.rows import decision_from_json, decision_to_json, facts_from_json, facts_to_json
from tests.rules import RULES
from tests.rules import facts as any_facts


@given(any_facts(), RULES)
def test_facts_and_decisions_come_back_as_they_were(facts: LearnerFacts, rule: Rule) -> None:
    assert facts_from_json(facts_to_json(facts)) == facts
    decision = decide(facts, rule)
    assert decision_from_json(decision_to_json(decision)) == decision


def test_rows_of_the_first_version_are_still_read() -> None:
    grade = {
        "value": "79.5",
        "minimum": "0",
        "maximum": "130",
        "letter": None,
        "graded_at": "2026-02-20T12:00:00+00:00",
        "hidden": False,
    }
    row = {
        "subject": "7",
        "state": "complete",
        "completed_at": "2026-02-20T12:00:00+00:00",
        "missing": [],
        "reason": "",
        "grade": grade,
        "source": "the learning platform",
        "read_at": "2026-03-02T09:00:00+00:00",
        "grade_reason": "",
        "started_at": None,
    }
    facts = facts_from_json(json.dumps(row))
    assert facts.grade is not None
    assert (str(facts.grade.value), facts.grade.service, facts.completion.service) == ("79.5", "", "")
    assert (facts.activities, facts.gate, facts.enrolment) == ((), None, Enrolment.UNKNOWN)
    kept = {"outcome": "earned", "reasons": [{"condition": "c", "outcome": "earned", "sentence": "S."}]}
    assert decision_from_json(json.dumps(kept)).reasons[0].parts == ()
