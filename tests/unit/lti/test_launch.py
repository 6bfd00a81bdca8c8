"""Every bad launch that libraries were seen to accept, and every good one that they were seen to refuse.

Rows are those of a table of 31 gaps that were measured in pylti1p3 2.0.0; further rows stand in the tests beside this.
"""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from lti.claims import DL, LTI
from lti.deep_link import deep_link_answer
from lti.launch import accept_launch
from lti.login import begin_login
from lti.room import LtiRoom
from plugin.domain.errors import InputError, LaunchError, ServiceError
from plugin.domain.platforms import CourseRole, DeepLinking, Launch, Registration
from tests.fakes.clock import SetClock
from tests.fakes.misbehaving_platform import MisbehavingPlatform, Reply
from tests.fakes.stores import MemoryPlatforms
from tests.unit.lti.conftest import CLIENT, PUBLIC_URL, SECRET, claims, jwks, platform_key

HOUR = 3600


class Door:
    """Logs in and launches; each part can be made wrong."""

    def __init__(self, room: LtiRoom, registration: Registration, clock: SetClock) -> None:
        self.room, self.registration, self.clock = room, registration, clock

    def login(self, secret: str = SECRET, **changes: str) -> dict[str, str]:
        asked = {"iss": self.registration.issuer, "login_hint": "42", "client_id": CLIENT, **changes}
        begun = begin_login({k: v for k, v in asked.items() if v}, secret, self.room)
        return {name: values[0] for name, values in parse_qs(urlsplit(begun.redirect_to).query).items()}

    def token(self, answers: str, header: dict[str, Any] | None = None, /, **changes: Any) -> str:
        body = claims(self.clock, self.registration, answers, **changes)
        return jwt.encode(body, platform_key(), "RS256", headers={"kid": "k1", **(header or {})})

    def post(self, state: str, token: str, secret: str | None = SECRET) -> Launch:
        return accept_launch({"state": state, "id_token": token}, secret, self.room)

    def launch(self, **changes: Any) -> Launch:
        begun = self.login()
        return self.post(begun["state"], self.token(begun["nonce"], **changes))

    def refused(self, **changes: Any) -> str:
        with pytest.raises(LaunchError) as refusal:
            self.launch(**changes)
        assert refusal.value.sentence
        assert refusal.value.hint
        assert "Ada" not in f"{refusal.value} {refusal.value.details}"
        return refusal.value.code


@pytest.fixture
def door(room: LtiRoom, registration: Registration, clock: SetClock) -> Door:
    return Door(room, registration, clock)


def test_a_sound_launch_says_who_where_and_as_what(door: Door) -> None:
    launch = door.launch()
    assert (launch.person.subject, launch.person.full_name) == ("42", "Ada Byrne")
    assert (launch.course.id, launch.course.title, launch.link.id) == ("2", "Data Ethics", "7")
    assert (launch.role, launch.deployment.id) == (CourseRole.LEARNER, "d1")
    assert launch.services.memberships_url == f"{door.registration.issuer}/members"
    assert launch.services.scopes == ("s",)
    assert dict(launch.custom) == {"a": "b"}
    assert (launch.locale, launch.document_target, launch.return_url) == ("en", "iframe", "https://lms.example/")


def test_the_same_launch_twice_is_refused(door: Door) -> None:  # row 1
    begun = door.login()
    token = door.token(begun["nonce"])
    door.post(begun["state"], token)
    with pytest.raises(LaunchError, match="used already"):
        door.post(begun["state"], token)


def test_another_token_for_a_spent_login_is_refused(door: Door) -> None:  # row 2
    begun = door.login()
    door.post(begun["state"], door.token(begun["nonce"]))
    with pytest.raises(LaunchError, match="used already"):
        door.post(begun["state"], door.token(begun["nonce"], sub="43"))


def test_the_nonce_of_one_login_with_the_state_of_another_is_refused(door: Door) -> None:  # row 3
    first, second = door.login(), door.login()
    with pytest.raises(LaunchError, match="does not answer your login"):
        door.post(second["state"], door.token(first["nonce"]))


@pytest.mark.parametrize("secret", [None, "", "another browser"])
def test_another_browser_is_refused(door: Door, secret: str | None) -> None:  # row 4
    begun = door.login()
    with pytest.raises(LaunchError, match="cookie"):
        door.post(begun["state"], door.token(begun["nonce"]), secret)


def test_a_launch_that_waited_too_long_is_refused(door: Door, clock: SetClock) -> None:
    begun = door.login()
    clock.forward(timedelta(minutes=11))
    with pytest.raises(LaunchError, match="waited for too long"):
        door.post(begun["state"], door.token(begun["nonce"]))


@pytest.mark.parametrize("parameters", [{}, {"state": "made up", "id_token": "x"}, {"error": "login_required"}])
def test_a_launch_without_a_login_is_refused(door: Door, parameters: dict[str, str]) -> None:
    with pytest.raises(LaunchError):
        accept_launch(parameters, SECRET, door.room)


@pytest.mark.parametrize("changes", [{"exp": None}, {"iat": None}, {"exp": "soon"}, {"iat": True}, {"exp": 10**30}])
def test_without_times_it_is_refused(door: Door, changes: dict[str, Any]) -> None:  # row 5
    assert door.refused(**changes) == "launch.time.none"


@pytest.mark.parametrize(
    ("iat", "exp", "code"),
    [
        (-86_400, 5 * 365 * 86_400, "launch.time.old"),
        (-HOUR - 1, 60, "launch.time.old"),
        (-300, -61, "launch.time.old"),
        (90, 150, "launch.time.ahead"),
    ],
)
def test_a_token_of_another_time_is_refused(door: Door, iat: int, exp: int, code: str) -> None:  # row 5
    now = int(door.clock.now().timestamp())
    assert door.refused(iat=now + iat, exp=now + exp) == code


def test_a_clock_that_is_half_a_minute_ahead_is_forgiven(door: Door) -> None:  # row 6
    now = int(door.clock.now().timestamp())
    assert door.launch(iat=now + 30, exp=now + 90)
    assert door.launch(iat=now - 100, exp=now - 30)


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "somebody else"},
        {"aud": None},
        {"aud": [CLIENT, "another"]},
        {"azp": "somebody else"},
        {"aud": ["another"]},
        {"aud": []},
    ],
)
def test_a_token_for_another_tool_is_refused(door: Door, changes: dict[str, Any]) -> None:  # row 7
    assert door.refused(**changes) == "launch.audience"


def test_several_audiences_are_accepted_when_we_are_the_authorised_party(door: Door) -> None:  # row 8
    assert door.launch(aud=["another", CLIENT], azp=CLIENT)
    assert door.launch(aud=[CLIENT])


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "https://tool.example.evil.example/", None, 7, "https://[", "https://u@tool.example/"],
)
def test_a_target_that_is_not_ours_is_refused(door: Door, target: object) -> None:  # row 9
    assert door.refused(**{LTI + "target_link_uri": target}) == "launch.target.foreign"


@pytest.mark.parametrize("sub", [None, "", {}, True, "x" * 256])
def test_without_a_person_there_is_a_page_of_its_own(door: Door, sub: object) -> None:  # row 11
    assert door.refused(sub=sub) == "launch.person.hidden"


def test_a_subject_that_is_a_number_is_the_text_of_it(door: Door) -> None:  # row 10
    assert door.launch(sub=42).person.subject == "42"


def test_without_a_course_it_is_refused(door: Door) -> None:
    assert door.refused(**{LTI + "context": None}) == "launch.course.none"


@pytest.mark.parametrize(
    ("claim", "value", "code"),
    [
        ("version", "1.2", "launch.version"),
        ("message_type", "", "launch.message"),
        ("message_type", 7, "launch.message"),
    ],
)
def test_other_versions_and_no_message_get_a_sentence(door: Door, claim: str, value: object, code: str) -> None:
    assert door.refused(**{LTI + claim: value}) == code


@pytest.mark.parametrize("message", ["DataPrivacyLaunchRequest", "LtiSomethingElse"])
def test_an_unusual_message_arrives_even_without_a_course(door: Door, message: str) -> None:  # row 28 and 29
    launch = door.launch(**{LTI + "message_type": message, LTI + "context": None})
    assert (launch.message_type, launch.course.id) == (message, "")


@pytest.mark.parametrize("deployment", ["99", None, 1])
def test_an_unknown_deployment_is_told_to_the_administrator(door: Door, deployment: object) -> None:
    assert door.refused(**{LTI + "deployment_id": deployment}) == "launch.deployment.unknown"


def test_a_deployment_without_institution_waits(door: Door) -> None:
    assert door.refused(**{LTI + "deployment_id": "2"}) == "launch.deployment.waiting"


def test_another_issuer_is_refused(door: Door) -> None:
    assert door.refused(iss="https://other.example") == "launch.issuer"


def test_a_platform_that_was_removed_since_the_login_is_refused(door: Door) -> None:
    begun = door.login()
    door.room.platforms._registrations.clear()
    with pytest.raises(LaunchError, match="not connected"):
        door.post(begun["state"], door.token(begun["nonce"]))


@pytest.mark.parametrize("nonce", [None, 7, "made up"])
def test_another_nonce_is_refused(door: Door, nonce: object) -> None:
    assert door.refused(nonce=nonce) == "launch.nonce"


def unsigned(header: object, body: object) -> str:
    parts = (base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in (header, body))
    return ".".join((*parts, "c2ln"))


@pytest.mark.parametrize(
    "header",
    [{"alg": "none", "kid": "k1"}, {"alg": "HS256", "kid": "k1"}, {"alg": "RS256"}, {"alg": "RS256", "kid": 7}],
)
def test_any_other_kind_of_signature_is_refused(door: Door, header: dict[str, Any]) -> None:  # row 23
    begun = door.login()
    token = unsigned(header, claims(door.clock, door.registration, begun["nonce"]))
    with pytest.raises(LaunchError, match="not signed as the standard demands"):
        door.post(begun["state"], token)


def test_a_foreign_signature_is_refused(door: Door) -> None:  # row 23
    begun = door.login()
    body = claims(door.clock, door.registration, begun["nonce"])
    token = jwt.encode(body, rsa.generate_private_key(65537, 2048), "RS256", headers={"kid": "k1"})
    with pytest.raises(LaunchError, match="does not hold"):
        door.post(begun["state"], token)


@pytest.mark.parametrize(
    "token",
    ["", "a.b", "a.b.c.d", "!.!.!", unsigned([], {}), unsigned({}, []), "e30." + "A" * 100_001 + ".x", "bnVsbA.e30.x"],
)
def test_a_damaged_token_is_refused(door: Door, token: str) -> None:
    begun = door.login()
    with pytest.raises(LaunchError) as refusal:
        door.post(begun["state"], token)
    assert refusal.value.code in ("launch.token.form", "launch.nonce")


def test_a_changed_platform_key_is_fetched_once(
    door: Door, platform: MisbehavingPlatform, clock: SetClock
) -> None:  # row 18
    door.launch()
    new = rsa.generate_private_key(65537, 2048)
    platform.says("/jwks", Reply(body=jwks(new, "k2")))
    clock.forward(timedelta(minutes=2))
    begun = door.login()
    body = claims(clock, door.registration, begun["nonce"])
    assert door.post(begun["state"], jwt.encode(body, new, "RS256", headers={"kid": "k2"}))
    assert platform.count("/jwks") == 2


def test_the_keys_of_a_platform_are_fetched_once_for_many_launches(
    door: Door, platform: MisbehavingPlatform
) -> None:  # row 19
    for _ in range(3):
        door.launch()
    assert platform.count("/jwks") == 1


def test_two_tools_in_one_process_share_nothing(door: Door, clock: SetClock) -> None:  # row 25
    other = replace(door.room, platforms=MemoryPlatforms())
    with pytest.raises(LaunchError, match="not connected"):
        Door(other, door.registration, clock).login()
    assert door.launch()


def test_made_up_key_ids_do_not_make_us_ask_all_the_time(door: Door, platform: MisbehavingPlatform) -> None:
    door.launch()
    for _ in range(5):
        begun = door.login()
        with pytest.raises(LaunchError, match="does not publish"):
            door.post(begun["state"], door.token(begun["nonce"], {"kid": "made up"}))
    assert platform.count("/jwks") == 1


@pytest.mark.parametrize(
    "reply",
    [Reply(404, b"Ada Byrne"), Reply(200, b"<html>"), Reply(200, b"[]"), Reply(200, b'{"keys": 7}'), Reply(after=0.8)],
)
def test_a_key_set_that_cannot_be_had_is_a_clean_refusal(
    door: Door, platform: MisbehavingPlatform, reply: Reply
) -> None:  # row 20
    platform.says("/jwks", reply)
    begun = door.login()
    with pytest.raises((ServiceError, LaunchError, InputError)) as refusal:
        door.post(begun["state"], door.token(begun["nonce"]))
    assert "Ada" not in str(refusal.value)


@pytest.mark.parametrize("wrong", [{"alg": "RS512"}, {"kid": None}, {"kty": "EC"}, {"n": "AQAB"}])
def test_keys_that_are_weak_or_of_another_kind_do_not_count(
    door: Door, platform: MisbehavingPlatform, wrong: dict[str, Any]
) -> None:  # row 31
    platform.says("/jwks", Reply(body=jwks(platform_key(), **wrong)))
    assert door.refused() == "launch.key.unknown"


def test_a_key_without_an_algorithm_is_taken_as_rs256(door: Door, platform: MisbehavingPlatform) -> None:
    platform.says("/jwks", Reply(body=jwks(platform_key(), alg=None)))
    assert door.launch()


DL_SETTINGS = {"deep_link_return_url": "https://lms.example/back", "accept_types": ["ltiResourceLink"], "data": "d"}


@pytest.mark.parametrize(
    ("history", "ids"), [("5, 3", ("5", "3")), ("$Context.id.history", ()), ("", ()), (None, ()), (7, ())]
)
def test_the_courses_that_a_course_was_copied_from_are_known(door: Door, history: object, ids: tuple[str, ...]) -> None:
    assert door.launch(**{LTI + "custom": {"context_history": history}}).course.copied_from == ids


@pytest.mark.parametrize(
    ("given", "masqueraded"),
    [("17", True), (17, True), ("", False), (None, False), (True, True), ("$Canvas.masqueradingUser.id", False)],
)
def test_somebody_who_acts_as_another_is_known(door: Door, given: object, masqueraded: bool) -> None:
    custom = {LTI + "custom": {"canvas_masquerading_user_id": given}}
    assert door.launch(**custom).masqueraded is masqueraded


def deep_linking(**settings: Any) -> dict[str, Any]:
    given = {name: value for name, value in {**DL_SETTINGS, **settings}.items() if value is not None}
    return {LTI + "message_type": "LtiDeepLinkingRequest", LTI + "resource_link": None, DL: given}


def test_a_choice_says_where_the_answer_goes(door: Door) -> None:
    asked = door.launch(**deep_linking()).deep_linking
    assert asked is not None
    assert (asked.return_url, asked.data) == ("https://lms.example/back", "d")
    silent = door.launch(**deep_linking(data=None)).deep_linking
    assert silent is not None
    assert silent.data is None
    assert door.launch().deep_linking is None


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"deep_link_return_url": None}, "launch.deep_link"),
        ({"deep_link_return_url": "javascript:alert(1)"}, "launch.deep_link"),
        ({"deep_link_return_url": "https://["}, "launch.deep_link"),
        ({"deep_link_return_url": "https://x/" + "y" * 2000}, "launch.deep_link"),
        ({"data": {"a": 1}}, "launch.deep_link"),
        ({"accept_types": ["html"]}, "launch.deep_link.type"),
    ],
)
def test_a_choice_that_cannot_be_answered_is_refused(door: Door, settings: dict[str, Any], code: str) -> None:
    assert door.refused(**deep_linking(**settings)) == code


@pytest.mark.parametrize("data", ["d", None])
def test_the_answer_to_a_choice_is_signed_and_declares_no_column(door: Door, data: str | None) -> None:  # row 26
    asked = DeepLinking("https://lms.example/back", data)
    token = deep_link_answer(door.registration, "1", asked, "Data Ethics", door.room)
    key = door.room.keys.current.private.public_key()
    checks = {"verify_exp": False, "verify_iat": False}
    said = jwt.decode(token, key, ["RS256"], audience=door.registration.issuer, options=checks)
    assert said["iss"] == CLIENT
    assert said[LTI + "message_type"] == "LtiDeepLinkingResponse"
    assert said.get("https://purl.imsglobal.org/spec/lti-dl/claim/data") == data
    (item,) = said["https://purl.imsglobal.org/spec/lti-dl/claim/content_items"]
    assert item == {"type": "ltiResourceLink", "title": "Data Ethics", "url": f"{PUBLIC_URL}/lti/launch"}


class TestLogin:
    def test_the_browser_is_sent_to_the_registered_address(self, door: Door) -> None:
        begun = begin_login(
            {"iss": door.registration.issuer, "login_hint": "42", "lti_message_hint": "h"}, None, door.room
        )
        asked = {k: v[0] for k, v in parse_qs(urlsplit(begun.redirect_to).query).items()}
        assert begun.redirect_to.startswith(door.registration.auth_login_url + "?")
        assert asked["redirect_uri"] == f"{PUBLIC_URL}/lti/launch"
        assert (asked["response_mode"], asked["scope"], asked["prompt"]) == ("form_post", "openid", "none")
        assert (asked["login_hint"], asked["lti_message_hint"], asked["client_id"]) == ("42", "h", CLIENT)
        assert begun.browser_secret not in begun.redirect_to

    def test_an_address_with_a_question_mark_keeps_its_own_parameters(self, door: Door) -> None:
        other = replace(
            door.registration, id="p2", issuer="https://q.example", auth_login_url="https://q.example/a?b=c"
        )
        door.room.platforms._registrations.append(other)
        begun = begin_login({"iss": "https://q.example", "login_hint": "1"}, SECRET, door.room)
        assert begun.redirect_to.startswith("https://q.example/a?b=c&scope=")

    @pytest.mark.parametrize("missing", ["iss", "login_hint"])
    def test_an_incomplete_request_is_refused(self, door: Door, missing: str) -> None:
        with pytest.raises(LaunchError, match="not complete"):
            door.login(**{missing: ""})

    def test_an_unknown_platform_is_told_to_the_administrator(self, door: Door) -> None:  # row 21
        with pytest.raises(LaunchError, match="not connected") as refusal:
            door.login(iss="https://unknown.example")
        assert dict(refusal.value.details)["issuer"] == "https://unknown.example"

    def test_an_issuer_with_two_clients_must_say_which(self, door: Door) -> None:
        door.room.platforms._registrations.append(replace(door.registration, id="p2", client_id="client-2"))
        with pytest.raises(LaunchError, match="several times"):
            door.login(client_id="")
        assert door.login()["client_id"] == CLIENT

    def test_a_foreign_target_is_refused(self, door: Door) -> None:
        with pytest.raises(LaunchError, match="not ours"):
            door.login(target_link_uri="https://evil.example/")

    def test_a_huge_request_is_refused(self, door: Door) -> None:
        with pytest.raises(LaunchError, match="too large"):
            door.login(lti_message_hint="x" * 10_001)
