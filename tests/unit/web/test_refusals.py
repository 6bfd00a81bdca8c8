"""A refused launch: the person sees what to do, the administrator what differs."""

from __future__ import annotations

import pytest

from plugin.admin_link import new_admin_link
from plugin.demo.visitor import View
from tests.unit.web.conftest import BASE, LMS, House


def refused(house: House, **sent: str) -> View:
    query = "&".join(f"{name}={value}" for name, value in {"login_hint": "Ada", **sent}.items())
    return house.open(f"/lti/login?{query}")


def administration(house: House) -> View:
    view = house.open(new_admin_link(house.services).removeprefix(BASE))
    return house.submit(view, view.form("ticket"))


def test_what_came_stands_beside_what_is_registered(house: House) -> None:
    view = refused(house, iss="https://lms.example/", client_id="c", lti_deployment_id="9")
    assert view.status == 400
    assert "not connected" in view.text
    assert "Issuer https://lms.example/ https://lms.example ≠ differs" in view.text
    assert "Client id c c ✓ same" in view.text
    assert "Deployment id 9 1 ≠ differs" in view.text
    assert "Deployment id: received 9; registered 1" in view.text
    assert "Ada" not in view.text


def test_nothing_known_is_said_as_such(house: House) -> None:
    view = refused(house, iss="https://unknown.example")
    assert "Client id not sent nothing like it" in view.text
    assert LMS.issuer not in view.text


def test_hostile_ids_stay_text(house: House) -> None:
    view = refused(house, iss="<script>alert(1)</script>")
    assert b"<script>alert" not in view.body


@pytest.mark.parametrize("page", ["error", "administration"])
def test_the_administrator_finds_the_latest_ones(house: House, page: str) -> None:
    for _ in range(2):
        view = refused(house, iss="https://lms.example/", client_id="c")
    if page == "administration":
        view = administration(house)
        assert "Launches that were refused lately" in view.text
        assert "launch.platform.unknown · 2 times" in view.text
    assert "https://lms.example/ https://lms.example ≠ differs" in view.text


def test_a_page_that_was_loaded_again_is_nothing_for_the_administrator(house: House) -> None:
    answer = house.client.post("/lti/launch", base_url=BASE, data={"state": "spent"})
    assert "used already" in answer.text
    assert "refused lately" not in administration(house).text
