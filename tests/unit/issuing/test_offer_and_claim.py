from __future__ import annotations

from dataclasses import replace

import pytest

from plugin.domain.binding import binding_of_lists
from plugin.domain.eligibility import Outcome
from plugin.issuing.claim import NotOfferedError, claim
from plugin.issuing.issue import NotEarnedError
from plugin.issuing.offer import offer
from plugin.issuing.press import Order, Press
from tests.fakes.clock import SetClock
from tests.unit.issuing.conftest import facts


def test_a_learner_claims_what_is_offered_and_then_has_it(press: Press, order: Order) -> None:
    binding = binding_of_lists(order.institution.id, order.plan.id)
    assert offer(order.facts, binding, order.plan, press.awards).award is None
    award = claim(order.facts, order.claim, binding, order.institution, order.plan, press)
    assert offer(order.facts, binding, order.plan, press.awards).award == award


def test_whoever_has_it_keeps_it_whatever_the_facts_say_now(press: Press, order: Order, clock: SetClock) -> None:
    binding = binding_of_lists(order.institution.id, order.plan.id)
    award = claim(order.facts, order.claim, binding, order.institution, order.plan, press)
    worse = offer(facts(clock, "10"), binding, order.plan, press.awards)
    assert (worse.award, worse.decision.outcome) == (award, Outcome.NOT_YET)


def test_a_paused_course_awards_nobody(press: Press, order: Order) -> None:
    paused = replace(binding_of_lists(order.institution.id, order.plan.id), enabled=False)
    with pytest.raises(NotOfferedError):
        claim(order.facts, order.claim, paused, order.institution, order.plan, press)


def test_a_claim_is_decided_on_the_facts_of_now(press: Press, order: Order, clock: SetClock) -> None:
    binding = binding_of_lists(order.institution.id, order.plan.id)
    with pytest.raises(NotEarnedError):
        claim(facts(clock, "10"), order.claim, binding, order.institution, order.plan, press)
