"""How the facts answer one condition, each in a sentence that a student can read."""

from __future__ import annotations

from datetime import datetime, timedelta

from plugin.domain.choices import Chosen
from plugin.domain.decision import Outcome
from plugin.domain.elements import plain
from plugin.domain.facts import (
    NOT_ASKED,
    ActivityState,
    Completion,
    CompletionState,
    Confirmation,
    Gate,
    GradeFact,
    LearnerFacts,
    Passed,
)
from plugin.domain.report import Answer
from plugin.domain.rule import (
    ActivityCompleted,
    ColumnAtLeast,
    CourseCompleted,
    GradeAtLeast,
    GradePassed,
    GradeThreshold,
    LinkOpen,
    Simple,
    grade_of,
    reaches,
)
from plugin.domain.text import day_words

Answered = tuple[Outcome, str]
_CLOCKS_DIFFER = timedelta(days=1)  # institutions name days, of whatever time zone
_WRONG_CLOCK = "The learning platform names a day that has not come yet; its clock or this tool's must be wrong."
_OUTCOMES = {Answer.YES: Outcome.EARNED, Answer.NO: Outcome.NOT_YET, Answer.UNKNOWN: Outcome.UNKNOWN}


def answer_of(facts: LearnerFacts, condition: Simple) -> Answered:
    """The outcome of one condition, and the sentence."""
    match condition:
        case CourseCompleted():
            return _completion(facts.completion, facts.read_at)
        case ActivityCompleted(activity):
            return _activity(facts, activity)
        case GradeAtLeast(least, item):
            return _grade(_graded(facts, item), least, grade_of(item))
        case GradePassed(item):
            return _passed(_graded(facts, item).passed, grade_of(item))
        case ColumnAtLeast(least):
            return _grade(facts.column or GradeFact(None, NOT_ASKED), least, "the grade in this tool's own column")
        case LinkOpen():
            return _gate(facts.gate)
        case _:
            return _confirmed(facts.confirmation)


def _completion(completion: Completion, read_at: datetime) -> Answered:
    if _not_come_yet(completion.completed_at, read_at):
        return Outcome.UNKNOWN, _WRONG_CLOCK
    if completion.state is CompletionState.COMPLETE:
        return Outcome.EARNED, f"The course was completed{_on(completion.completed_at)}."
    if completion.state is CompletionState.INCOMPLETE:
        what = "; ".join(completion.missing)
        return Outcome.NOT_YET, f"Still to do: {what}." if what else "The course is not completed yet."
    return Outcome.UNKNOWN, completion.reason or "Nobody has said whether the course is completed."


def _activity(facts: LearnerFacts, activity: Chosen) -> Answered:
    found = next((fact for fact in facts.activities if fact.activity.id == activity.id), None)
    if found is None or found.state is ActivityState.UNKNOWN:
        return Outcome.UNKNOWN, f"{activity}: {(found and found.reason) or NOT_ASKED}"
    if _not_come_yet(found.at, facts.read_at):
        return Outcome.UNKNOWN, f"{activity}: {_WRONG_CLOCK}"
    if found.state is ActivityState.COMPLETE:
        return Outcome.EARNED, f"{activity} was completed{_on(found.at)}."
    if found.state is ActivityState.FAILED:
        return Outcome.NOT_YET, f"{activity} was done, but not passed."
    return Outcome.NOT_YET, f"Still to do: {activity}."


def _graded(facts: LearnerFacts, item: Chosen | None) -> GradeFact:
    if item is None:
        return facts.course_grade
    return next((fact.fact for fact in facts.items if fact.item.id == item.id), GradeFact(None, NOT_ASKED))


def _grade(fact: GradeFact, least: GradeThreshold, name: str) -> Answered:
    grade = fact.grade
    if fact.reason:
        return Outcome.UNKNOWN, fact.reason
    if grade is None:
        return Outcome.NOT_YET, f"There is no {name.removeprefix('the ')} yet."
    if grade.maximum <= grade.minimum:
        return Outcome.UNKNOWN, f"The scale of {name} makes no sense, so it decides nothing."
    outcome = Outcome.EARNED if reaches(grade, least) else Outcome.NOT_YET
    verb = "reaches" if outcome is Outcome.EARNED else "does not reach"
    shown = f" {verb} {least}."
    if not grade.hidden:
        shown = f" is {plain(grade.value)} of {plain(grade.maximum)}, which{shown}"
    return outcome, f"{_first_upper(name)}{shown}"


def _passed(passed: Passed | None, name: str) -> Answered:
    if passed is None or passed.answer is Answer.UNKNOWN:
        reason = (passed and passed.reason) or f"The learning platform does not say whether {name} is a pass."
        return Outcome.UNKNOWN, reason
    verb = "is" if passed.answer is Answer.YES else "is not"
    return _OUTCOMES[passed.answer], f"{_first_upper(name)} {verb} a pass."


def _gate(gate: Gate | None) -> Answered:
    if gate is None or gate.open is Answer.UNKNOWN:
        return Outcome.UNKNOWN, (gate and gate.reason) or NOT_ASKED
    verb = "opens" if gate.open is Answer.YES else "does not open"
    return _OUTCOMES[gate.open], f"The learning platform {verb} the link to this learner."


def _confirmed(confirmation: Confirmation | None) -> Answered:
    if confirmation is None:
        return Outcome.NOT_YET, "A teacher of the course has not confirmed it yet."
    return Outcome.EARNED, f"A teacher of the course confirmed it{_on(confirmation.at)}."


def _not_come_yet(moment: datetime | None, read_at: datetime) -> bool:
    return moment is not None and moment > read_at + _CLOCKS_DIFFER


def _on(moment: datetime | None) -> str:
    return f" on {day_words(moment)}" if moment else ""


def _first_upper(words: str) -> str:
    return words[:1].upper() + words[1:]
