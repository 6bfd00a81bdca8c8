from __future__ import annotations

from dataclasses import replace

import pytest

from plugin.domain.decision import Decision, Outcome
from plugin.domain.facts import Completion, CompletionState, LearnerFacts, Source
from plugin.domain.platforms import Person
from plugin.domain.roster import Group, KeptLine, RosterLine, folded
from tests.factories import ISSUED_AT

FACTS = LearnerFacts(Person("7"), Completion(CompletionState.UNKNOWN), None, Source.PLATFORM, ISSUED_AT)


@pytest.mark.parametrize(
    ("outcome", "group"),
    [(Outcome.EARNED, Group.EARNED), (Outcome.NOT_YET, Group.NOT_YET), (Outcome.UNKNOWN, Group.UNKNOWN)],
)
def test_a_learner_is_in_the_group_of_the_decision_and_with_an_award_in_that_of_awards(
    outcome: Outcome, group: Group
) -> None:
    line = RosterLine(KeptLine(FACTS, Decision(outcome, ())), None, None)
    assert line.group is group
    assert replace(line, award_id="a").group is Group.AWARDED
    assert line.kept.subject == "7"


@pytest.mark.parametrize(("text", "plain"), [("Żółć", "zolc"), ("ÆRØ", "aero"), ("İlker", "ilker"), ("李", "李")])
def test_names_are_folded_for_search(text: str, plain: str) -> None:
    assert folded(text) == plain
