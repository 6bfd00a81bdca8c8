"""Who can have the micro-credential, and why: decided on facts just read, never on an old answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plugin.domain.binding import Binding
from plugin.domain.eligibility import Decision, decide
from plugin.domain.facts import CourseFacts, LearnerFacts
from plugin.domain.lifecycle import Award, AwardKey
from plugin.domain.plan import CredentialPlan
from plugin.domain.ports import AwardStore


@dataclass(frozen=True, slots=True)
class Offer:
    """How one learner stands. Whoever has an award keeps it, whatever the facts say now."""

    facts: LearnerFacts
    decision: Decision
    award: Award | None


@dataclass(frozen=True, slots=True)
class RosterLine:
    """How one learner stands in the eyes of the instructor; `award_id` None while nothing was claimed."""

    facts: LearnerFacts
    decision: Decision
    award_id: str | None


def offer(facts: LearnerFacts, binding: Binding, plan: CredentialPlan, awards: AwardStore) -> Offer:
    """How this learner stands."""
    key = AwardKey(binding.id, facts.person.subject, plan.id)
    return Offer(facts, decide(facts, plan.rule), awards.live(key))


def roster(course: CourseFacts, plan: CredentialPlan, award_ids: Mapping[str, str]) -> tuple[RosterLine, ...]:
    """How everybody in the course stands, in the LMS's order; `award_ids` by LMS subject."""
    return tuple(
        RosterLine(facts, decide(facts, plan.rule), award_ids.get(facts.person.subject)) for facts in course.learners
    )
