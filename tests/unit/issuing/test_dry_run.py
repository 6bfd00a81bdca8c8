from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from plugin.domain.eligibility import GradeThreshold, Outcome, Rule
from plugin.domain.platforms import Person
from plugin.issuing.dry_run import SHOWN, dry_run
from tests.fakes.clock import SetClock
from tests.unit.issuing.conftest import facts

RULE = Rule(True, GradeThreshold(Decimal(50)))


def test_everybody_is_counted_and_some_of_each_are_shown_with_reasons(clock: SetClock) -> None:
    many = [replace(facts(clock), person=Person(str(number))) for number in range(SHOWN + 5)]
    learners = [*many, facts(clock, "10"), facts(clock, done=False)]
    run = dry_run(learners, RULE, set())
    assert [run.counts[o] for o in Outcome] == [SHOWN + 5, 1, 1]
    assert run.learners == SHOWN + 7
    assert len(run.examples[Outcome.EARNED]) == SHOWN
    assert "does not reach 50 %" in run.examples[Outcome.NOT_YET][0].decision.reasons[1].sentence


def test_who_has_it_already_is_neither_new_nor_loses_it(clock: SetClock) -> None:
    learners = [replace(facts(clock, grade), person=Person(s)) for s, grade in (("1", "84"), ("2", "84"), ("3", "10"))]
    run = dry_run(learners, RULE, {"1", "3"})
    assert (run.new, run.held, run.losing) == (1, 2, 1)
    assert [e.has_it for e in run.examples[Outcome.EARNED]] == [True, False]
