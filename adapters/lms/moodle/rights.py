"""What the tool's Moodle user must be allowed, and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from adapters.lms import _form as form
from adapters.lms.moodle.activities import ACTIVITIES
from adapters.lms.moodle.answers import COMPLETION, learners
from adapters.lms.moodle.grades import GRADES
from adapters.lms.moodle.reading import ENROLLED, NOT_ENROLLED, THEIR_COURSES
from adapters.lms.moodle.web_service import MoodleError
from plugin.domain.connection import Finding
from plugin.domain.report import Answer
from plugin.domain.text import say, together

SITE = "core_webservice_get_site_info"
COURSE, CONTENTS = "core_course_get_courses_by_field", "core_course_get_contents"
COMPETENCIES = "core_competency_list_course_competencies"
NEEDED = (ENROLLED, COMPLETION, GRADES)
FURTHER = (THEIR_COURSES, ACTIVITIES, COURSE, CONTENTS, COMPETENCIES)
RIGHTS: Mapping[str, str] = {
    ENROLLED: (
        "moodle/course:view, moodle/course:viewparticipants, moodle/user:viewdetails, moodle/site:accessallgroups"
    ),
    COMPLETION: "report/completion:view",
    GRADES: "gradereport/user:view, moodle/grade:viewall, moodle/grade:viewhidden",
    THEIR_COURSES: "moodle/course:viewparticipants",
    ACTIVITIES: say("report/progress:view, and mod/…:view of each kind of activity"),
    CONTENTS: "moodle/course:view, moodle/course:viewhiddencourses",
    COMPETENCIES: "moodle/competency:coursecompetencyview",
}
_HARMLESS = (NOT_ENROLLED, "nocriteriaset")  # Moodle answered; it has nothing to tell of this course or person
Call = Callable[..., Any]


def of_functions(site: object) -> tuple[Finding, Finding]:
    """Which functions the token may not use, by the answer of core_webservice_get_site_info."""
    allowed = {function.get("name") for function in form.objects_of(form.object_of(site).get("functions"))}
    return (
        _lacking(
            say("Can completion and grades be read?"),
            say("Moodle lets this tool call every function that it needs."),
            [name for name in NEEDED if name not in allowed],
        ),
        _lacking(
            say("Can rules name activities, and plans be filled from the course?"),
            say("Moodle lets this tool call these functions as well."),
            [name for name in FURTHER if name not in allowed],
        ),
    )


def in_course(call: Call, course_id: str) -> Finding:
    """Tries each function in that course, on one learner of it."""
    question = say("Does Moodle let the tool see this course?")
    refused: dict[str, str] = {}
    people = _tried(refused, call, ENROLLED, courseid=course_id)
    subject = next((person.subject for person in learners(people)), "")
    for function in (COMPLETION, GRADES, ACTIVITIES) if subject else ():
        _tried(refused, call, function, courseid=course_id, userid=subject)
    if refused:
        told = together(say("{name}: {reason}", name=name, reason=reason) for name, reason in refused.items())
        rights = together((RIGHTS[name] for name in refused), "; ")
        return Finding(question, Answer.NO, told, say("Allow the tool's user in Moodle: {rights}.", rights=rights))
    if not subject:
        return Finding(question, Answer.UNKNOWN, say("The course has no learners yet, so nothing could be tried."))
    return Finding(question, Answer.YES, say("It answered for one learner of the course."))


def _tried(refused: dict[str, str], call: Call, function: str, **arguments: str) -> object:
    try:
        return call(function, **arguments)
    except MoodleError as error:
        if error.kind not in _HARMLESS:
            refused[function] = error.sentence
    return None


def _lacking(question: str, all_there: str, lacking: list[str]) -> Finding:
    if lacking:
        evidence = say("The web service lacks: {names}.", names=tuple(lacking))
        return Finding(question, Answer.NO, evidence, say("Add these functions to the service in Moodle."))
    return Finding(question, Answer.YES, all_there)
