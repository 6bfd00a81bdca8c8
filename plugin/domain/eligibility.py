"""Who has earned it, and why: a rule in words, decided on facts, with reasons that a student can read.

Three-valued, as in Kleene's logic: an outcome is given only when nothing that is still unknown could change it.
"""

from __future__ import annotations

from dataclasses import replace

from plugin.domain.answers import Answered, answer_of
from plugin.domain.decision import Decision, Outcome, Reason, all_of, any_of
from plugin.domain.facts import Confirmation, Enrolment, LearnerFacts, Wanted
from plugin.domain.rule import AllOf, AnyOf, Condition, Confirmed, GradeThreshold, GradeUnit, Rule, Simple, reaches
from plugin.domain.text import say, together

__all__ = [
    "Decision",
    "GradeThreshold",
    "GradeUnit",
    "Outcome",
    "Reason",
    "Rule",
    "decide",
    "reaches",
    "wanted_to_decide",
]
_NO_RULE = Reason("a rule is set", Outcome.UNKNOWN, say("No rule says yet who earns this micro-credential."))
_SUSPENDED = say(
    "The enrolment in the course is suspended, so the learning platform cannot tell. "
    "A teacher of the course may confirm it."
)


def decide(facts: LearnerFacts, rule: Rule) -> Decision:
    """Decide on facts just read. One unmet condition is "not yet"; else one unknown is "cannot tell".

    An unmet condition outweighs an unknown one: nothing that we may still learn could make it earned.
    """
    reasons = tuple(_reason(facts, condition) for condition in rule.conditions) or (_NO_RULE,)
    return Decision(all_of([r.outcome for r in reasons]), reasons, rule.words)


def wanted_to_decide(rule: Rule) -> Wanted:
    """What a sweep over a whole course asks for: no learner's completion that could no longer change the decision.

    The reasons of such a learner then do not tell what is missing in the course; ask for `rule.wanted` to show them.
    """
    return replace(rule.wanted, settled=lambda facts: _settled(facts, rule))


def _settled(facts: LearnerFacts, rule: Rule) -> bool:
    """Of a learner who takes part, whatever a teacher may have said: that word is added only after the reading."""
    word = Confirmation("", facts.read_at)
    outcomes = {decide(replace(facts, confirmation=said), rule).outcome for said in (None, word)}
    return facts.enrolment is Enrolment.ACTIVE and len(outcomes) == 1 and Outcome.UNKNOWN not in outcomes


def _reason(facts: LearnerFacts, condition: Condition) -> Reason:
    if isinstance(condition, AllOf | AnyOf):
        return _group(facts, condition)
    outcome, sentence = _answer(facts, condition)
    return Reason(str(condition), outcome, sentence)


def _group(facts: LearnerFacts, group: AllOf | AnyOf) -> Reason:
    parts = tuple(_reason(facts, part) for part in group.parts)
    combined = any_of if isinstance(group, AnyOf) else all_of
    outcome = combined([part.outcome for part in parts])
    told = [part.sentence for part in parts if part.outcome is outcome]
    sentence = together(told)
    if isinstance(group, AnyOf) and outcome is Outcome.NOT_YET:
        sentence = say("One of these is needed: {conditions}", conditions=sentence)
    return Reason(str(group), outcome, sentence, parts)


def _answer(facts: LearnerFacts, condition: Simple) -> Answered:
    """The LMS's word; of a suspended learner a teacher's alone, if it was given for that."""
    if facts.enrolment is not Enrolment.SUSPENDED or isinstance(condition, Confirmed):
        return answer_of(facts, condition)
    word = facts.confirmation
    if word is None or not word.vouches:
        return Outcome.UNKNOWN, _SUSPENDED
    return Outcome.EARNED, say(
        "The enrolment is suspended. A teacher of the course confirmed it on {day}.", day=word.at
    )
