from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from plugin.domain.binding import Expected, ExpectedUnit, binding_of_lists
from plugin.domain.eligibility import GradeThreshold, Rule
from plugin.domain.intake.plan_file import read_plan
from plugin.domain.tickets import TicketKind
from tests.functional.commands import EXAMPLES


def test_all_lists_of_a_plan_share_one_binding() -> None:
    first, second = binding_of_lists("zed", "ethics"), binding_of_lists("zed", "ethics")
    assert first == second
    assert first.id != binding_of_lists("zed", "other").id
    assert first.enabled


def test_kinds_of_tickets_are_told_apart_in_the_database() -> None:
    assert len({kind.value for kind in TicketKind}) == len(TicketKind)


def test_a_course_applies_its_own_rule_or_else_that_of_the_plan() -> None:
    plan = read_plan((EXAMPLES / "plan.toml").read_bytes()).plan
    binding, own = binding_of_lists("zed", plan.id), Rule(False, GradeThreshold(Decimal(80)))
    assert binding.applied(plan) == plan
    assert replace(binding, rule=own).applied(plan) == replace(plan, rule=own)


def test_a_course_awards_by_itself_only_while_it_is_switched_on() -> None:
    binding = replace(binding_of_lists("zed", "ethics"), automatic=True)
    assert binding.awards_by_itself
    assert not replace(binding, enabled=False).awards_by_itself
    assert not replace(binding, automatic=False).awards_by_itself


@pytest.mark.parametrize(
    ("expected", "learners", "most", "words"),
    [
        (Expected(30), 5, 30, "30 learners"),
        (Expected(1), 5, 1, "1 learner"),
        (Expected(50, ExpectedUnit.PERCENT), 10, 5, "50 %"),
        (Expected(50, ExpectedUnit.PERCENT), 11, 6, "50 %"),
        (Expected(1, ExpectedUnit.PERCENT), 0, 0, "1 %"),
    ],
)
def test_an_expectation_is_a_number_or_a_share(expected: Expected, learners: int, most: int, words: str) -> None:
    assert (expected.of(learners), str(expected)) == (most, words)
