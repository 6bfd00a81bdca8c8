"""How a signed message is taken apart: strictly, since its parts are not handed to a library a second time."""

from __future__ import annotations

import base64
import json

import pytest

from lti.id_token import check_signature, parse
from plugin.domain.errors import LaunchError
from plugin.domain.platforms import Registration

LMS = Registration("p1", "https://lms.example", "c1", "https://a", "https://t", "https://k")
HEADER, CLAIMS = {"alg": "RS256", "kid": "k1"}, {"sub": "42"}


def segment(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def token(header: object = HEADER, claims: object = CLAIMS, signature: str = "c2ln") -> str:
    return f"{segment(header)}.{segment(claims)}.{signature}"


def test_a_message_is_taken_apart() -> None:
    found = parse(token())
    assert (found.header, found.claims, found.signature) == (HEADER, CLAIMS, b"sig")
    assert found.signing_input.decode() == token().rpartition(".")[0]


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "a.b",
        token() + ".more",
        token(header=[]),
        token(claims="text"),
        token(signature="c2ln!"),  # a sign that is none of base64url, which Python's decoder passes over
        token(signature="c2lo="[:4] + "\n"),
        token(signature="c2lnx"),  # bits that mean nothing
        token() + "=" * 100_000,
        "\ud800." + token(),
    ],
)  # fmt: skip
def test_anything_else_is_damaged(raw: str) -> None:
    with pytest.raises(LaunchError) as refused:
        parse(raw)
    assert refused.value.code == "launch.token.form"


@pytest.mark.parametrize(
    "header",
    [
        {"kid": "k1", "alg": "none"},
        {"kid": "k1", "alg": "HS256"},
        {"alg": "RS256"},
        {"alg": "RS256", "kid": ""},
        {"alg": "RS256", "kid": 1},
        {**HEADER, "crit": ["b64"], "b64": False},  # what is critical and not understood is refused (RFC 7515, 4.1.11)
    ],
)
def test_a_message_that_is_not_signed_as_the_standard_demands_is_refused(header: dict[str, object]) -> None:
    with pytest.raises(LaunchError) as refused:
        check_signature(parse(token(header)), LMS, key_sets=None)  # type: ignore[arg-type]  # never asked
    assert refused.value.code == "launch.signature.kind"
