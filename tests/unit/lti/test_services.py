"""Memberships, grade columns, tokens: within bounds, whatever the platform answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import jwt
import pytest
from urllib3 import HTTPResponse

from lti.connector import Connector, Tokens
from lti.grade_columns import GradeColumns
from lti.http import BoundedSession, _Patient
from lti.memberships import members
from plugin.domain.errors import InputError, ServiceError
from plugin.domain.platforms import ColumnScore, CourseRole, LineItem, Registration, ServiceAddresses
from tests.fakes.clock import SetClock
from tests.fakes.misbehaving_platform import MisbehavingPlatform, Reply
from tests.unit.lti.conftest import CLIENT, later, tool_keys

TOKEN = Reply(body=json.dumps({"access_token": "t1", "expires_in": 3600}).encode())


def reply(value: object, **headers: str) -> Reply:
    return Reply(body=json.dumps(value).encode(), headers=headers)


@pytest.fixture
def connect(
    platform: MisbehavingPlatform, registration: Registration, session: BoundedSession, clock: SetClock
) -> Callable[[], Connector]:
    platform.says("/token", TOKEN)
    tokens = Tokens(clock)
    return lambda: Connector(registration, session, tokens, tool_keys())


@pytest.fixture
def services(platform: MisbehavingPlatform) -> ServiceAddresses:
    return ServiceAddresses(f"{platform.base}/members", f"{platform.base}/columns")


Connect = Callable[[], Connector]


def member(number: int, **more: Any) -> dict[str, Any]:
    return {"user_id": str(number), "roles": ["Learner"], "name": f"Learner {number}", **more}


def test_members_are_read_over_all_pages(
    platform: MisbehavingPlatform, connect: Connect, services: ServiceAddresses
) -> None:  # row 12
    cursor = "/members?cursor=AbC%2Fd&x=1"
    platform.says("/members", reply({"members": [member(1), member(2)]}, Link=f'<{platform.base}{cursor}>; rel="next"'))
    platform.says(
        cursor, reply({"members": [member(2), member(3, status="Inactive", roles="x"), 7, {"user_id": None}]})
    )
    found = members(connect(), services)
    assert [m.person.subject for m in found] == ["1", "2", "3"]
    assert [m.active for m in found] == [True, True, False]
    assert (found[0].role, found[2].role) == (CourseRole.LEARNER, CourseRole.NONE)


def test_a_course_of_ten_thousand_fits_in_pages_of_fifty(
    platform: MisbehavingPlatform, connect: Connect, services: ServiceAddresses
) -> None:
    for page in range(200):
        address = f"/members?cursor={page}" if page else "/members"
        following = f'<{platform.base}/members?cursor={page + 1}>; rel="next"'
        people = [member(50 * page + number) for number in range(50)]
        platform.says(address, reply({"members": people}, **({"Link": following} if page < 199 else {})))
    assert len(members(connect(), services)) == 10_000
    assert platform.count("/token") == 1


def test_names_come_as_people_write_them(
    platform: MisbehavingPlatform, connect: Connect, services: ServiceAddresses
) -> None:
    platform.says("/members", reply({"members": [member(1, name="Bob &amp; Co", email="")]}))
    (found,) = members(connect(), services)
    assert (found.person.full_name, found.person.email) == ("Bob & Co", None)


def test_a_list_that_never_ends_is_given_up(
    platform: MisbehavingPlatform, connect: Connect, services: ServiceAddresses
) -> None:
    platform.says("/members", reply({"members": [member(1)]}, Link=f'<{platform.base}/members>; rel="next"'))
    with pytest.raises(ServiceError, match="come to an end"):
        members(connect(), services)
    platform.says("/columns", reply([], Link=f'<{platform.base}/columns>; rel="next"'))
    with pytest.raises(ServiceError, match="come to an end"):
        GradeColumns(connect(), services).all()


@pytest.mark.parametrize("address", ["https://evil.example/x", "https://[", "//evil.example/x", "ftp://x"])
def test_a_next_page_anywhere_else_is_not_followed(
    platform: MisbehavingPlatform, connect: Connect, services: ServiceAddresses, address: str
) -> None:
    platform.says("/members", reply({"members": [member(1)]}, Link=f'<{address}>; rel="next"'))
    assert len(members(connect(), services)) == 1


def test_without_the_services_there_is_a_sentence(connect: Connect) -> None:
    with pytest.raises(ServiceError, match="who is in the course"):
        members(connect(), ServiceAddresses())
    with pytest.raises(ServiceError, match="no columns"):
        GradeColumns(connect(), ServiceAddresses())


def test_curly_quotes_in_moodles_link_header_are_understood(
    platform: MisbehavingPlatform, connect: Connect, services: ServiceAddresses
) -> None:
    link = f"<{platform.base}/columns?from=1&amp;limit=1>; rel=“next”".encode().decode("latin-1")
    item = {"id": f"{platform.base}/columns/1", "label": "A", "scoreMaximum": 10}
    platform.says("/columns", reply([item], Link=link))
    platform.says(
        "/columns?from=1&limit=1",
        reply([{**item, "id": f"{platform.base}/columns/2", "tag": "t", "resourceId": "r"}, 7]),
    )
    found = GradeColumns(connect(), services).all()
    assert [(c.label, c.tag, c.resource_id) for c in found] == [("A", "", ""), ("A", "t", "r")]


def test_a_column_that_makes_no_sense_is_refused(
    platform: MisbehavingPlatform, connect: Connect, services: ServiceAddresses
) -> None:
    for address in (7, "https://[", "2"):
        platform.says("/columns", reply([{"id": address, "scoreMaximum": 10}]))
        with pytest.raises(ServiceError, match="cannot be used"):
            GradeColumns(connect(), services).all()
    platform.says("/columns", reply({"keys": 1}))
    assert GradeColumns(connect(), services).all() == ()


def test_results_tell_zero_from_nothing(
    platform: MisbehavingPlatform, connect: Connect, services: ServiceAddresses
) -> None:
    results = [{"userId": 1, "resultScore": 0, "resultMaximum": 10}, {"userId": "2"}, {"userId": None}]
    platform.says("/columns/1/results?type_id=3", reply(results))
    column = LineItem(f"{platform.base}/columns/1?type_id=3", "A", 10)
    found = GradeColumns(connect(), services).results(column)
    assert [(r.subject, r.score) for r in found] == [("1", 0.0), ("2", None)]


def test_results_are_read_over_all_pages(
    platform: MisbehavingPlatform, connect: Connect, services: ServiceAddresses
) -> None:  # row 13
    for page in range(3):
        here, there = (f"/columns/1/results{f'?c=Ab{n}' if n else ''}" for n in (page, page + 1))
        seven = [{"userId": n, "resultScore": 1, "resultMaximum": 1} for n in range(7)][3 * page : 3 * page + 3]
        link = {"Link": f'<{platform.base}{there}>; rel="next"'} if page < 2 else {}
        platform.says(here, reply(seven, **link))
    column = LineItem(f"{platform.base}/columns/1", "A", 10)
    assert len(GradeColumns(connect(), services).results(column)) == 7


def test_columns_and_scores_are_written_as_the_standard_says(
    platform: MisbehavingPlatform, connect: Connect, services: ServiceAddresses, clock: SetClock
) -> None:
    platform.says("/columns", reply({"id": f"{platform.base}/columns/1", "label": "A", "scoreMaximum": 10}))
    platform.says("/columns/1/scores", Reply())
    columns = GradeColumns(connect(), services)
    column = columns.create(LineItem("", "A", 10.0, tag="t"))
    columns.report(column, ColumnScore("1", 8.5, 10, "Completed", "FullyGraded", clock.now()))
    columns.report(column, ColumnScore("1", None, None, "Started", "NotReady", clock.now()))
    bodies = [json.loads(a.body) for a in platform.asked if a.path.startswith("/columns")]
    assert bodies[0] == {"label": "A", "scoreMaximum": 10, "tag": "t"}
    assert (bodies[1]["scoreGiven"], bodies[1]["timestamp"]) == (8.5, "2026-03-02T09:00:00.000+00:00")
    assert "scoreGiven" not in bodies[2]
    media = [a.headers["Content-Type"] for a in platform.asked if a.path.startswith("/columns")]
    assert media[:2] == ["application/vnd.ims.lis.v2.lineitem+json", "application/vnd.ims.lis.v1.score+json"]
    columns.create(LineItem("", "A", 9.5))
    assert json.loads(platform.asked[-1].body)["scoreMaximum"] == 9.5


def test_a_token_is_asked_for_once_with_a_signed_assertion(
    platform: MisbehavingPlatform, connect: Connect, services: ServiceAddresses, clock: SetClock
) -> None:  # row 14
    platform.says("/members", reply({"members": []}))
    for _ in range(3):
        members(connect(), services)
    assert platform.count("/token") == 1
    form = parse_qs(next(a for a in platform.asked if a.path == "/token").body.decode())
    assertion = jwt.decode(
        form["client_assertion"][0],
        tool_keys().private.public_key(),
        ["RS256"],
        audience=f"{platform.base}/token",
        options={"verify_exp": False, "verify_iat": False},
    )
    assert assertion["iss"] == assertion["sub"] == CLIENT
    assert jwt.get_unverified_header(form["client_assertion"][0])["kid"] == tool_keys().jwks()["keys"][0]["kid"]
    clock.forward(later(3600))
    members(connect(), services)
    assert platform.count("/token") == 2


def test_a_token_that_the_platform_no_longer_takes_is_replaced_once(
    platform: MisbehavingPlatform, connect: Connect, services: ServiceAddresses
) -> None:  # row 15
    platform.says("/members", Reply(401), reply({"members": [member(1)]}))
    assert len(members(connect(), services)) == 1
    assert platform.count("/token") == 2
    platform.says("/members", Reply(401))
    with pytest.raises(ServiceError, match="status 401"):
        members(connect(), services)


def test_another_client_never_gets_this_clients_token(
    platform: MisbehavingPlatform, registration: Registration, session: BoundedSession, clock: SetClock
) -> None:  # row 16
    from dataclasses import replace

    platform.says("/token", TOKEN)
    tokens = Tokens(clock)
    for mine in (registration, replace(registration, id="p2", client_id="client-2")):
        Connector(mine, session, tokens, tool_keys()).get_access_token(["scope"])
    assert platform.count("/token") == 2


@pytest.mark.parametrize("answer", [Reply(400, b'{"error":"Ada"}'), reply({}), reply([]), reply({"access_token": ""})])
def test_no_token_is_a_sentence_without_the_platforms_words(
    platform: MisbehavingPlatform, connect: Connect, services: ServiceAddresses, answer: Reply
) -> None:
    platform.says("/token", answer)
    with pytest.raises(ServiceError) as refusal:
        members(connect(), services)
    assert "Ada" not in str(refusal.value)


@pytest.mark.parametrize("span", [{}, {"expires_in": "soon"}, {"expires_in": 1e308}, {"expires_in": 10**400}])
def test_a_token_without_a_sensible_span_lasts_an_hour(
    platform: MisbehavingPlatform, connect: Connect, services: ServiceAddresses, span: dict[str, Any]
) -> None:
    platform.says("/token", reply({"access_token": "t", **span}))
    platform.says("/members", reply({"members": []}))
    members(connect(), services)
    members(connect(), services)
    assert platform.count("/token") == 1


@pytest.mark.parametrize(
    "answer", [Reply(302, headers={"Location": "https://evil.example/"}), Reply(403, b"Ada"), Reply(500)]
)
def test_refusals_and_redirects_end_the_call(
    platform: MisbehavingPlatform, connect: Connect, services: ServiceAddresses, answer: Reply
) -> None:
    platform.says("/members", answer)
    with pytest.raises(ServiceError) as refusal:
        members(connect(), services)
    assert "Ada" not in str(refusal.value)


def test_an_answer_that_is_not_json_is_a_sentence(
    platform: MisbehavingPlatform, connect: Connect, services: ServiceAddresses
) -> None:
    platform.says("/members", Reply(body=b"<html>"))
    with pytest.raises(InputError, match="not JSON"):
        members(connect(), services)


@pytest.mark.parametrize("wait", ["86400", "soon", "0", "Fri, 31 Dec 1999 23:59:59 GMT", None])
def test_a_busy_platform_is_asked_again(
    platform: MisbehavingPlatform, connect: Connect, services: ServiceAddresses, wait: str | None
) -> None:
    busy = Reply(503, headers={"Retry-After": wait} if wait else {})
    platform.says("/members", busy, reply({"members": [member(1)]}))
    assert len(members(connect(), services)) == 1


@pytest.mark.parametrize(("asked", "waits"), [("10", 10), ("11", None), ("86400", None), ("soon", None), ("", None)])
def test_a_short_wait_is_kept_and_a_long_one_is_not(asked: str, waits: float | None) -> None:
    answer = HTTPResponse(status=429, headers={"Retry-After": asked} if asked else {})
    assert _Patient().get_retry_after(answer) == waits


def test_a_token_never_travels_in_the_open(
    registration: Registration, session: BoundedSession, clock: SetClock, services: ServiceAddresses
) -> None:
    from dataclasses import replace

    secure = replace(registration, auth_token_url="https://lms.example/token")
    with pytest.raises(ServiceError, match="without https"):
        members(Connector(secure, session, Tokens(clock), tool_keys()), services)


def test_a_platform_that_hangs_is_given_up(
    platform: MisbehavingPlatform, connect: Connect, services: ServiceAddresses
) -> None:  # row 17
    platform.says("/token", Reply(after=0.8))
    with pytest.raises(ServiceError, match="did not answer"):
        members(connect(), services)


def test_an_answer_without_end_is_given_up(platform: MisbehavingPlatform) -> None:
    platform.says("/huge", Reply(body=b"x" * 300_000))
    with BoundedSession(size_max=100_000) as small, pytest.raises(ServiceError, match="too much"):
        small.get(f"{platform.base}/huge")


def test_an_address_that_is_none_is_a_sentence() -> None:  # row 22
    with BoundedSession() as session:
        for url in ("http://127.0.0.1:1/", b"http://127.0.0.1:1/", "http://[", "nothing"):
            with pytest.raises(ServiceError, match="did not answer"):
                session.get(url)
