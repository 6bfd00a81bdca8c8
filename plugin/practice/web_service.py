"""The Moodle web service functions for completion and grades, in Moodle 4.5's own request and response form.

Errors come with status 200 and {"exception", "errorcode", "message"}, as from Moodle.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, jsonify, request

from plugin.practice import course_answers
from plugin.practice.launch import the_lms
from plugin.practice.lms import COURSE_ID
from plugin.practice.people import Person, Progress, Role

api = Blueprint("web_service", __name__)
CRITERION_ACTIVITY, CRITERION_GRADE = 4, 6


@api.route("/webservice/rest/server.php", methods=["GET", "POST"])
def server() -> Response:
    """One address for all functions."""
    lms, asked = the_lms(), request.values
    if asked.get("wstoken") != lms.web_service_token:
        return _error("moodle_exception", "invalidtoken", "Invalid token - token not found")
    function = FUNCTIONS.get(asked.get("wsfunction", ""))
    if function is None:
        return _error("dml_missing_record_exception", "invalidrecord", "Can't find data record in database table.")
    if asked.get("courseid", str(COURSE_ID)) != str(COURSE_ID):
        return _error(
            "dml_missing_record_exception", "invalidrecord", "Can't find data record in database table course."
        )
    return function()


def _site_info() -> Response:
    lms = the_lms()
    functions = [{"name": name, "version": "2024100706"} for name in FUNCTIONS]
    return jsonify(sitename="Practice LMS", siteurl=lms.base, release="4.5.6 (practice)", functions=functions)


def _enrolled_users() -> Response:
    """Suspended people are listed as well; Moodle leaves them out only when asked."""
    return jsonify([_user(person) for person in the_lms().people])


def _user(person: Person) -> dict[str, Any]:
    short = "editingteacher" if person.role is Role.TEACHER else "student"
    return {
        "id": person.id,
        "username": f"user{person.id}",
        "firstname": person.first,
        "lastname": person.last,
        "fullname": person.full_name,
        "email": person.email,
        "roles": [{"roleid": 3 if person.role is Role.TEACHER else 5, "name": "", "shortname": short, "sortorder": 0}],
    }


def _completion() -> Response:
    person = the_lms().person(request.values.get("userid", ""))
    if person is None or person.suspended or person.role is Role.TEACHER:
        return _error("moodle_exception", "usernotenroled", "User is not enrolled in this course")
    progress = person.progress
    criteria = [
        _criterion(
            CRITERION_ACTIVITY, "Activity completion", "Read: Why ethics?", progress.read_at is not None, progress
        ),
        _criterion(CRITERION_ACTIVITY, "Activity completion", "Assignment", (progress.assignment or 0) >= 50, progress),
        _criterion(CRITERION_ACTIVITY, "Activity completion", "Quiz", (progress.quiz or 0) >= 5, progress),
        _criterion(CRITERION_GRADE, "Course grade", "Course grade", progress.passed, progress),
    ]
    status = {"completed": progress.completed, "aggregation": 1, "completions": criteria}
    return jsonify(completionstatus=status, warnings=[])


def _criterion(kind: int, title: str, name: str, done: bool, progress: Progress) -> dict[str, Any]:
    link = f'<a href="/course/{COURSE_ID}">{name}</a>' if kind == CRITERION_ACTIVITY else name
    return {
        "type": kind,
        "title": title,
        "status": "Yes" if done else "No",
        "complete": done,
        "timecompleted": progress.finished_at if done else None,
        "details": {"type": title, "criteria": link, "requirement": "", "status": ""},
    }


def _grades() -> Response:
    wanted = request.values.get("userid", "0")
    students = [p for p in the_lms().students if wanted in ("0", str(p.id)) and not (p.suspended and wanted == "0")]
    return jsonify(usergrades=[_user_grades(person) for person in students], warnings=[])


def _user_grades(person: Person) -> dict[str, Any]:
    done = person.progress
    items = [
        _item(1, "Assignment", "mod", done.assignment, 100.0, done) | {"cmid": course_answers.ASSIGNMENT},
        _item(2, "Quiz", "mod", done.quiz, 10.0, done) | {"cmid": course_answers.QUIZ},
        _item(3, "Participation", "manual", done.extra, 20.0, done),
        _item(4, None, "course", done.total, done.maximum, done),
    ]
    return {
        "courseid": COURSE_ID,
        "userid": person.id,
        "userfullname": person.full_name,
        "maxdepth": 2,
        "gradeitems": items,
    }


def _item(
    number: int, name: str | None, kind: str, points: float | None, maximum: float, done: Progress
) -> dict[str, Any]:
    return {
        "id": number,
        "itemname": name,
        "itemtype": kind,
        "graderaw": points,
        "gradedategraded": done.finished_at if points is not None else None,
        "gradehiddenbydate": False,
        "gradeneedsupdate": False,
        "gradeishidden": False,
        "gradeformatted": "-" if points is None else f"{points:.2f}",
        "grademin": 0,
        "grademax": maximum,
    }


def _activities() -> Response:
    person = the_lms().person(request.values.get("userid", ""))
    if person is None:
        return _error("moodle_exception", "invaliduser", "Invalid user")
    return jsonify(course_answers.activities(person))


def _courses_of_a_person() -> Response:
    return jsonify(course_answers.courses_of(the_lms().person(request.values.get("userid", ""))))


def _error(exception: str, code: str, message: str) -> Response:
    return jsonify(exception=exception, errorcode=code, message=message)


FUNCTIONS: dict[str, Callable[[], Response]] = {
    "core_webservice_get_site_info": _site_info,
    "core_enrol_get_enrolled_users": _enrolled_users,
    "core_completion_get_course_completion_status": _completion,
    "gradereport_user_get_grade_items": _grades,
    "core_completion_get_activities_completion_status": _activities,
    "core_enrol_get_users_courses": _courses_of_a_person,
    "core_course_get_contents": lambda: jsonify(course_answers.contents()),
    "core_course_get_courses_by_field": lambda: jsonify(course_answers.course()),
    "core_competency_list_course_competencies": lambda: jsonify(course_answers.competencies()),
}
