from __future__ import annotations

from dataclasses import replace

import pytest

from plugin.domain.binding import Expected, ExpectedUnit
from plugin.domain.decision import Decision, Outcome
from plugin.domain.facts import Completion, CompletionState, LearnerFacts, Source
from plugin.domain.platforms import Person
from plugin.domain.roster import KeptLine
from plugin.domain.sweeps import Alarm, AlarmKind, AlarmState, SweepState
from plugin.issuing.alarms import Signs, found
from tests.factories import ISSUED_AT

CALM = Signs("the course is completed", (), (), 0, None, automatic=True)
STATE = SweepState("b", rule="the course is completed")


def line(subject: str, outcome: Outcome) -> KeptLine:
    done = Completion(CompletionState.UNKNOWN)
    return KeptLine(LearnerFacts(Person(subject), done, None, Source.PLATFORM, ISSUED_AT), Decision(outcome, ()))


def kinds(signs: Signs, state: SweepState = STATE, *earlier: Alarm) -> list[AlarmKind]:
    return [alarm.kind for alarm in found(signs, state, earlier)]


@pytest.mark.parametrize(("count", "alarms"), [(10, 0), (11, 1), (5000, 1)])
def test_suddenly_many_awards_alarm_and_a_few_do_not(count: int, alarms: int) -> None:
    assert len(kinds(replace(CALM, next_up=count))) == alarms


@pytest.mark.parametrize(("count", "alarms"), [(60, 0), (61, 1)])
def test_what_is_many_depends_on_the_sweep_before(count: int, alarms: int) -> None:
    assert len(kinds(replace(CALM, next_up=count), replace(STATE, awarded=20))) == alarms


def test_so_many_as_an_instructor_has_agreed_to_do_not_alarm() -> None:
    agreed = replace(STATE, released=200)
    assert kinds(replace(CALM, next_up=200), agreed) == []
    (alarm,) = found(replace(CALM, next_up=201), agreed, ())
    assert (alarm.kind, alarm.count) == (AlarmKind.MASS_AWARD, 201)
    assert "201 learners would get it at once; nobody got it automatically before." in alarm.sentence


def test_an_expectation_counts_those_who_have_it_too_and_alarms_even_for_few() -> None:
    expecting = replace(CALM, expected=Expected(5), held={"1", "2", "3"}, next_up=2)
    assert kinds(expecting) == []
    (alarm,) = found(replace(expecting, next_up=3), STATE, ())
    assert alarm.sentence == "3 learners would get it now, 3 have it, and you expect 5 at the most."


def test_an_expected_share_is_of_the_learners_listed() -> None:
    ten = tuple(line(str(n), Outcome.EARNED) for n in range(10))
    half = replace(CALM, lines=ten, expected=Expected(50, ExpectedUnit.PERCENT))
    assert kinds(replace(half, next_up=5)) == []
    assert kinds(replace(half, next_up=6)) == [AlarmKind.MASS_AWARD]


def test_a_rule_that_changed_after_awards_alarms() -> None:
    changed = replace(CALM, rule="the course grade is at least 50 %", held={"1"})
    (alarm,) = found(changed, STATE, ())
    assert alarm.kind is AlarmKind.RULE_CHANGED
    assert "The rule was “the course is completed” when 1 learner got it" in alarm.sentence
    assert kinds(replace(changed, held=())) == []  # nobody has it
    assert kinds(replace(changed, automatic=False)) == []  # nothing to stop
    assert kinds(changed, SweepState("b")) == []  # the first time


def test_an_award_holder_of_whom_the_facts_say_no_alarms_and_doubt_does_not() -> None:
    lines = (line("1", Outcome.NOT_YET), line("2", Outcome.UNKNOWN), line("3", Outcome.NOT_YET))
    signs = replace(CALM, lines=lines, held={"1", "2", "left"})
    (alarm,) = found(signs, STATE, ())
    assert (alarm.kind, alarm.subjects) == (AlarmKind.FACTS_REVOKED, ("1",))
    assert "Nothing was withdrawn" in alarm.sentence
    assert kinds(replace(signs, automatic=False)) == [AlarmKind.FACTS_REVOKED]  # shown wherever there are awards


def test_what_an_instructor_has_seen_does_not_alarm_again() -> None:
    signs = replace(CALM, lines=(line("1", Outcome.NOT_YET), line("2", Outcome.NOT_YET)), held={"1", "2"})
    seen = Alarm("a", "b", AlarmKind.FACTS_REVOKED, ISSUED_AT, "", 1, ("1",), AlarmState.RELEASED)
    (alarm,) = found(signs, STATE, (seen,))
    assert alarm.subjects == ("2",)
    (again,) = found(signs, STATE, (replace(seen, state=AlarmState.OPEN),))
    assert again.subjects == ("1", "2")
    other = replace(seen, kind=AlarmKind.MASS_AWARD)
    assert kinds(signs, STATE, other) == [AlarmKind.FACTS_REVOKED]


def test_by_a_changed_rule_nobody_is_said_to_have_lost_it() -> None:
    signs = replace(CALM, rule="another", lines=(line("1", Outcome.NOT_YET),), held={"1"})
    assert kinds(signs) == [AlarmKind.RULE_CHANGED]
