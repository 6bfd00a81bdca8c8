"""Notices (Platform Notification Service 1.0): checked like an id_token, but for the login."""

from __future__ import annotations

import json
from typing import Any

import jwt
import pytest

from lti.claims import LTI
from lti.connector import Connector, Tokens
from lti.http import BoundedSession
from lti.login import begin_login
from lti.notices import ask_for_notices, read_notices
from lti.room import LtiRoom
from plugin.domain.errors import InputError, ServiceError
from plugin.domain.platforms import Course, Notice, Registration
from tests.fakes.clock import SetClock
from tests.fakes.misbehaving_platform import MisbehavingPlatform, Reply
from tests.unit.lti.conftest import CLIENT, SECRET, claims, platform_key, tool_keys
from tests.unit.lti.test_launch import Door
from tests.unit.lti.test_routes import NOTICES, browser
from tests.unit.lti.test_services import TOKEN

COPY = {
    LTI + "notice": {"id": "n1", "timestamp": "2026-03-02T09:00:00Z", "type": "LtiContextCopyNotice"},
    LTI + "context": {"id": "3", "label": "DE2", "title": "Data Ethics, copied"},
    LTI + "origin_contexts": ["2", "", 7],
}


class Sender:
    """Writes notices; each part can be made wrong."""

    def __init__(self, room: LtiRoom, registration: Registration, clock: SetClock) -> None:
        self.room, self.registration, self.clock = room, registration, clock

    def sign(self, header: dict[str, Any] | None = None, /, **changes: Any) -> str:
        body = claims(self.clock, self.registration, "any", **{**COPY, **changes})
        return jwt.encode(body, platform_key(), "RS256", headers={"kid": "k1", **(header or {})})

    def read(self, *tokens: object) -> tuple[tuple[Notice, ...], int]:
        return read_notices(json.dumps({"notices": [{"jwt": token} for token in tokens]}).encode(), self.room)


@pytest.fixture
def sender(room: LtiRoom, registration: Registration, clock: SetClock) -> Sender:
    return Sender(room, registration, clock)


def test_a_copied_course_is_told_with_what_it_was_copied_from(sender: Sender) -> None:
    (notice,), bad = sender.read(sender.sign())
    assert (notice.id, notice.type, notice.deployment.id, bad) == ("n1", "LtiContextCopyNotice", "d1", 0)
    assert notice.copied == Course("3", "DE2", "Data Ethics, copied", ("2",))


def test_hello_and_unknown_kinds_are_heard_and_change_nothing(sender: Sender) -> None:
    for kind in ("LtiHelloWorldNotice", "LtiSomethingElse"):
        (notice,), bad = sender.read(sender.sign(**{LTI + "notice": {"id": "n2", "type": kind}}))
        assert (notice.type, notice.copied, bad) == (kind, None, 0)


def test_several_audiences_need_an_authorised_party(sender: Sender) -> None:
    assert sender.read(sender.sign(aud=["another", CLIENT], azp=CLIENT))[1] == 0
    assert sender.read(sender.sign(aud=["another", CLIENT]))[1] == 1


def bad_changes() -> list[dict[str, Any]]:
    now = int(SetClock().now().timestamp())
    return [
        {"iss": "https://other.example"},
        {"iss": None},
        {"aud": "somebody else"},
        {"aud": None},
        {"azp": "somebody else"},
        {"exp": None},
        {"iat": now - 7200, "exp": now + 60},
        {LTI + "deployment_id": "99"},
        {LTI + "deployment_id": 1},
        {LTI + "version": "1.2"},
        {LTI + "notice": None},
        {LTI + "notice": {"id": "", "type": "LtiHelloWorldNotice"}},
        {LTI + "notice": {"id": "x" * 256, "type": "LtiHelloWorldNotice"}},
        {LTI + "notice": {"id": "n1"}},
    ]


@pytest.mark.parametrize("changes", bad_changes())
def test_a_notice_in_doubt_is_passed_over_and_the_good_one_beside_it_counts(
    sender: Sender, changes: dict[str, Any]
) -> None:
    good, bad = sender.read(sender.sign(**changes), sender.sign())
    assert ([notice.id for notice in good], bad) == (["n1"], 1)


def test_a_copy_without_a_course_changes_nothing(sender: Sender) -> None:
    (notice,), _ = sender.read(sender.sign(**{LTI + "context": None}))
    assert notice.copied is None


@pytest.mark.parametrize("token", [None, 7, "", "a.b.c"])
def test_what_is_no_token_is_passed_over(sender: Sender, token: object) -> None:
    assert sender.read(token) == ((), 1)
    assert read_notices(b'{"notices": [7]}', sender.room) == ((), 1)


def test_another_kind_of_signature_is_passed_over(sender: Sender) -> None:
    assert sender.read(sender.sign({"kid": "made up"})) == ((), 1)
    key = jwt.encode(claims(sender.clock, sender.registration, "any", **COPY), "x" * 64, "HS256", headers={"kid": "k1"})
    assert sender.read(key) == ((), 1)


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b'{"notices": 7}', json.dumps({"notices": [{}] * 101}).encode()])
def test_what_is_no_list_of_notices_is_refused(sender: Sender, raw: bytes) -> None:
    with pytest.raises(InputError):
        read_notices(raw, sender.room)


def test_a_notice_is_no_launch(sender: Sender) -> None:
    """Its token carries no message type, so that nobody comes in with it."""
    door = Door(sender.room, sender.registration, sender.clock)
    begun = begin_login({"iss": sender.registration.issuer, "login_hint": "1"}, SECRET, sender.room)
    state = begun.redirect_to.partition("state=")[2].partition("&")[0]
    with pytest.raises(Exception, match="does not answer your login"):
        door.post(state, sender.sign(**{LTI + "message_type": None}))


def test_the_address_answers_platforms(sender: Sender) -> None:
    client = browser(sender.room)
    sent = {"notices": [{"jwt": sender.sign()}]}
    assert client.post("/lti/notices", json=sent).status_code == 200
    assert NOTICES[-1].id == "n1"
    assert client.post("/lti/notices", json={"notices": [{"jwt": "damaged"}]}).status_code == 400


class TestWish:
    def test_it_is_put_where_the_launch_says(
        self, room: LtiRoom, registration: Registration, platform: MisbehavingPlatform, session: BoundedSession
    ) -> None:
        platform.says("/token", TOKEN)
        platform.says("/handlers", Reply(401), Reply(200, b"{}"))
        ask_for_notices(
            Connector(registration, session, Tokens(room.clock), tool_keys()), f"{platform.base}/handlers", room
        )
        asked = platform.asked[-1]
        assert (asked.method, asked.headers["Content-Type"]) == ("PUT", "application/json")
        handler = f"{room.public_url}/lti/notices"
        assert json.loads(asked.body) == {"notice_type": "LtiContextCopyNotice", "handler": handler}
        assert b"noticehandlers" in next(a for a in platform.asked if a.path == "/token").body

    def test_a_refusal_is_an_error(
        self, room: LtiRoom, registration: Registration, platform: MisbehavingPlatform, session: BoundedSession
    ) -> None:
        platform.says("/token", TOKEN)
        platform.says("/handlers", Reply(403))
        connector = Connector(registration, session, Tokens(room.clock), tool_keys())
        with pytest.raises(ServiceError):
            ask_for_notices(connector, f"{platform.base}/handlers", room)

    @pytest.mark.parametrize(
        ("service", "found"),
        [
            ({"notice_types_supported": ["LtiContextCopyNotice"]}, True),
            ({"notice_types_supported": ["LtiHelloWorldNotice"]}, False),
            ({"notice_types_supported": ["LtiContextCopyNotice"], "platform_notification_service_url": "x"}, False),
            (None, False),
        ],
    )
    def test_a_launch_says_where(self, sender: Sender, service: dict[str, Any] | None, found: bool) -> None:
        address = "https://lms.example/handlers"
        given = {"platform_notification_service_url": address, **service} if service else None
        door = Door(sender.room, sender.registration, sender.clock)
        launch = door.launch(**{LTI + "platformnotificationservice": given})
        assert launch.notices_url == (address if found else None)
