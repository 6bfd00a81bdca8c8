from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from flask import Flask
from flask.testing import FlaskClient

from lti.login import begin_login
from lti.room import LtiRoom
from lti.routes import Answers, lti_blueprint
from plugin.domain.errors import BusyError, LaunchError, NotFoundError
from plugin.domain.platforms import BrowserProof, BrowserStorage, Launch, Notice, Registered, Registration
from tests.fakes.clock import SetClock
from tests.fakes.misbehaving_platform import MisbehavingPlatform
from tests.unit.lti.conftest import claims, platform_key
from tests.unit.lti.test_registration import serve_registration

LAUNCHES: list[Launch] = []
NOTICES: list[Notice] = []
REGISTERED: list[tuple[str, Registered]] = []


def browser(room: LtiRoom) -> FlaskClient:
    app = Flask("tool")

    def arrived(launch: Launch) -> str:
        LAUNCHES.append(launch)
        return "arrived"

    def registered(invitation: str, made: Registered) -> str:
        REGISTERED.append((invitation, made))
        return "connected"

    def invited(invitation: str) -> None:
        if invitation != "good":
            raise NotFoundError("invitation.spent", "This invitation was used already.")

    def keep(storage: BrowserStorage, secret: str, go_to: str, tab: str) -> dict[str, str]:
        return {"frame": storage.frame, "origin": storage.origin, "secret": secret, "go": go_to, "tab": tab}

    def recall(storage: BrowserStorage, fields: Mapping[str, str]) -> dict[str, str]:
        return {**fields, "key": storage.key}

    answers = Answers(arrived, keep, recall, lambda tab: {"tab": tab}, NOTICES.append, invited, registered)  # type: ignore[arg-type,return-value]  # texts and dictionaries are answers as well
    app.register_blueprint(lti_blueprint(room, answers))
    app.register_error_handler(NotFoundError, lambda error: (error.sentence, 404))
    app.register_error_handler(LaunchError, lambda error: (error.sentence, 400))
    return app.test_client()


def asked(registration: Registration, **more: str) -> dict[str, str]:
    return {"iss": registration.issuer, "login_hint": "42", **more}


def parameters(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def launched(clock: SetClock, registration: Registration, sent: dict[str, str]) -> dict[str, str]:
    target = {"https://purl.imsglobal.org/spec/lti/claim/target_link_uri": "http://localhost/lti/launch"}
    body = claims(clock, registration, sent["nonce"], **target)
    return {"state": sent["state"], "id_token": jwt.encode(body, platform_key(), "RS256", headers={"kid": "k1"})}


@pytest.fixture
def near(room: LtiRoom) -> LtiRoom:
    return replace(room, public_url="http://localhost", secure=False)


@pytest.mark.parametrize("method", ["get", "post"])
def test_login_and_launch_go_together(near: LtiRoom, registration: Registration, clock: SetClock, method: str) -> None:
    client = browser(near)
    kind = "query_string" if method == "get" else "data"
    first = getattr(client, method)("/lti/login", **{kind: asked(registration)})
    assert first.status_code == 307  # asks for the cookie that it brings, by the same method
    answer = getattr(client, method)(first.location, **({"data": asked(registration)} if method == "post" else {}))
    fields = launched(clock, registration, parameters(answer.location))
    assert client.post("/lti/launch", data=fields).text == "arrived"
    assert client.post("/lti/launch", data=fields).status_code == 400
    assert LAUNCHES[-1].browser is BrowserProof.COOKIE


def test_whoever_brings_the_cookie_is_sent_on_at_once(near: LtiRoom, registration: Registration) -> None:
    client = browser(near)
    client.get("/lti/login", query_string=asked(registration))
    answer = client.get("/lti/login", query_string=asked(registration))
    assert answer.location.startswith(registration.auth_login_url)


def test_nothing_is_remembered_for_a_browser_that_keeps_nothing(near: LtiRoom, registration: Registration) -> None:
    client = browser(near)
    client.get("/lti/login", query_string=asked(registration))
    client.delete_cookie("twinseal_lti")
    told = client.get("/lti/login", query_string=asked(registration, twinseal="frame", lti_message_hint="h")).get_json()
    assert parameters(told["tab"]) == {**asked(registration), "lti_message_hint": "h", "twinseal": "tab"}
    assert near.replay._records == {}  # type: ignore[attr-defined]  # the store in memory


def test_an_unknown_platform_is_refused_before_anything_else(near: LtiRoom) -> None:
    for step in ("", "frame", "tab"):
        sent = {"iss": "https://other.example", "login_hint": "1", "twinseal": step}
        assert "not connected" in browser(near).get("/lti/login", query_string=sent).text


def test_a_login_in_a_tab_of_its_own_is_known_as_such(
    near: LtiRoom, registration: Registration, clock: SetClock
) -> None:
    client = browser(near)
    first = client.get("/lti/login", query_string=asked(registration, twinseal="tab"))
    answer = client.get(first.location)
    assert client.post("/lti/launch", data=launched(clock, registration, parameters(answer.location))).text == "arrived"
    assert LAUNCHES[-1].browser is BrowserProof.TAB


def test_a_tab_that_keeps_nothing_either_is_told_so(near: LtiRoom, registration: Registration) -> None:
    answer = browser(near).get("/lti/login", query_string=asked(registration, twinseal="tab-again"))
    assert (answer.status_code, "keeps no cookies" in answer.text) == (400, True)


class TestStorage:
    """The LMS keeps the browser's secret (LTI Platform Storage)."""

    @pytest.fixture
    def kept(self, near: LtiRoom, registration: Registration) -> dict[str, str]:
        sent = asked(registration, twinseal="frame", lti_storage_target="_parent")
        told: dict[str, str] = browser(near).get("/lti/login", query_string=sent).get_json()
        return told

    def test_the_secret_goes_to_the_origin_of_the_registered_address_only(
        self, registration: Registration, kept: dict[str, str]
    ) -> None:
        assert (kept["frame"], kept["origin"]) == ("_parent", registration.issuer)
        assert kept["secret"] not in kept["go"] + kept["tab"]
        assert kept["go"].startswith(registration.auth_login_url)

    def test_the_launch_asks_for_it_and_arrives_with_it_once(
        self, near: LtiRoom, registration: Registration, clock: SetClock, kept: dict[str, str]
    ) -> None:
        fields = launched(clock, registration, parameters(kept["go"]))
        told = browser(near).post("/lti/launch", data={**fields, "other": "field"}).get_json()
        assert told == {**fields, "key": f"twinseal_{fields['state']}"}
        full = {**fields, "browser_secret": kept["secret"]}
        own = {"Origin": "http://localhost"}
        assert browser(near).post("/lti/launch", data=full, headers=own).text == "arrived"
        assert LAUNCHES[-1].browser is BrowserProof.STORAGE
        assert browser(near).post("/lti/launch", data=full, headers=own).status_code == 400

    @pytest.mark.parametrize("origin", ["https://evil.example", "null", None])
    def test_a_page_that_is_not_ours_cannot_bring_a_secret(
        self, near: LtiRoom, registration: Registration, clock: SetClock, kept: dict[str, str], origin: str | None
    ) -> None:
        """Else somebody could sign others in as himself, with a launch and a secret of his own."""
        fields = launched(clock, registration, parameters(kept["go"])) | {"browser_secret": kept["secret"]}
        headers = {"Origin": origin} if origin else {}
        assert browser(near).post("/lti/launch", data=fields, headers=headers).status_code == 400

    def test_a_wrong_secret_and_one_of_a_login_by_cookie_are_refused(
        self, near: LtiRoom, registration: Registration, clock: SetClock, kept: dict[str, str]
    ) -> None:
        own = {"Origin": "http://localhost"}
        fields = launched(clock, registration, parameters(kept["go"])) | {"browser_secret": "made up"}
        assert "cookie" in browser(near).post("/lti/launch", data=fields, headers=own).text
        begun = begin_login(asked(registration), "mine", near)
        fields = launched(clock, registration, parameters(begun.redirect_to)) | {"browser_secret": "mine"}
        assert "cookie" in browser(near).post("/lti/launch", data=fields, headers=own).text

    def test_without_a_login_or_a_platform_there_is_nothing_to_ask(
        self, near: LtiRoom, registration: Registration, clock: SetClock, kept: dict[str, str]
    ) -> None:
        fields = launched(clock, registration, parameters(kept["go"]))
        assert browser(near).post("/lti/launch", data={**fields, "state": "made up"}).status_code == 400
        near.platforms._registrations.clear()  # type: ignore[attr-defined]  # the store in memory
        assert browser(near).post("/lti/launch", data=fields).status_code == 400

    @pytest.mark.parametrize("target", ["x" * 101, "a\nb"])
    def test_a_frame_that_cannot_be_one_is_none(self, near: LtiRoom, registration: Registration, target: str) -> None:
        sent = asked(registration, twinseal="frame", lti_storage_target=target)
        assert "secret" not in browser(near).get("/lti/login", query_string=sent).get_json()


def test_the_cookie_works_in_a_frame_of_another_site(room: LtiRoom, registration: Registration) -> None:  # row 24
    answer = browser(room).get("/lti/login", query_string=asked(registration))
    cookie = answer.headers["Set-Cookie"]
    for part in ("__Host-twinseal_lti", "Secure", "HttpOnly", "SameSite=None", "Partitioned", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie
    assert answer.headers["Cache-Control"] == "no-store"


def test_on_loopback_the_cookie_needs_no_https(room: LtiRoom, registration: Registration) -> None:
    client = browser(replace(room, public_url="http://127.0.0.1:8000", secure=False, loopback=True))
    cookie = client.get("/lti/login", query_string=asked(registration)).headers["Set-Cookie"]
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_our_public_key_can_be_fetched(room: LtiRoom) -> None:
    answer = browser(room).get("/lti/jwks")
    (key,) = answer.get_json()["keys"]
    assert key["kty"] == "RSA"
    assert "d" not in key
    assert "max-age" in answer.headers["Cache-Control"]


def test_an_invitation_connects_the_platform_that_opens_it(room: LtiRoom, platform: MisbehavingPlatform) -> None:
    serve_registration(platform)
    client = browser(replace(room, public_url="http://127.0.0.1:8000", secure=False, loopback=True))
    sent = {"openid_configuration": f"{platform.base}/configuration", "registration_token": "t", "invitation": "good"}
    assert client.get("/lti/register", query_string=sent).text == "connected"
    assert REGISTERED[-1][0] == "good"
    before = len(platform.asked)
    assert client.get("/lti/register", query_string={**sent, "invitation": "bad"}).status_code == 404
    assert len(platform.asked) == before  # nobody is asked for somebody who was not invited


def test_a_canvas_can_be_set_up_by_an_address(room: LtiRoom) -> None:
    told = browser(room).get("/lti/config.json").get_json()
    assert told["oidc_initiation_url"] == f"{room.public_url}/lti/login"
    assert told["public_jwk_url"] == f"{room.public_url}/lti/jwks"
    assert told["extensions"][0]["settings"]["placements"][0]["target_link_uri"] == room.launch_url


def test_too_many_logins_are_turned_away_before_anything_is_read(room: LtiRoom, registration: Registration) -> None:
    client = browser(room)
    client.application.register_error_handler(BusyError, lambda error: (error.sentence, 429))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lti.rate_limit.RateLimit.admit", _turn_away)
        assert client.get("/lti/login", query_string=asked(registration)).status_code == 429
        assert client.post("/lti/launch").status_code == client.post("/lti/notices").status_code == 429


def _turn_away(*_: object) -> None:
    raise BusyError("login.busy", "Too many.")
