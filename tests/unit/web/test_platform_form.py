"""Connecting an LMS by hand, and what is left to do once it is connected."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plugin.admin_link import new_admin_link
from plugin.demo.visitor import View
from plugin.web.admin import connected
from tests.unit.web.conftest import BASE, LMS, House

TYPED = {
    "issuer": " https://canvas.instructure.com ",
    "client_id": "10000000000001",
    "deployment_id": "7:abc",
    "auth_login_url": "https://sso.canvaslms.com/api/lti/authorize_redirect",
    "auth_token_url": "https://sso.canvaslms.com/login/oauth2/token",
    "key_set_url": "https://sso.canvaslms.com/api/lti/security/jwks",
}


@pytest.fixture
def form(house: House) -> View:
    link = house.open(new_admin_link(house.services).removeprefix(BASE))
    assert "Everything is connected" in house.submit(link, link.form("ticket")).text
    return house.open("/admin/platforms/new")


def test_the_addresses_to_give_away_are_shown(form: View) -> None:
    for path in ("/lti/launch", "/lti/login", "/lti/jwks", "/lti/config.json"):
        assert BASE + path in form.text


def test_what_is_typed_is_kept_and_the_connection_is_tried(house: House, form: View) -> None:
    fields = {**form.form("issuer").fields, **TYPED, "institution": "uniz", "family": "generic"}
    answer = house.client.post("/admin/platforms/new", base_url=BASE, data=fields)
    (kept,) = house.services.platforms.registrations("https://canvas.instructure.com", "10000000000001")
    assert answer.location.endswith(f"/admin/platforms/{kept.id}")
    place = house.services.platforms.deployment(kept.id, "7:abc")
    assert place is not None
    assert place.institution_id == "uniz"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("issuer", ""),
        ("client_id", "x" * 2001),
        ("deployment_id", ""),
        ("auth_login_url", "sso.canvaslms.com"),
        ("auth_token_url", "https://["),
        ("key_set_url", "http://plain.example/jwks"),
        ("institution", "nobody"),
    ],
)
def test_what_cannot_be_right_is_said_and_nothing_typed_is_lost(
    house: House, form: View, field: str, value: str
) -> None:
    fields = {**form.form("issuer").fields, **TYPED, "institution": "uniz", field: value}
    answer = house.client.post("/admin/platforms/new", base_url=BASE, data=fields)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert field == "client_id" or "10000000000001" in answer.text
    assert house.services.platforms.all() == (LMS,)


def test_only_an_administrator_connects(house: House) -> None:
    assert house.open("/admin/platforms/new").status == 404
    assert house.client.post("/admin/platforms/new", base_url=BASE, data=TYPED).status_code == 404


@pytest.mark.parametrize(
    ("family", "words"), [("moodle", "Activate"), ("canvas", "Developer Keys"), ("other", "switch it on")]
)
def test_once_connected_the_page_says_what_to_press_there(house: House, family: str, words: str) -> None:
    with house.app.test_request_context(base_url=BASE):
        text = connected(replace(LMS, family=family), LMS.issuer).get_data(as_text=True)
    assert words in text
    assert "asks its own administrator" not in text
