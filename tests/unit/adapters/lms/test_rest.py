"""REST services behind OAuth2: tokens, pages, refusals."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal

import pytest

from adapters.lms._rest import FAILURES_MAX, Credentials, RestError, RestService, credentials
from plugin.domain.errors import InputError
from tests.fakes.misbehaving_platform import MisbehavingPlatform, Reply

FORM = {"grant_type": "refresh_token", "refresh_token": "r3fresh"}
NEEDED = ("client_id", "client_secret")


@pytest.fixture
def site() -> Iterator[MisbehavingPlatform]:
    running = MisbehavingPlatform()
    running.says("/token", answer({"access_token": "t1"}), answer({"access_token": "t2"}))
    yield running
    running.close()


def answer(value: object, status: int = 200, **headers: str) -> Reply:
    return Reply(status, json.dumps(value).encode(), headers)


def service(site: MisbehavingPlatform, access: Credentials | None = None) -> RestService:
    return RestService("Canvas", site.base, "/token", access or Credentials(FORM))


def test_a_token_is_fetched_once_and_anew_when_it_has_ended(site: MisbehavingPlatform) -> None:
    site.says("/a", answer({"n": 0.1}), Reply(401), answer({"n": 1}))
    rest = service(site)
    assert rest.get("/a") == {"n": Decimal("0.1")}
    assert rest.get("/a") == {"n": 1}
    used = [asked.headers.get("Authorization") for asked in site.asked if asked.path == "/a"]
    assert used == ["Bearer t1", "Bearer t1", "Bearer t2"]


def test_a_bare_token_is_used_as_it_is_and_never_renewed(site: MisbehavingPlatform) -> None:
    site.says("/a", Reply(401))
    with pytest.raises(RestError, match="does not accept"):
        service(site, credentials(" t0 ", NEEDED, {})).get("/a")
    assert [asked.path for asked in site.asked] == ["/a"]


@pytest.mark.parametrize("reply", [Reply(400), answer({}), answer([])])
def test_without_a_token_nothing_is_asked(site: MisbehavingPlatform, reply: Reply) -> None:
    site.says("/token", reply)
    with pytest.raises(RestError) as refused:
        service(site).get("/a")
    assert refused.value.status == 401
    assert "r3fresh" not in f"{refused.value}{Credentials(FORM)!r}"


def test_credentials_name_what_they_lack() -> None:
    assert credentials('{"client_id": "c", "client_secret": "s", "x": 1}', NEEDED, {"g": "h"}).form == {
        "g": "h",
        "client_id": "c",
        "client_secret": "s",
    }
    with pytest.raises(InputError, match="lack client_secret"):
        credentials('{"client_id": "c"}', NEEDED, {})


def test_pages_follow_a_header_or_a_member_and_stay_on_the_site(site: MisbehavingPlatform) -> None:
    site.says("/a", answer([1], Link=f'<{site.base}/b>; rel="next"'))
    site.says("/b", answer({"results": [2], "next": f"{site.base}/c"}))
    site.says("/c", answer({"results": [3], "next": "https://elsewhere.example/d"}))
    assert service(site).pages("/a") == [1, 2, 3]


def test_a_list_without_end_and_one_that_is_none_are_refused(site: MisbehavingPlatform) -> None:
    site.says("/a", answer({"results": [], "next": f"{site.base}/a"}))
    with pytest.raises(RestError, match="end"):
        service(site).pages("/a")
    site.says("/a", answer({"error": 1}))
    with pytest.raises(RestError, match="form"):
        service(site).pages("/a")


def test_a_refusal_tells_its_code_and_nobodys_name(site: MisbehavingPlatform) -> None:
    site.says("/a", answer({"error_code": "none", "message": "Ada Byrne"}, 404), Reply(418, b"Ada Byrne"))
    with pytest.raises(RestError) as first:
        service(site).get("/a")
    assert (first.value.status, first.value.said) == (404, "none")
    with pytest.raises(RestError, match="status 418") as second:
        service(site).get("/a")
    assert "Ada" not in f"{first.value}{second.value}"


def test_after_several_calls_without_an_answer_nobody_is_asked(site: MisbehavingPlatform) -> None:
    site.says("/a", Reply(body=b"<html>"))
    rest = service(site)
    for _ in range(FAILURES_MAX + 2):
        with pytest.raises(RestError):
            rest.get("/a")
    assert sum(asked.path == "/a" for asked in site.asked) == FAILURES_MAX
