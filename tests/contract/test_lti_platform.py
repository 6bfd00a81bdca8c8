"""Launch, memberships and grade columns against real LTI 1.3 platforms: Open edX's own, and our practice LMS.

The tool is a real web server on loopback, the browser is an HTTP client that follows what browsers follow.
"""

from __future__ import annotations

import importlib.util
import json
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask, Response

from lti.connector import Connector, Tokens
from lti.deep_link import deep_link_answer
from lti.grade_columns import GradeColumns
from lti.http import BoundedSession
from lti.key_sets import KeySets
from lti.memberships import members
from lti.room import LtiRoom
from lti.routes import Answers, lti_blueprint
from lti.tool_keys import ToolKeys
from plugin.clock import SystemClock
from plugin.demo.serving import loopback, serving
from plugin.demo.visitor import Form, View, Visitor
from plugin.domain.errors import LaunchError
from plugin.domain.platforms import ColumnScore, CourseRole, Deployment, Launch, LineItem, Registered, Registration
from tests.conftest import absent
from tests.fakes.stores import MemoryPlatforms, MemoryReplay

OPEN_EDX = Path(__file__).parents[1] / "real_lms" / "openedx_platform.py"
PASSWORD = b"for tests"
CLOCK = SystemClock()


@dataclass(frozen=True, slots=True)
class Tool:
    """Our side: where it is, what it knows, and the launches that arrived."""

    base: str
    room: LtiRoom
    platforms: MemoryPlatforms
    launches: list[Launch]
    refusals: list[LaunchError]
    registered: list[Registered]


@dataclass(frozen=True, slots=True)
class Platform:
    """Their side. `enter` launches as "instructor", "learner" or "other learner"; `choose` asks what to place."""

    name: str
    place: dict[str, str]
    enter: Callable[[Visitor, str], View]
    choose: Callable[[Visitor], View]


@contextmanager
def running_tool() -> Iterator[Tool]:
    app, listener = Flask("tool"), loopback()
    base = f"http://127.0.0.1:{listener.getsockname()[1]}"
    platforms = MemoryPlatforms()
    session = BoundedSession()
    room = LtiRoom(
        base,
        False,
        True,
        platforms,
        MemoryReplay(CLOCK),
        CLOCK,
        ToolKeys(ToolKeys.create(PASSWORD), PASSWORD),
        KeySets(session, CLOCK),
        lambda: secrets.token_urlsafe(32),
    )
    tool = Tool(base, room, platforms, [], [], [])
    answers = Answers(
        launch=lambda launch: _arrived(tool, launch),
        keep=_nobody,
        recall=_nobody,
        tab=_nobody,
        notice=_nobody,
        invited=lambda _: None,
        registered=lambda _, registered: _connected(tool, registered),
    )
    app.register_blueprint(lti_blueprint(room, answers))
    app.register_error_handler(LaunchError, lambda error: _refused(tool, error))
    with serving(app, listener), session:
        yield tool


def _nobody(*_: object) -> Response:
    raise AssertionError("nobody asked for this")


def _connected(tool: Tool, registered: Registered) -> str:
    tool.registered.append(registered)
    return "connected"


def _arrived(tool: Tool, launch: Launch) -> str:
    tool.launches.append(launch)
    return "arrived"


def _refused(tool: Tool, error: LaunchError) -> tuple[str, int]:
    tool.refusals.append(error)
    return error.sentence, 400


@contextmanager
def started(command: list[str]) -> Iterator[dict[str, str]]:
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        assert line, "the platform did not start"
        yield json.loads(line)
    finally:
        process.kill()
        process.wait(10)
        process.stdout.close()


@contextmanager
def practice(tool: Tool) -> Iterator[Platform]:
    options = [f"--tool-{name}={tool.base}/lti/{name}" for name in ("login", "launch", "jwks")]
    people = {"instructor": 11, "learner": 102, "other learner": 105}
    with started([sys.executable, "-m", "plugin.practice", *options]) as place:

        def enter(visitor: Visitor, who: str) -> View:
            home = visitor.open(place["base"])
            visitor.submit(next(f for f in home.forms if f.action.endswith(f"/login/{people[who]}")))
            return visitor.open(f"{place['base']}/mod/lti/launch.php?id=15")

        def choose(visitor: Visitor) -> View:
            enter(visitor, "instructor")
            return visitor.open(f"{place['base']}/mod/lti/contentitem.php")

        yield Platform("practice", place, enter, choose)


@contextmanager
def open_edx(tool: Tool) -> Iterator[Platform]:
    if importlib.util.find_spec("lti_consumer") is None:
        absent("the package lti-consumer-xblock is not installed")
    people = {"instructor": 1, "learner": 2, "other learner": 3}
    urls = [f"{tool.base}/lti/{name}" for name in ("login", "launch", "jwks")]
    with started([sys.executable, "-W", "ignore", str(OPEN_EDX), *urls]) as place:
        address = f"{place['base']}/enter"
        yield Platform(
            "Open edX",
            place,
            lambda visitor, who: visitor.open(f"{address}/{people[who]}"),
            lambda visitor: visitor.open(f"{address}/{people['instructor']}?choose=1"),
        )


@pytest.fixture(scope="module", params=[practice, open_edx], ids=["practice", "openedx"])
def sides(request: pytest.FixtureRequest) -> Iterator[tuple[Tool, Platform]]:
    with running_tool() as tool, request.param(tool) as platform:
        place = platform.place
        registration = Registration(
            "p1",
            place["issuer"],
            place["client_id"],
            place["auth_login_url"],
            place["auth_token_url"],
            place["key_set_url"],
        )
        tool.platforms.add(registration, Deployment("d1", "p1", place["deployment_id"], "zed"))
        yield tool, platform


def launched(sides: tuple[Tool, Platform], who: str) -> Launch:
    tool, platform = sides
    before = len(tool.launches)
    platform.enter(Visitor(), who)
    assert len(tool.launches) == before + 1, [error.sentence for error in tool.refusals]
    return tool.launches[-1]


def connector(sides: tuple[Tool, Platform], launch: Launch) -> Connector:
    return Connector(launch.registration, BoundedSession(), Tokens(CLOCK), sides[0].room.keys)


def test_a_learner_arrives_with_name_course_and_role(sides: tuple[Tool, Platform]) -> None:
    launch = launched(sides, "learner")
    assert (launch.role, launch.person.full_name) == (CourseRole.LEARNER, "Łukasz Żółć")
    assert (launch.course.id, launch.course.title) == (sides[1].place["context_id"], "Data Ethics in Practice")
    assert launch.deployment.institution_id == "zed"
    assert launch.services.memberships_url
    assert launch.services.line_items_url


def test_an_instructor_arrives_as_one(sides: tuple[Tool, Platform]) -> None:
    assert launched(sides, "instructor").role is CourseRole.INSTRUCTOR


def test_two_people_are_two_subjects_and_one_stays_the_same(sides: tuple[Tool, Platform]) -> None:
    first, second, again = (launched(sides, who).person.subject for who in ("learner", "other learner", "learner"))
    assert first == again != second


def test_the_members_are_those_who_launch(sides: tuple[Tool, Platform]) -> None:
    learner, instructor = launched(sides, "learner"), launched(sides, "instructor")
    found = {m.person.subject: m for m in members(connector(sides, instructor), instructor.services)}
    assert found[learner.person.subject].role is CourseRole.LEARNER
    assert found[learner.person.subject].person.full_name == "Łukasz Żółć"
    assert found[instructor.person.subject].role is CourseRole.INSTRUCTOR
    assert all(member.active for member in found.values())


def test_a_column_is_made_graded_and_read(sides: tuple[Tool, Platform]) -> None:
    learner, other = launched(sides, "learner"), launched(sides, "other learner")
    columns = GradeColumns(connector(sides, learner), learner.services)
    wanted = LineItem("", "Micro-credential", 10, tag="mc", resource_id="de-101")
    column = columns.create(wanted)
    assert (column.label, column.score_maximum, column.tag) == ("Micro-credential", 10, "mc")
    assert column.id in {item.id for item in columns.all()}
    now = CLOCK.now()
    for launch, score, at in ((learner, 8.5, now), (other, 0.0, now + timedelta(seconds=1))):
        report = ColumnScore(launch.person.subject, score, 10, "Completed", "FullyGraded", at)
        columns.report(column, report)
    graded = {result.subject: result for result in columns.results(column)}
    assert graded[learner.person.subject].score == pytest.approx(8.5)
    assert graded[other.person.subject].score == 0  # zero is a grade


def test_an_instructors_choice_goes_back_and_is_accepted(sides: tuple[Tool, Platform]) -> None:
    tool, platform = sides
    visitor = Visitor()
    platform.choose(visitor)
    launch = tool.launches[-1]
    assert launch.deep_linking is not None
    assert launch.role is CourseRole.INSTRUCTOR
    deployment = launch.deployment.deployment_id
    token = deep_link_answer(launch.registration, deployment, launch.deep_linking, "Data Ethics", tool.room)
    answer = visitor.submit(Form(launch.deep_linking.return_url, "post", {"JWT": token}))
    assert answer.status == 200, answer.text
    refused = visitor.submit(Form(launch.deep_linking.return_url, "post", {"JWT": token[:-4] + "AAAA"}))
    assert refused.status >= 400  # so the first answer was looked at


def test_an_unknown_deployment_is_shown_to_the_administrator(sides: tuple[Tool, Platform]) -> None:
    tool, platform = sides
    known = tool.platforms._deployments.pop()
    try:
        platform.enter(Visitor(), "learner")
        refusal = tool.refusals[-1]
        assert refusal.code == "launch.deployment.unknown"
        assert dict(refusal.details)["deployment id"] == platform.place["deployment_id"]
    finally:
        tool.platforms._deployments.append(known)
