"""Decisions on activities, grade items, our column, the gate and a teacher's word; all and any."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.domain.choices import Chosen
from plugin.domain.decision import all_of, any_of
from plugin.domain.eligibility import Outcome, Rule, decide, wanted_to_decide
from plugin.domain.facts import (
    ActivityFact,
    ActivityState,
    Completion,
    CompletionState,
    Confirmation,
    CourseFacts,
    Enrolment,
    Gate,
    Grade,
    GradeFact,
    ItemFact,
    LearnerFacts,
    Passed,
    Source,
    confirmed,
    course_confirmed,
)
from plugin.domain.platforms import Person
from plugin.domain.report import Answer
from plugin.domain.rule import (
    ActivityCompleted,
    AllOf,
    AnyOf,
    ColumnAtLeast,
    Condition,
    Confirmed,
    GradeAtLeast,
    GradePassed,
    GradeThreshold,
    LinkOpen,
)
from tests.rules import RULES
from tests.rules import facts as any_facts

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
QUIZ = Chosen("12", "Quiz")
HALF = GradeThreshold(Decimal(50))
NOTHING = LearnerFacts(
    Person("7"), Completion(CompletionState.UNKNOWN), None, Source.PLATFORM, AT, grade_reason="Grades are hidden."
)
SEVENTY = Grade(Decimal(70), Decimal(0), Decimal(100))
EARNED, NOT_YET, UNKNOWN = Outcome.EARNED, Outcome.NOT_YET, Outcome.UNKNOWN


def answer(facts: LearnerFacts, *conditions: Condition) -> tuple[Outcome, str]:
    decision = decide(facts, Rule(course_completed=False, further=conditions))
    return decision.outcome, " ".join(reason.sentence for reason in decision.reasons)


def activity(state: ActivityState, reason: str = "") -> LearnerFacts:
    return replace(NOTHING, activities=(ActivityFact(QUIZ, state, AT, reason),))


@pytest.mark.parametrize(
    ("facts", "outcome", "sentence"),
    [
        (activity(ActivityState.COMPLETE), EARNED, "“Quiz” was completed on 2 March 2026."),
        (activity(ActivityState.FAILED), NOT_YET, "“Quiz” was done, but not passed."),
        (activity(ActivityState.INCOMPLETE), NOT_YET, "Still to do: “Quiz”."),
        (activity(ActivityState.UNKNOWN, "It is not shown."), UNKNOWN, "“Quiz”: It is not shown."),
        (NOTHING, UNKNOWN, "“Quiz”: Nobody has asked the learning platform for this yet."),
    ],
)
def test_an_activity_is_completed_when_the_platform_says_so(
    facts: LearnerFacts, outcome: Outcome, sentence: str
) -> None:
    assert answer(facts, ActivityCompleted(QUIZ)) == (outcome, sentence)


@pytest.mark.parametrize(
    ("fact", "outcome", "sentence"),
    [
        (GradeFact(SEVENTY), EARNED, "The grade in “Quiz” is 70 of 100, which reaches 50 %."),
        (GradeFact(None), NOT_YET, "There is no grade in “Quiz” yet."),
        (GradeFact(None, "It is not shown."), UNKNOWN, "It is not shown."),
        (None, UNKNOWN, "Nobody has asked the learning platform for this yet."),
    ],
)
def test_a_grade_item_decides_as_the_course_grade_does(fact: GradeFact | None, outcome: Outcome, sentence: str) -> None:
    facts = replace(NOTHING, items=(ItemFact(QUIZ, fact),) if fact else ())
    assert answer(facts, GradeAtLeast(HALF, QUIZ)) == (outcome, sentence)


@pytest.mark.parametrize(
    ("passed", "outcome", "sentence"),
    [
        (Passed(Answer.YES), EARNED, "The course grade is a pass."),
        (Passed(Answer.NO), NOT_YET, "The course grade is not a pass."),
        (Passed(Answer.UNKNOWN, "No pass is set."), UNKNOWN, "No pass is set."),
        (None, UNKNOWN, "The learning platform does not say whether the course grade is a pass."),
    ],
)
def test_a_pass_is_what_the_platform_calls_one(passed: Passed | None, outcome: Outcome, sentence: str) -> None:
    assert answer(replace(NOTHING, passed=passed), GradePassed()) == (outcome, sentence)
    of_item = replace(NOTHING, items=(ItemFact(QUIZ, GradeFact(None, "", passed)),))
    assert answer(of_item, GradePassed(QUIZ))[0] is outcome


def test_our_own_column_decides_once_a_teacher_graded_there() -> None:
    column = ColumnAtLeast(HALF)
    assert answer(NOTHING, column)[0] is UNKNOWN
    assert answer(replace(NOTHING, column=GradeFact(None)), column) == (
        NOT_YET,
        "There is no grade in this tool's own column yet.",
    )
    assert answer(replace(NOTHING, column=GradeFact(SEVENTY)), column)[0] is EARNED


@pytest.mark.parametrize(
    ("gate", "outcome", "sentence"),
    [
        (Gate(Answer.YES), EARNED, "The learning platform opens the link to this learner."),
        (Gate(Answer.NO), NOT_YET, "The learning platform does not open the link to this learner."),
        (Gate(Answer.UNKNOWN, "No list."), UNKNOWN, "No list."),
        (None, UNKNOWN, "Nobody has asked the learning platform for this yet."),
    ],
)
def test_a_gate_is_as_the_platform_holds_it(gate: Gate | None, outcome: Outcome, sentence: str) -> None:
    assert answer(replace(NOTHING, gate=gate), LinkOpen()) == (outcome, sentence)


def test_a_teacher_confirms_what_only_a_teacher_can() -> None:
    assert answer(NOTHING, Confirmed()) == (NOT_YET, "A teacher of the course has not confirmed it yet.")
    word = Confirmation("3", AT)
    assert answer(confirmed(NOTHING, word), Confirmed()) == (
        EARNED,
        "A teacher of the course confirmed it on 2 March 2026.",
    )
    assert confirmed(NOTHING, None) is NOTHING
    course = course_confirmed(CourseFacts((NOTHING, replace(NOTHING, person=Person("8"))), AT), {"8": word})
    assert [facts.confirmation for facts in course.learners] == [None, word]


def test_a_word_for_one_condition_stands_for_no_other() -> None:
    facts = confirmed(NOTHING, Confirmation("3", AT))
    assert decide(facts, Rule(further=(Confirmed(),))).outcome is UNKNOWN


def test_a_day_that_has_not_come_yet_decides_nothing() -> None:
    soon, late = AT + timedelta(hours=20), AT + timedelta(days=2)
    for at, outcome in ((soon, EARNED), (late, UNKNOWN)):
        done = replace(NOTHING, completion=Completion(CompletionState.COMPLETE, at))
        assert decide(done, Rule()).outcome is outcome
        read = replace(NOTHING, activities=(ActivityFact(QUIZ, ActivityState.COMPLETE, at),))
        assert answer(read, ActivityCompleted(QUIZ))[0] is outcome


def test_of_a_suspended_learner_the_platform_cannot_tell_whatever_it_says() -> None:
    for state in CompletionState:
        gone = replace(NOTHING, completion=Completion(state), enrolment=Enrolment.SUSPENDED)
        decision = decide(gone, Rule())
        assert decision.outcome is UNKNOWN
        assert "A teacher of the course may confirm it." in decision.reasons[0].sentence


def test_a_teacher_may_vouch_for_a_suspended_learner_and_for_nobody_else() -> None:
    word = Confirmation("3", AT, "Saw the essay", vouches=True)
    gone = replace(NOTHING, enrolment=Enrolment.SUSPENDED)
    decision = decide(confirmed(gone, word), Rule())
    assert decision.outcome is EARNED
    assert decision.reasons[0].sentence == (
        "The enrolment is suspended. A teacher of the course confirmed it on 2 March 2026."
    )
    assert decide(confirmed(gone, replace(word, vouches=False)), Rule()).outcome is UNKNOWN
    assert decide(confirmed(NOTHING, word), Rule()).outcome is UNKNOWN


def test_a_group_tells_what_would_suffice() -> None:
    either = AnyOf((ActivityCompleted(QUIZ), AllOf((LinkOpen(), Confirmed()))))
    facts = replace(activity(ActivityState.INCOMPLETE), gate=Gate(Answer.YES))
    decision = decide(facts, Rule(course_completed=False, further=(either,)))
    (reason,) = decision.reasons
    assert reason.outcome is NOT_YET
    assert reason.sentence == (
        "One of these is needed: Still to do: “Quiz”. A teacher of the course has not confirmed it yet."
    )
    assert [part.outcome for part in reason.parts] == [NOT_YET, NOT_YET]
    assert [part.outcome for part in reason.parts[1].parts] == [EARNED, NOT_YET]
    earned = decide(confirmed(facts, Confirmation("3", AT)), Rule(course_completed=False, further=(either,)))
    assert earned.reasons[0].sentence.startswith("The learning platform opens the link to this learner.")


def test_nothing_combined_decides_nothing() -> None:
    assert all_of([]) is any_of([]) is UNKNOWN


@pytest.mark.parametrize("first", Outcome)
@pytest.mark.parametrize("second", Outcome)
def test_all_and_any_follow_three_valued_logic(first: Outcome, second: Outcome) -> None:
    order = [NOT_YET, UNKNOWN, EARNED]
    assert all_of([first, second]) is min(first, second, key=order.index)
    assert any_of([first, second]) is max(first, second, key=order.index)


@given(RULES)
def test_nobody_earns_anything_without_a_fact(rule: Rule) -> None:
    assert decide(NOTHING, rule).outcome is not EARNED


FORGOTTEN = {
    "completion": Completion(CompletionState.UNKNOWN),
    "passed": None,
    "activities": (),
    "items": (),
    "column": None,
    "gate": None,
    "confirmation": None,
}


@given(any_facts(), RULES, st.sampled_from([*FORGOTTEN, "grade"]))
def test_knowing_less_never_makes_an_award(facts: LearnerFacts, rule: Rule, lost: str) -> None:
    less = (
        replace(facts, grade=None, grade_reason="The platform is down.")
        if lost == "grade"
        else replace(facts, **{lost: FORGOTTEN[lost]})  # type: ignore[arg-type]
    )
    before, after = decide(facts, rule).outcome, decide(less, rule).outcome
    assert after is before or after is not EARNED
    if lost != "confirmation":  # without a teacher's word it is "not yet", whatever was unknown before
        assert after in (before, UNKNOWN)


@given(any_facts(), RULES)
def test_a_sweep_decides_as_a_full_reading_does(facts: LearnerFacts, rule: Rule) -> None:
    settled = wanted_to_decide(rule).settled
    assert settled is not None
    unread = replace(facts, completion=Completion(CompletionState.UNKNOWN))
    if settled(replace(unread, confirmation=None)):
        assert decide(unread, rule).outcome is decide(facts, rule).outcome


def test_a_sweep_reads_what_decides_once_a_teacher_has_confirmed() -> None:
    taking_part = replace(NOTHING, enrolment=Enrolment.ACTIVE)
    rule = Rule(True, None, (Confirmed(),))
    settled = wanted_to_decide(rule).settled
    assert settled is not None
    assert not settled(taking_part)
    assert settled(replace(taking_part, completion=Completion(CompletionState.INCOMPLETE)))
    assert not settled(replace(NOTHING, completion=Completion(CompletionState.INCOMPLETE)))
