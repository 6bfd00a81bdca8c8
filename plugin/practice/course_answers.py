"""What Moodle's web services say of the practice course and of activities in it, in Moodle 4.5's form (seen there)."""

from __future__ import annotations

from typing import Any

from plugin.practice.lms import ACTIVITY_ID, COURSE_ID, COURSE_LABEL, COURSE_TITLE
from plugin.practice.people import FINISHED, Person, Progress, Role

READING, ASSIGNMENT, QUIZ = 11, 12, 13  # ids of the course modules
INCOMPLETE, COMPLETE, PASSED, FAILED = 0, 1, 2, 3
BEGINS = FINISHED - 86_400 * 30
OUTCOMES = ("Explain the main duties of those who handle personal data", "Weigh the interests of people")
FIELDS = (("ECTS", "ects", "2"), ("EQF level", "eqf", "6"), ("Assessment", "assessment", "Assignment and quiz"))


def activities(person: Person) -> dict[str, Any]:
    """core_completion_get_activities_completion_status: of people who are not tracked it answers as well."""
    progress = person.progress
    tracked = person.role is Role.STUDENT and not person.suspended
    states = (
        (READING, "page", COMPLETE if progress.read_at else INCOMPLETE, "completionview"),
        (ASSIGNMENT, "assign", _graded(progress.assignment, 50), "completionpassgrade"),
        (QUIZ, "quiz", _graded(progress.quiz, 5), "completionpassgrade"),
    )
    return {"statuses": [_status(*state, progress, tracked) for state in states], "warnings": []}


def _graded(points: float | None, least: float) -> int:
    if points is None:
        return INCOMPLETE
    return PASSED if points >= least else FAILED


def _status(module: int, kind: str, state: int, rule: str, progress: Progress, tracked: bool) -> dict[str, Any]:
    return {
        "cmid": module,
        "modname": kind,
        "instance": 1,
        "state": state,
        "timecompleted": progress.finished_at if state else 0,
        "tracking": 2,
        "overrideby": None,
        "valueused": False,
        "hascompletion": True,
        "isautomatic": True,
        "istrackeduser": tracked,
        "uservisible": True,
        "details": [{"rulename": rule, "rulevalue": {"status": state, "description": "What is to be done"}}],
    }


def contents() -> list[dict[str, Any]]:
    """core_course_get_contents."""
    modules = (
        (READING, "page", "Read: Why ethics?", 2),
        (ASSIGNMENT, "assign", "Assignment", 2),
        (QUIZ, "quiz", "Quiz", 2),
        (ACTIVITY_ID, "lti", "Your micro-credential", 0),
    )
    listed = [{"id": m, "modname": kind, "name": name, "completion": how} for m, kind, name, how in modules]
    return [{"id": 1, "name": "General", "section": 0, "modules": listed}]


def course() -> dict[str, Any]:
    """core_course_get_courses_by_field."""
    fields = [{"name": n, "shortname": s, "type": "text", "valueraw": v, "value": v} for n, s, v in FIELDS]
    found = {
        "id": COURSE_ID,
        "fullname": COURSE_TITLE,
        "shortname": COURSE_LABEL,
        "summary": "<p>How to handle data about people responsibly.</p>",
        "startdate": BEGINS,
        "enddate": 0,
        "enablecompletion": 1,
        "customfields": fields,
    }
    return {"courses": [found], "warnings": []}


def competencies() -> list[dict[str, Any]]:
    """core_competency_list_course_competencies."""
    return [{"competency": {"id": n, "shortname": words}} for n, words in enumerate(OUTCOMES, 1)]


def courses_of(person: Person | None) -> list[dict[str, Any]]:
    """core_enrol_get_users_courses: only courses in which the person is active."""
    active = person is not None and not person.suspended
    return [{"id": COURSE_ID, "shortname": COURSE_LABEL, "fullname": COURSE_TITLE}] if active else []
