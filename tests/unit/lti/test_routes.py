from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lti.room import LtiRoom
from lti.routes import COOKIE, Answers, lti_blueprint
from plugin.domain.errors import LaunchError, NotFoundError
from plugin.domain.platforms import Launch, Registered, Registration
from tests.fakes.clock import SetClock
from tests.fakes.misbehaving_platform import MisbehavingPlatform
from tests.unit.lti.conftest import claims, platform_key
from tests.unit.lti.test_registration import serve_registration

LAUNCHES: list[Launch] = []
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

    answers = Answers(arrived, invited, registered)  # type: ignore[arg-type]  # texts are answers as well
    app.register_blueprint(lti_blueprint(room, answers))
    app.register_error_handler(NotFoundError, lambda error: (error.sentence, 404))
    app.register_error_handler(LaunchError, lambda error: (error.sentence, 400))
    return app.test_client()


@pytest.mark.parametrize("method", ["get", "post"])
def test_login_and_launch_go_together(room: LtiRoom, registration: Registration, clock: SetClock, method: str) -> None:
    import jwt

    client = browser(replace(room, public_url="http://localhost", secure=False))
    asked = {"iss": registration.issuer, "login_hint": "42"}
    kind = "query_string" if method == "get" else "data"
    answer = getattr(client, method)("/lti/login", **{kind: asked})
    sent = {k: v[0] for k, v in parse_qs(urlsplit(answer.location).query).items()}
    target = {"https://purl.imsglobal.org/spec/lti/claim/target_link_uri": "http://localhost/lti/launch"}
    token = jwt.encode(
        claims(clock, registration, sent["nonce"], **target), platform_key(), "RS256", headers={"kid": "k1"}
    )
    assert client.post("/lti/launch", data={"state": sent["state"], "id_token": token}).text == "arrived"
    assert client.post("/lti/launch", data={"state": sent["state"], "id_token": token}).status_code == 400


def test_the_cookie_works_in_a_frame_of_another_site(room: LtiRoom, registration: Registration) -> None:
    answer = browser(room).get("/lti/login", query_string={"iss": registration.issuer, "login_hint": "42"})
    cookie = answer.headers["Set-Cookie"]
    for part in (COOKIE, "Secure", "HttpOnly", "SameSite=None", "Partitioned", "Path=/lti"):
        assert part in cookie
    assert answer.headers["Cache-Control"] == "no-store"


def test_on_loopback_the_cookie_needs_no_https(room: LtiRoom, registration: Registration) -> None:
    client = browser(replace(room, public_url="http://127.0.0.1:8000", secure=False, loopback=True))
    cookie = client.get("/lti/login", query_string={"iss": registration.issuer, "login_hint": "42"}).headers[
        "Set-Cookie"
    ]
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
    asked = {"openid_configuration": f"{platform.base}/configuration", "registration_token": "t", "invitation": "good"}
    assert client.get("/lti/register", query_string=asked).text == "connected"
    assert REGISTERED[-1][0] == "good"
    before = len(platform.asked)
    assert client.get("/lti/register", query_string={**asked, "invitation": "bad"}).status_code == 404
    assert len(platform.asked) == before  # nobody is asked for somebody who was not invited


def test_a_canvas_can_be_set_up_by_an_address(room: LtiRoom) -> None:
    told = browser(room).get("/lti/config.json").get_json()
    assert told["oidc_initiation_url"] == f"{room.public_url}/lti/login"
    assert told["public_jwk_url"] == f"{room.public_url}/lti/jwks"
    assert told["extensions"][0]["settings"]["placements"][0]["target_link_uri"] == room.launch_url
