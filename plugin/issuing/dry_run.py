"""What a rule would do, before anything is switched on."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass

from plugin.domain.eligibility import Decision, Outcome, Rule, decide
from plugin.domain.facts import LearnerFacts

SHOWN = 50  # examples of each group; the counts are of everybody


@dataclass(frozen=True, slots=True)
class Example:
    """One learner under that rule. `has_it`: an award from before, which stays whatever the rule says."""

    facts: LearnerFacts
    decision: Decision
    has_it: bool


@dataclass(frozen=True, slots=True)
class DryRun:
    """Who would get it, who not, of whom it cannot be told. `new`: how many would get it who do not have it."""

    counts: dict[Outcome, int]
    examples: dict[Outcome, tuple[Example, ...]]
    new: int
    held: int  # award holders among them
    losing: int  # award holders who would not get it by this rule; they keep it

    @property
    def learners(self) -> int:
        """Everybody."""
        return sum(self.counts.values())


def dry_run(learners: Iterable[LearnerFacts], rule: Rule, held: Container[str]) -> DryRun:
    """Decide for everybody; nothing is written."""
    counts = dict.fromkeys(Outcome, 0)
    examples: dict[Outcome, list[Example]] = {outcome: [] for outcome in Outcome}
    new = holding = losing = 0
    for facts in learners:
        decision, has_it = decide(facts, rule), facts.person.subject in held
        counts[decision.outcome] += 1
        holding += has_it
        new += decision.outcome is Outcome.EARNED and not has_it
        losing += decision.outcome is Outcome.NOT_YET and has_it
        if len(examples[decision.outcome]) < SHOWN:
            examples[decision.outcome].append(Example(facts, decision, has_it))
    return DryRun(counts, {outcome: tuple(found) for outcome, found in examples.items()}, new, holding, losing)
