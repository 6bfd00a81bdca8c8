"""Moodle's answers on learners and course completion (measured on 4.5 and 5.1). Unknown forms stay unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from adapters.lms import _form as form
from adapters.lms.moodle.web_service import MoodleError
from plugin.domain.facts import Completion, CompletionState, Passed
from plugin.domain.platforms import Person
from plugin.domain.report import Answer
from plugin.domain.text import say

COMPLETION = "core_completion_get_course_completion_status"
TEACHING = frozenset({"teacher", "editingteacher", "manager", "coursecreator"})
COURSE_GRADE = 6  # the type of the criterion "course grade"
STRANGE = "Moodle answered in a form that this tool does not know."
NOT_CONFIRMED = say("Everything is done, but Moodle has not confirmed it yet; that can take some minutes.")
NO_PASS = say("The conditions of completion name no course grade, so Moodle calls none a pass.")


def learners(answer: object) -> tuple[Person, ...]:
    """Everybody in the course who does not teach in it."""
    found = (_person(user) for user in form.objects_of(answer) if not _teaches(user))
    return tuple(person for person in found if person)


def hidden_learners(answer: object, graded: Iterable[str]) -> int:
    """How many people with a grade row Moodle left out of the participants; it does so without a word."""
    listed = {form.identifier(user.get("id")) for user in form.objects_of(answer)}
    return sum(subject not in listed for subject in graded)


def completion(answer: object) -> Completion:
    """Moodle gives no day of completion: it is that of the last criterion.

    Completion is written by Moodle's cron: with every criterion met and no completion, it is only late.
    """
    status = form.object_of(form.object_of(answer).get("completionstatus"))
    done, criteria = status.get("completed"), form.objects_of(status.get("completions"))
    if not isinstance(done, bool):
        raise MoodleError("strange", STRANGE)
    if done:
        moments = [m for m in (form.moment(c.get("timecompleted")) for c in criteria) if m]
        return Completion(CompletionState.COMPLETE, max(moments, default=None), service=COMPLETION)
    missing = tuple(_criterion(c) for c in criteria if not c.get("complete"))
    if criteria and not missing:
        return Completion(CompletionState.UNKNOWN, reason=NOT_CONFIRMED, service=COMPLETION)
    return Completion(CompletionState.INCOMPLETE, missing=missing, service=COMPLETION)


def passed(answer: object) -> Passed:
    """Whether the course grade suffices for the criterion that asks for one."""
    status = form.object_of(form.object_of(answer).get("completionstatus"))
    criteria = form.objects_of(status.get("completions"))
    asked = next((c for c in criteria if c.get("type") == COURSE_GRADE), {})
    met = asked.get("complete")
    if not isinstance(met, bool):
        return Passed(Answer.UNKNOWN, NO_PASS, COMPLETION)
    return Passed(Answer.YES if met else Answer.NO, service=COMPLETION)


def _criterion(criterion: Mapping[str, Any]) -> str:
    """What is still to do."""
    told = form.object_of(criterion.get("details")).get("criteria") or criterion.get("title")
    return form.words(told) or say("a condition of the course")


def _person(user: Mapping[str, Any]) -> Person | None:
    if not isinstance(user.get("id"), int):
        return None
    names = (form.name(user.get(name)) for name in ("fullname", "firstname", "lastname", "email"))
    return Person(str(user["id"]), *names)


def _teaches(user: Mapping[str, Any]) -> bool:
    return any(role.get("shortname") in TEACHING for role in form.objects_of(user.get("roles")))
