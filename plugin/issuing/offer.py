"""Who can have the micro-credential, and why: decided on facts just read, never on an old answer."""

from __future__ import annotations

from dataclasses import dataclass

from plugin.domain.binding import Binding
from plugin.domain.eligibility import Decision, decide
from plugin.domain.facts import LearnerFacts
from plugin.domain.lifecycle import Award, AwardKey
from plugin.domain.plan import CredentialPlan
from plugin.domain.ports.awards import AwardStore


@dataclass(frozen=True, slots=True)
class Offer:
    """How one learner stands. Whoever has an award keeps it, whatever the facts say now."""

    facts: LearnerFacts
    decision: Decision
    award: Award | None


def offer(facts: LearnerFacts, binding: Binding, plan: CredentialPlan, awards: AwardStore) -> Offer:
    """How this learner stands."""
    key = AwardKey(binding.id, facts.person.subject, plan.id)
    return Offer(facts, decide(facts, plan.rule), awards.live(key))
