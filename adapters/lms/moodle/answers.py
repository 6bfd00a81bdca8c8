"""Moodle's answers as facts (measured on Moodle 4.5 and 5.1). What is not in the form we know stays unknown."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from adapters.lms.moodle.web_service import MoodleError
from plugin.domain.facts import Completion, CompletionState, Grade
from plugin.domain.platforms import Person

NEEDED = (
    "core_enrol_get_enrolled_users",
    "core_completion_get_course_completion_status",
    "gradereport_user_get_grade_items",
)
TEACHING = frozenset({"teacher", "editingteacher", "manager", "coursecreator"})
_TAG = re.compile(r"<[^>]*>")
_STRANGE = "Moodle answered in a form that this tool does not know."


def lacking_functions(answer: object) -> tuple[str, ...]:
    """Which of the functions that we call the token may not use."""
    allowed = {function.get("name") for function in _objects(_object(answer).get("functions"))}
    return tuple(name for name in NEEDED if name not in allowed)


def learners(answer: object) -> tuple[Person, ...]:
    """Everybody in the course who does not teach in it."""
    found = (_person(user) for user in _objects(answer) if not _teaches(user))
    return tuple(person for person in found if person)


def hidden_learners(answer: object, graded: Iterable[str]) -> int:
    """How many people with a grade row Moodle left out of the participants; it does so without a word."""
    listed = {str(user.get("id")) for user in _objects(answer)}
    return sum(subject not in listed for subject in graded)


def completion(answer: object) -> Completion:
    """Moodle gives no day of completion: it is that of the last criterion."""
    status = _object(answer).get("completionstatus")
    done = _object(status).get("completed")
    if not isinstance(done, bool):
        raise MoodleError("strange", _STRANGE)
    criteria = _objects(_object(status).get("completions"))
    if done:
        moments = [m for m in (_moment(c.get("timecompleted")) for c in criteria) if m]
        return Completion(CompletionState.COMPLETE, max(moments, default=None))
    missing = tuple(_criterion(c) for c in criteria if not c.get("complete"))
    return Completion(CompletionState.INCOMPLETE, missing=missing)


def grades(answer: object) -> dict[str, Grade | None]:
    """Moodle's user id to the course total; None while nothing is graded. Zero is a grade."""
    found: dict[str, Grade | None] = {}
    for user in _objects(_object(answer).get("usergrades")):
        for item in _objects(user.get("gradeitems")):
            if item.get("itemtype") == "course":
                found[str(user.get("userid"))] = _grade(item)
    return found


def _grade(item: Mapping[str, Any]) -> Grade | None:
    """The exact points (`gradeformatted` is rounded). The maximum differs where empty grades are left out."""
    if item.get("gradeneedsupdate"):
        raise MoodleError("recalculating", "Moodle is working out the grades anew.")
    value, least, most = (_number(item.get(name)) for name in ("graderaw", "grademin", "grademax"))
    if value is None:
        return None
    if least is None or most is None:
        raise MoodleError("strange", _STRANGE)
    hidden = bool(item.get("gradeishidden") or item.get("gradehiddenbydate"))
    return Grade(value, least, most, None, _moment(item.get("gradedategraded")), hidden)


def _criterion(criterion: Mapping[str, Any]) -> str:
    """What is still to do, without Moodle's markup; the page escapes it again."""
    words = _object(criterion.get("details")).get("criteria") or criterion.get("title")
    text = " ".join(html.unescape(_TAG.sub("", str(words or ""))).split())
    return text[:200] or "a condition of the course"


def _person(user: Mapping[str, Any]) -> Person | None:
    identifier = user.get("id")
    if not isinstance(identifier, int):
        return None
    names = (_text(user, name) for name in ("fullname", "firstname", "lastname", "email"))
    return Person(str(identifier), *names)


def _teaches(user: Mapping[str, Any]) -> bool:
    return any(role.get("shortname") in TEACHING for role in _objects(user.get("roles")))


def _text(user: Mapping[str, Any], name: str) -> str | None:
    value = user.get(name)
    return html.unescape(value)[:300] if isinstance(value, str) and value.strip() else None


def _moment(value: object) -> datetime | None:
    """Moodle writes 0 or null for "never"."""
    try:
        return datetime.fromtimestamp(value, UTC) if isinstance(value, int) and value > 0 else None
    except (ValueError, OverflowError, OSError):
        return None


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    return Decimal(value)


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _objects(value: object) -> list[Mapping[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []
