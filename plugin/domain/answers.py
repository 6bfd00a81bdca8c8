"""How the facts answer one condition, each in a sentence that a student can read."""

from __future__ import annotations

from datetime import datetime, timedelta

from plugin.domain.choices import Chosen
from plugin.domain.decision import Outcome
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
from plugin.domain.grade_words import OF_COLUMN, OF_COURSE, OF_ITEM, GradeSentences
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
    reaches,
)
from plugin.domain.text import Said, say, together

Answered = tuple[Outcome, str]
_CLOCKS_DIFFER = timedelta(days=1)  # institutions name days, of whatever time zone
_WRONG_CLOCK = say("The learning platform names a day that has not come yet; its clock or this tool's must be wrong.")


def answer_of(facts: LearnerFacts, condition: Simple) -> Answered:
    """The outcome of one condition, and the sentence."""
    match condition:
        case CourseCompleted():
            return _completion(facts.completion, facts.read_at)
        case ActivityCompleted(activity):
            return _activity(facts, activity)
        case GradeAtLeast(least, item):
            return _grade(_graded(facts, item), least, item)
        case GradePassed(item):
            return _passed(_graded(facts, item).passed, item)
        case ColumnAtLeast(least):
            return _grade(facts.column or GradeFact(None, NOT_ASKED), least, None, OF_COLUMN)
        case LinkOpen():
            return _gate(facts.gate)
        case _:
            return _confirmed(facts.confirmation)


def _completion(completion: Completion, read_at: datetime) -> Answered:
    day = completion.completed_at
    if _not_come_yet(day, read_at):
        return Outcome.UNKNOWN, _WRONG_CLOCK
    if completion.state is CompletionState.COMPLETE:
        dated = say("The course was completed on {day}.", day=day)
        return Outcome.EARNED, dated if day else say("The course was completed.")
    if completion.state is CompletionState.INCOMPLETE:
        to_do = say("Still to do: {what}.", what=together(completion.missing, "; "))
        return Outcome.NOT_YET, to_do if completion.missing else say("The course is not completed yet.")
    return Outcome.UNKNOWN, completion.reason or say("Nobody has said whether the course is completed.")


def _activity(facts: LearnerFacts, activity: Chosen) -> Answered:
    found = next((fact for fact in facts.activities if fact.activity.id == activity.id), None)
    name = activity.words
    if found is None or found.state is ActivityState.UNKNOWN:
        return Outcome.UNKNOWN, _why_unknown(name, (found and found.reason) or NOT_ASKED)
    if _not_come_yet(found.at, facts.read_at):
        return Outcome.UNKNOWN, _why_unknown(name, _WRONG_CLOCK)
    if found.state is ActivityState.COMPLETE:
        dated = say("{activity} was completed on {day}.", activity=name, day=found.at)
        return Outcome.EARNED, dated if found.at else say("{activity} was completed.", activity=name)
    if found.state is ActivityState.FAILED:
        return Outcome.NOT_YET, say("{activity} was done, but not passed.", activity=name)
    return Outcome.NOT_YET, say("Still to do: {what}.", what=name)


def _why_unknown(activity: Said, reason: str) -> Said:
    return say("{activity}: {reason}", activity=activity, reason=reason)


def _graded(facts: LearnerFacts, item: Chosen | None) -> GradeFact:
    if item is None:
        return facts.course_grade
    return next((fact.fact for fact in facts.items if fact.item.id == item.id), GradeFact(None, NOT_ASKED))


def _grade(fact: GradeFact, least: GradeThreshold, item: Chosen | None, of: GradeSentences | None = None) -> Answered:
    grade, sentences = fact.grade, of or _sentences(item)
    if fact.reason:
        return Outcome.UNKNOWN, fact.reason
    if grade is None:
        return Outcome.NOT_YET, sentences.none.with_values(item=_named(item))
    if grade.maximum <= grade.minimum:
        return Outcome.UNKNOWN, sentences.senseless.with_values(item=_named(item))
    earned = reaches(grade, least)
    shown = sentences.reaches if earned else sentences.misses
    if grade.hidden:
        shown = sentences.hidden_reaches if earned else sentences.hidden_misses
        return _either(earned), shown.with_values(item=_named(item), least=least.words)
    points = {"value": grade.value, "maximum": grade.maximum}
    return _either(earned), shown.with_values(item=_named(item), least=least.words, **points)


def _passed(passed: Passed | None, item: Chosen | None) -> Answered:
    sentences = _sentences(item)
    if passed is None or passed.answer is Answer.UNKNOWN:
        reason = (passed and passed.reason) or sentences.pass_unknown.with_values(item=_named(item))
        return Outcome.UNKNOWN, reason
    is_pass = passed.answer is Answer.YES
    return _either(is_pass), (sentences.is_pass if is_pass else sentences.is_no_pass).with_values(item=_named(item))


def _named(item: Chosen | None) -> str:
    return item.words if item else ""


def _sentences(item: Chosen | None) -> GradeSentences:
    return OF_ITEM if item else OF_COURSE


def _either(earned: bool) -> Outcome:
    return Outcome.EARNED if earned else Outcome.NOT_YET


def _gate(gate: Gate | None) -> Answered:
    if gate is None or gate.open is Answer.UNKNOWN:
        return Outcome.UNKNOWN, (gate and gate.reason) or NOT_ASKED
    if gate.open is Answer.YES:
        return Outcome.EARNED, say("The learning platform opens the link to this learner.")
    return Outcome.NOT_YET, say("The learning platform does not open the link to this learner.")


def _confirmed(confirmation: Confirmation | None) -> Answered:
    if confirmation is None:
        return Outcome.NOT_YET, say("A teacher of the course has not confirmed it yet.")
    return Outcome.EARNED, say("A teacher of the course confirmed it on {day}.", day=confirmation.at)


def _not_come_yet(moment: datetime | None, read_at: datetime) -> bool:
    return moment is not None and moment > read_at + _CLOCKS_DIFFER
