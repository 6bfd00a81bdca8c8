"""One course as four kinds of LMS tell of it: Moodle's, Canvas's and Open edX's own services, and plain LTI.

Change a field and every answer changes. Moodle's forms are those seen on 4.5 and 5.1; Canvas's and Open edX's are
those of their documentation and source, not seen on a real site. `trouble` makes all of them fail in one way.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from flask import Flask, Response, abort, request

from lti.connector import Connector, Tokens
from lti.http import BoundedSession
from plugin.clock import SystemClock
from plugin.demo.serving import loopback, serving
from plugin.domain.platforms import Course, CoursePlace, Registration, ServiceAddresses
from tests.unit.lti.conftest import tool_keys

COURSE, LINK, TEACHER = "4", "7", "11"
DONE_AT, FUTURE = 1_771_588_800, 4_102_444_800  # 20 February 2026; 2100
ACCESS, REFRESH = "an-access-token", "a-refresh-token"


class Trouble(Enum):
    """How an LMS can fail, one way at a time."""

    SLOW = "slow"
    TOO_MANY = "429"
    HTML_500 = "500 with HTML"
    HALF_PAGE = "half a page"
    WRONG_TOKEN = "wrong token"
    RIGHT_MISSING = "right missing"
    COMPLETION_OFF = "completion off"
    NO_CRITERIA = "no criteria set"
    COURSE_DELETED = "course deleted"
    CLOCK_WRONG = "clock wrong"


@dataclass
class Learner:
    """One learner. `percent` of 100: the course grade; None while nothing is graded. `column`: of 10, in ours."""

    name: str
    completed: bool
    percent: float | None
    suspended: bool = False
    column: float | None = None

    @property
    def email(self) -> str:
        return f"{self.name.lower()}@zed.example"


@dataclass
class SimulatedLms:
    """The course, its learners by subject, and what is wrong just now."""

    learners: dict[str, Learner] = field(
        default_factory=lambda: {
            "1": Learner("Ada", completed=True, percent=84.5, column=8),
            "2": Learner("Bob", completed=False, percent=20.0),
            "3": Learner("Cem", completed=False, percent=None),
            "4": Learner("Dot", completed=True, percent=90.0, suspended=True),
            "5": Learner("Eve", completed=True, percent=50.0, column=5),
        }
    )
    trouble: Trouble | None = None
    asked: list[str] = field(default_factory=list)
    slow_seconds: float = 0.8
    patience: float = 20.0  # seconds for which LTI connections wait
    base: str = ""

    @property
    def active(self) -> dict[str, Learner]:
        return {subject: who for subject, who in self.learners.items() if not who.suspended}

    @property
    def done_at(self) -> int:
        return FUTURE if self.trouble is Trouble.CLOCK_WRONG else DONE_AT

    def place(self) -> CoursePlace:
        registration = Registration("p1", self.base, "client-1", "", f"{self.base}/lti/token", "")
        services = ServiceAddresses(
            f"{self.base}/lti/members", f"{self.base}/lti/columns", f"{self.base}/lti/columns/1"
        )
        return CoursePlace(registration, "d1", Course(COURSE, "DE-1", "Data Ethics"), LINK, services)

    def connect(self, registration: Registration) -> Connector:
        return Connector(registration, BoundedSession(read_seconds=self.patience), Tokens(SystemClock()), tool_keys())

    def service(self, family: str) -> tuple[str, str]:
        """What an administrator would enter."""
        client = {"client_id": "c", "client_secret": "s"}
        return {
            "moodle": (f"{self.base}/moodle/server.php", ACCESS),
            "canvas": (self.base, json.dumps(client | {"refresh_token": REFRESH})),
            "openedx": (self.base, json.dumps(client)),
            "generic": (self.base, ACCESS),
        }[family]


@contextmanager
def running(lms: SimulatedLms) -> Iterator[SimulatedLms]:
    """The LMS on loopback."""
    listener = loopback()
    lms.base = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with serving(_app(lms), listener):
        yield lms


def _app(lms: SimulatedLms) -> Flask:
    app = Flask(__name__)
    app.before_request(lambda: _before(lms))
    app.after_request(lambda answer: _after(lms, answer))
    app.add_url_rule("/moodle/server.php", view_func=lambda: _json(_moodle(lms)), methods=["POST"], endpoint="moodle")
    app.add_url_rule("/login/oauth2/token", view_func=lambda: _token(lms), methods=["POST"], endpoint="canvas_token")
    app.add_url_rule("/oauth2/access_token", view_func=lambda: _token(lms), methods=["POST"], endpoint="edx_token")
    app.add_url_rule("/lti/token", view_func=lambda: _token(lms), methods=["POST"], endpoint="lti_token")
    app.add_url_rule("/api/v1/<path:path>", view_func=lambda path: _canvas(lms, path), endpoint="canvas")
    app.add_url_rule("/api/<area>/<version>/<path:path>", view_func=lambda **where: _edx(lms, **where), endpoint="edx")
    app.add_url_rule("/lti/<path:path>", view_func=lambda path: _lti(lms, path), endpoint="lti")
    return app


def _before(lms: SimulatedLms) -> Response | None:
    lms.asked.append(f"{request.path}?{request.query_string.decode()} {request.form.get('wsfunction', '')}")
    if lms.trouble is Trouble.SLOW:
        time.sleep(lms.slow_seconds)
    if lms.trouble is Trouble.TOO_MANY:
        return Response("Slow down", 429, {"Retry-After": "3600"})
    if lms.trouble is Trouble.HTML_500:
        return Response("<html><h1>Whoops</h1></html>", 500, mimetype="text/html")
    return None


def _after(lms: SimulatedLms, answer: Response) -> Response:
    if lms.trouble is Trouble.HALF_PAGE and answer.status_code == 200:
        answer.set_data(answer.get_data()[: len(answer.get_data()) // 2])
    return answer


def _json(value: object, status: int = 200) -> Response:
    return Response(json.dumps(value), status, mimetype="application/json")


def _token(lms: SimulatedLms) -> Response:
    refresh = request.form.get("refresh_token", REFRESH)
    early = lms.trouble is Trouble.CLOCK_WRONG and "client_assertion" in request.form
    if lms.trouble is Trouble.WRONG_TOKEN or refresh != REFRESH or early:
        return _json({"error": "invalid_client"}, 400)
    return _json({"access_token": ACCESS, "token_type": "Bearer", "expires_in": 3600})


def _guard(lms: SimulatedLms) -> None:
    """What any REST service refuses."""
    if request.headers.get("Authorization", "").split()[-1:] != [ACCESS]:
        abort(401)
    if lms.trouble is Trouble.RIGHT_MISSING:
        abort(403)
    if lms.trouble is Trouble.COURSE_DELETED:
        abort(404)


# Moodle 4.5 and 5.1: status 200 always, errors in the body.


def _refused(code: str) -> dict[str, str]:
    return {"exception": "moodle_exception", "errorcode": code, "message": "Ada is mentioned here"}


def _moodle(lms: SimulatedLms) -> object:
    function, form = request.form["wsfunction"], request.form
    if form.get("wstoken") != ACCESS or lms.trouble is Trouble.WRONG_TOKEN:
        return _refused("invalidtoken")
    if lms.trouble is Trouble.RIGHT_MISSING and function != "core_enrol_get_enrolled_users":
        return _refused("nopermissions")
    if lms.trouble is Trouble.COURSE_DELETED:
        return _refused("invalidrecord")
    subject = form.get("userid", "0")
    if function == "core_enrol_get_enrolled_users":
        return [_moodle_user(s, who.name, "student") for s, who in lms.learners.items()] + [
            _moodle_user(TEACHER, "Tea", "editingteacher")
        ]
    if function == "core_enrol_get_users_courses":
        return [{"id": int(COURSE)}] if subject in lms.active or subject == TEACHER else []
    if function == "gradereport_user_get_grade_items":
        rows = [_moodle_grades(s, who) for s, who in lms.learners.items() if subject in (s, "0")]
        return {"usergrades": [row for row in rows if subject != "0" or str(row["userid"]) in lms.active]}
    if function == "core_completion_get_course_completion_status":
        return _moodle_completion(lms, subject)
    if function == "core_completion_get_activities_completion_status":
        return _moodle_activities(lms, subject)
    return _refused("accessexception")


def _moodle_user(subject: str, name: str, role: str) -> dict[str, Any]:
    return {"id": int(subject), "fullname": name, "roles": [{"shortname": role}]}


def _moodle_grades(subject: str, who: Learner) -> dict[str, Any]:
    item = {
        "graderaw": who.percent,
        "grademin": 0,
        "grademax": 100,
        "gradedategraded": DONE_AT,
        "gradeishidden": False,
        "gradehiddenbydate": False,
        "gradeneedsupdate": False,
        "gradeformatted": "&ndash;",
    }
    items = [
        {"id": 1, "itemtype": "course", "itemname": None, **item},
        {"id": 2, "itemtype": "mod", "cmid": 12, **item},
    ]
    return {"userid": int(subject), "gradeitems": items}


def _moodle_completion(lms: SimulatedLms, subject: str) -> object:
    if subject not in lms.active:
        return _refused("usernotenroled" if subject in (*lms.learners, TEACHER) else "invaliduser")
    if lms.trouble in (Trouble.COMPLETION_OFF, Trouble.NO_CRITERIA):
        return _refused("cannotviewreport" if lms.trouble is Trouble.COMPLETION_OFF else "nocriteriaset")
    done = lms.learners[subject].completed
    when = lms.done_at if done else None
    details = {"type": "Activity", "criteria": '<a href="#">Quiz</a>', "requirement": "", "status": ""}
    criterion = {"type": 4, "title": "Activity", "complete": done, "timecompleted": when, "details": details}
    return {"completionstatus": {"completed": done, "aggregation": 1, "completions": [criterion]}, "warnings": []}


def _moodle_activities(lms: SimulatedLms, subject: str) -> object:
    who = lms.learners.get(subject)
    if who is None and subject != TEACHER:
        return _refused("invaliduser")
    state = 2 if who is None or who.completed else 0
    status = {"cmid": 12, "state": state, "timecompleted": lms.done_at, "tracking": 2}
    return {"statuses": [status | {"istrackeduser": subject in lms.active, "details": []}], "warnings": []}


# Canvas: its REST API documentation and course_progress.rb.


def _canvas(lms: SimulatedLms, path: str) -> Response:
    _guard(lms)
    course, _, rest = path.removeprefix("courses/").partition("/")
    if course != f"lti_context_id:{COURSE}":
        abort(404)
    if not rest:
        return _json({"id": 900, "name": "Data Ethics", "course_code": "DE-1", "hide_final_grades": False})
    part, _, below = rest.partition("/")
    if part == "users":
        return _json(_canvas_progress(lms, below.removesuffix("/progress").removeprefix("lti_1_3_id:")))
    if part == "enrollments":
        return _json(_canvas_enrolments(lms, request.args.get("user_id", "").removeprefix("lti_1_3_id:")))
    if part == "modules":
        return _json(_canvas_modules(lms, request.args.get("student_id", "")))
    subject = below.rpartition("lti_1_3_id:")[2]
    return _json(_canvas_submission(lms, subject) if subject else [{"id": 31, "name": "Essay", "points_possible": 20}])


def _canvas_progress(lms: SimulatedLms, subject: str) -> object:
    if lms.trouble in (Trouble.COMPLETION_OFF, Trouble.NO_CRITERIA) or subject not in lms.learners:
        return {"error": {"message": "no progress available because this course is not module based"}}
    done = lms.learners[subject].completed
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(lms.done_at)) if done else None
    return {"requirement_count": 3, "requirement_completed_count": 3 if done else 1, "completed_at": at}


def _canvas_enrolments(lms: SimulatedLms, subject: str) -> object:
    who = lms.learners.get(subject)
    if who is None:
        return []
    grades = {"current_score": who.percent, "final_score": who.percent, "final_grade": "B" if who.percent else None}
    state = "inactive" if who.suspended else "active"
    return [{"user_id": 500 + int(subject), "type": "StudentEnrollment", "enrollment_state": state, "grades": grades}]


def _canvas_modules(lms: SimulatedLms, student: str) -> object:
    module: dict[str, Any] = {"id": 21, "name": "Unit 1"}
    if student:
        done = lms.learners[str(int(student) - 500)].completed
        module |= {
            "state": "completed" if done else "started",
            "completed_at": "2026-02-20T12:00:00Z" if done else None,
        }
    return [module]


def _canvas_submission(lms: SimulatedLms, subject: str) -> object:
    percent = lms.learners[subject].percent
    score = None if percent is None else percent / 5
    assignment = {"id": 31, "points_possible": 20, "grading_type": "points"}
    return {
        "score": score,
        "grade": score and str(score),
        "posted_at": "2026-02-21T12:00:00Z",
        "assignment": assignment,
    }


# Open edX: grades API v1 and certificates API v0 of edx-platform.


def _edx(lms: SimulatedLms, area: str, version: str, path: str) -> Response:
    _guard(lms)
    if area == "grades":
        rows = [_edx_grade(subject, who) for subject, who in lms.learners.items()]
        first = request.args.get("cursor") is None
        following = f"{lms.base}{request.path}?cursor=2" if first else None
        return _json({"next": following, "previous": None, "results": rows[:2] if first else rows[2:]})
    if area == "certificates":
        return _edx_certificate(lms, path.split("/")[1].removeprefix("user"))
    return _json({"name": "Data Ethics", "number": "DE-1", "start": "2026-02-01T00:00:00Z", "short_description": "Why"})


def _edx_grade(subject: str, who: Learner) -> dict[str, Any]:
    part = (who.percent or 0) / 100
    row = {"username": f"user{subject}", "email": who.email, "course_id": COURSE}
    return row | {"passed": part >= 0.5, "percent": part, "letter_grade": "Pass" if part >= 0.5 else None}


def _edx_certificate(lms: SimulatedLms, subject: str) -> Response:
    if lms.trouble in (Trouble.COMPLETION_OFF, Trouble.NO_CRITERIA):
        return _json({"detail": "Not found."}, 404)
    if not lms.learners[subject].completed:
        return _json({"error_code": "no_certificate_for_user"}, 404)
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(lms.done_at))
    return _json({"username": f"user{subject}", "status": "downloadable", "is_passing": True, "created_date": at})


# Plain LTI: NRPS 2.0 and AGS 2.0. The link opens for those who completed.


def _lti(lms: SimulatedLms, path: str) -> Response:
    _guard(lms)
    if path == "members":
        return _json({"id": request.url, "members": list(_members(lms, request.args.get("rlid", "")))})
    if path == "columns":
        return _json([{"id": f"{lms.base}/lti/columns/1", "label": "Ours", "scoreMaximum": 10}])
    graded = {subject: who.column for subject, who in lms.learners.items() if who.column is not None}
    return _json([{"userId": s, "resultScore": points, "resultMaximum": 10} for s, points in graded.items()])


def _members(lms: SimulatedLms, link: str) -> Iterator[dict[str, Any]]:
    free = not link or lms.trouble in (Trouble.COMPLETION_OFF, Trouble.NO_CRITERIA)
    yield {"user_id": TEACHER, "roles": ["Instructor"], "status": "Active"}
    for subject, who in lms.learners.items():
        if free or who.completed:
            status = "Inactive" if who.suspended else "Active"
            yield {"user_id": subject, "roles": ["Learner"], "status": status, "name": who.name, "email": who.email}
