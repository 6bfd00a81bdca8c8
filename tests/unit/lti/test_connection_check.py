from __future__ import annotations

from email.utils import format_datetime

import pytest

from lti.connection_check import check_connection
from lti.connector import Connector, Tokens
from lti.http import BoundedSession
from plugin.domain.platforms import Registration
from plugin.domain.report import Answer
from tests.fakes.clock import SetClock
from tests.fakes.misbehaving_platform import MisbehavingPlatform, Reply
from tests.unit.lti.conftest import jwks, later, platform_key, tool_keys
from tests.unit.lti.test_services import TOKEN

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN


def answers(registration: Registration, session: BoundedSession, clock: SetClock) -> list[Answer]:
    connector = Connector(registration, session, Tokens(clock), tool_keys())
    findings = check_connection(registration, session, connector, clock)
    assert all(finding.hint for finding in findings if finding.answer is not YES)
    return [finding.answer for finding in findings]


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
