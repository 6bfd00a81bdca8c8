from __future__ import annotations

from dataclasses import replace
from email.utils import format_datetime

import pytest

from lti.connection_check import check_connection
from lti.connector import Connector, Tokens
from lti.http import BoundedSession
from plugin.domain.connection import Finding, Setting
from plugin.domain.platforms import Course, CoursePlace, Registration, ServiceAddresses
from plugin.domain.report import Answer
from tests.fakes.clock import SetClock
from tests.fakes.misbehaving_platform import MisbehavingPlatform, Reply
from tests.unit.lti.conftest import jwks, later, platform_key, tool_keys
from tests.unit.lti.test_services import TOKEN, member, reply

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN


def checked(
    registration: Registration, session: BoundedSession, clock: SetClock, *places: CoursePlace
) -> tuple[Finding, ...]:
    connector = Connector(registration, session, Tokens(clock), tool_keys())
    findings = check_connection(registration, session, connector, clock, places)
    assert all(finding.hint for finding in findings if finding.answer is not YES)
    return findings


def answers(registration: Registration, session: BoundedSession, clock: SetClock) -> list[Answer]:
    return [finding.answer for finding in checked(registration, session, clock)[:3]]


def keys(clock: SetClock, seconds: float = 0, body: bytes | None = None) -> Reply:
    date = format_datetime(clock.now() + later(seconds), usegmt=True)
    return Reply(body=jwks(platform_key()) if body is None else body, headers={"Date": date})


def test_a_connection_that_works_is_green(
    platform: MisbehavingPlatform, registration: Registration, session: BoundedSession, clock: SetClock
) -> None:
    platform.dated = False
    platform.says("/jwks", keys(clock, 20))
    platform.says("/token", TOKEN)
    assert answers(registration, session, clock) == [YES, YES, YES]


@pytest.mark.parametrize(("seconds", "answer"), [(59, YES), (-59, YES), (90, NO), (-90, NO)])
def test_clocks_may_differ_by_a_minute(
    platform: MisbehavingPlatform,
    registration: Registration,
    session: BoundedSession,
    clock: SetClock,
    seconds: float,
    answer: Answer,
) -> None:
    platform.dated = False
    platform.says("/jwks", keys(clock, seconds))
    assert answers(registration, session, clock)[1] is answer


@pytest.mark.parametrize("reply", [Reply(404), Reply(body=b"<html>"), Reply(body=b'{"keys": []}')])
def test_keys_that_cannot_be_used_are_red(
    platform: MisbehavingPlatform,
    registration: Registration,
    session: BoundedSession,
    clock: SetClock,
    reply: Reply,
) -> None:
    platform.says("/jwks", reply)
    assert answers(registration, session, clock)[0] is NO


def test_a_platform_that_does_not_say_the_time_leaves_it_open(
    platform: MisbehavingPlatform, registration: Registration, session: BoundedSession, clock: SetClock
) -> None:
    platform.dated = False
    platform.says("/jwks", Reply(body=jwks(platform_key())))
    assert answers(registration, session, clock) == [YES, UNKNOWN, NO]


def test_a_platform_that_is_away_is_red_and_its_clock_unknown(
    platform: MisbehavingPlatform, registration: Registration, session: BoundedSession, clock: SetClock
) -> None:
    platform.says("/jwks", Reply(after=0.8))
    assert answers(registration, session, clock)[:2] == [NO, UNKNOWN]


class TestServices:
    """What can be tried once a launch has named a course."""

    @pytest.fixture
    def place(self, platform: MisbehavingPlatform, registration: Registration) -> CoursePlace:
        platform.says("/token", TOKEN)
        services = ServiceAddresses(f"{platform.base}/members", f"{platform.base}/columns", None, ("https://x/score",))
        return CoursePlace(registration, "d1", Course("2", "DE", "Data Ethics"), "7", services)

    def test_members_and_columns_are_counted(
        self,
        platform: MisbehavingPlatform,
        registration: Registration,
        session: BoundedSession,
        clock: SetClock,
        place: CoursePlace,
    ) -> None:
        people = [member(1), member(2, status="Inactive"), member(3, roles=["Instructor"], name=None)]
        platform.says("/members", reply({"members": people}))
        platform.says("/columns", reply([]))
        bare = replace(place, services=ServiceAddresses())
        *_, who, columns = checked(registration, session, clock, bare, place)  # the first that has an address counts
        assert (who.answer, columns.answer) == (YES, YES)
        assert who.evidence == "3 people in “Data Ethics”: 1 active learners, 2 with a name."
        assert columns.evidence == "Rights: score. Columns of this tool: 0."

    def test_without_names_it_works_and_says_why_learners_type_them(
        self,
        platform: MisbehavingPlatform,
        registration: Registration,
        session: BoundedSession,
        clock: SetClock,
        place: CoursePlace,
    ) -> None:
        platform.says("/members", reply({"members": [member(1, name=None)]}))
        who = checked(registration, session, clock, place)[3]
        assert (who.answer, "privacy" in who.hint) == (YES, True)

    def test_refusals_are_red_and_name_the_setting(
        self,
        platform: MisbehavingPlatform,
        registration: Registration,
        session: BoundedSession,
        clock: SetClock,
        place: CoursePlace,
    ) -> None:
        platform.says("/members", Reply(403))
        platform.says("/columns", Reply(403))
        *_, who, columns = checked(registration, session, clock, place)
        assert (who.answer, who.setting, columns.answer, columns.setting) == (NO, Setting.MEMBERS, NO, Setting.COLUMNS)

    def test_a_launch_without_services_is_red_and_none_at_all_is_open(
        self, registration: Registration, session: BoundedSession, clock: SetClock, place: CoursePlace
    ) -> None:
        bare = replace(place, services=ServiceAddresses())
        assert [f.answer for f in checked(registration, session, clock, bare)[3:]] == [NO, NO]
        assert [f.answer for f in checked(registration, session, clock)[3:]] == [UNKNOWN, UNKNOWN]
