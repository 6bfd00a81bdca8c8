"""Moodle's completion of activities: state 0 incomplete, 1 complete, 2 complete and passed, 3 complete but failed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from adapters.lms import _form as form
from adapters.lms.moodle.answers import STRANGE
from adapters.lms.moodle.grades import not_shown
from plugin.domain.choices import Choice, ChoiceKind, Chosen
from plugin.domain.facts import ActivityFact, ActivityState, Passed
from plugin.domain.report import Answer
from plugin.domain.text import say

ACTIVITIES = "core_completion_get_activities_completion_status"
PASSED, FAILED = 2, 3
_STATES = {
    0: ActivityState.INCOMPLETE,
    1: ActivityState.COMPLETE,
    PASSED: ActivityState.COMPLETE,
    FAILED: ActivityState.FAILED,
}
_NOT_TRACKED = say("Moodle does not track the completion of this activity.")
_NO_PASS = say("Moodle calls no grade of this activity a pass.")
Statuses = Mapping[str, Mapping[str, Any]]


def statuses(answer: object) -> Statuses:
    """What Moodle says of each activity, by the id of its course module."""
    found = form.objects_of(form.object_of(answer).get("statuses"))
    return {form.identifier(status.get("cmid")): status for status in found}


def tracked(found: Statuses) -> bool:
    """Moodle tracks those who take part; of suspended learners and of teachers it says that it does not."""
    return {status.get("istrackeduser") for status in found.values()} == {True}


def unknown(chosen: tuple[Chosen, ...], reason: str) -> tuple[ActivityFact, ...]:
    """Nothing known of any of them, for one reason."""
    return tuple(ActivityFact(c, ActivityState.UNKNOWN, reason=reason, service=ACTIVITIES) for c in chosen)


def state(found: Statuses, chosen: Chosen) -> ActivityFact:
    """How far the person is. What is left out of the answer is unknown, never incomplete."""
    status = found.get(chosen.id)
    if status is None:
        return unknown((chosen,), not_shown(chosen))[0]
    if status.get("tracking") == 0:
        return unknown((chosen,), _NOT_TRACKED)[0]
    told = status.get("state")
    known = _STATES.get(told) if isinstance(told, int) else None
    if known is None:
        return unknown((chosen,), STRANGE)[0]
    at = form.moment(status.get("timecompleted")) if known is not ActivityState.INCOMPLETE else None
    return ActivityFact(chosen, known, at, service=ACTIVITIES)


def passed(found: Statuses, module: str) -> Passed:
    """Whether Moodle calls the grade in that activity a pass."""
    status = found.get(module, {})
    told = status.get("state")
    if told in (PASSED, FAILED):
        return Passed(Answer.YES if told == PASSED else Answer.NO, service=ACTIVITIES)
    rules = {rule.get("rulename") for rule in form.objects_of(status.get("details"))}
    if told == 0 and "completionpassgrade" in rules:
        return Passed(Answer.NO, service=ACTIVITIES)
    return Passed(Answer.UNKNOWN, _NO_PASS, ACTIVITIES)


def choices(answer: object) -> tuple[Choice, ...]:
    """The activities of a course whose completion Moodle tracks (core_course_get_contents)."""
    modules = [m for section in form.objects_of(answer) for m in form.objects_of(section.get("modules"))]
    tracked = [m for m in modules if m.get("completion") in (1, 2)]
    named = ((form.identifier(m.get("id")), form.words(m.get("name"))) for m in tracked)
    return tuple(Choice(ChoiceKind.ACTIVITY, Chosen(id_, title)) for id_, title in named if id_ and title)
