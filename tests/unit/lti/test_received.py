"""What a refused login or launch says of itself: ids only, whatever was sent."""

from __future__ import annotations

import base64
import json

import pytest

from lti.claims import LTI
from lti.received import received_in, told_what_came
from plugin.domain.errors import LaunchError
from plugin.domain.refusals import Received


def token(claims: object) -> dict[str, str]:
    body = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return {"id_token": f"e30.{body}.c2ln", "iss": "not looked at"}


def test_a_login_is_read_from_its_parameters() -> None:
    sent = {"iss": "https://lms.example", "client_id": "c", "lti_deployment_id": "1", "login_hint": "Ada"}
    assert received_in(sent) == Received("https://lms.example", "c", "1")
    assert received_in({}) == Received()


@pytest.mark.parametrize(
    ("audience", "client"),
    [({"aud": "c"}, "c"), ({"aud": ["c", "d"]}, "c"), ({"aud": ["c", "d"], "azp": "d"}, "d"), ({"aud": []}, "")],
)
def test_a_launch_is_read_from_its_token(audience: dict[str, object], client: str) -> None:
    claims = {"iss": "https://lms.example", "sub": "42", "name": "Ada", LTI + "deployment_id": 7, **audience}
    assert received_in(token(claims)) == Received("https://lms.example", client, "7")


@pytest.mark.parametrize("damaged", ["", "a.b", "e30.!!!.x", "e30.A.x", "e30.bnVsbA.x", "e30." + "A" * 100_001 + ".x"])
def test_a_damaged_token_says_nothing(damaged: str) -> None:
    assert received_in({"id_token": damaged}) == Received()


def test_an_id_is_short_and_on_one_line() -> None:
    found = received_in(token({"iss": "a\nb" + "x" * 1000, "aud": True}))
    assert found == Received("ab" + "x" * 297, "")


def test_a_refusal_says_what_came_with_it() -> None:
    with pytest.raises(LaunchError) as refusal, told_what_came({"iss": "i"}):
        raise LaunchError("launch.some", "No.")
    assert refusal.value.received == Received("i")
