from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from lti.offer import tool_configuration
from plugin.admin_link import new_admin_link
from plugin.domain.plan import FORMATS
from plugin.domain.platforms import Deployment
from tests.unit.web.conftest import BASE, House

JSON = {"Accept": "application/json"}


@pytest.fixture
def claimed(house: House) -> tuple[House, str, str]:
    """The house with one award, its shared address and the learner's own page."""
    house.knows()
    view = house.enter()
    mine = house.submit(view, view.form("full_name"))
    return house, mine.link("Look at the page"), mine.url


def upload(house: House, data: bytes, **more: Any) -> Any:
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="credential"\r\n\r\n'
    kind = "multipart/form-data; boundary=x"
    return house.client.post("/verify", base_url=BASE, data=head + data + b"\r\n--x--\r\n", content_type=kind, **more)


def test_a_shared_page_answers_people_and_machines(claimed: tuple[House, str, str]) -> None:
    house, link, _ = claimed
    view = house.open(link)
    assert "A test: unchanged" in view.text
    assert "Ada Byrne" in view.text
    reports = house.client.get(link, base_url=BASE, headers=JSON).get_json()
    assert {name: report["verdict"] for name, report in reports.items()} == dict.fromkeys(FORMATS, "valid")


def test_a_shared_page_is_told_to_nobody(claimed: tuple[House, str, str]) -> None:
    house, link, _ = claimed
    headers = house.client.get(link, base_url=BASE).headers
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Robots-Tag"] == "noindex"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Security-Policy"].endswith("frame-ancestors 'none'")


def test_the_logo_that_platforms_are_told_of_can_be_fetched(house: House) -> None:
    logo = tool_configuration(BASE)["logo_uri"]
    with house.client.get(logo.removeprefix(BASE), base_url=BASE) as answer:
        assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")


def test_a_made_up_link_shows_nothing(house: House) -> None:
    assert house.open("/c/made-up").status == 404


def test_an_uploaded_file_is_judged(claimed: tuple[House, str, str]) -> None:
    house, _, mine = claimed
    data = house.client.get(f"{mine}/europass", base_url=BASE).data
    assert "A test: unchanged" in upload(house, data).text
    assert "Not valid" in upload(house, data.replace(b"Ada", b"Eda")).text
    assert upload(house, data, headers=JSON).get_json()["verdict"] == "valid"


@pytest.mark.parametrize("data", [b"", b"text", b"{}", b"\xff" * 100])
def test_what_is_no_credential_gets_a_sentence(house: House, data: bytes) -> None:
    answer = upload(house, data)
    assert answer.status_code == 400
    assert "Is this credential genuine?" in answer.text
    told = upload(house, data, headers=JSON)
    assert (told.status_code, bool(told.get_json()["sentence"])) == (400, True)


def test_a_huge_upload_is_refused(house: House) -> None:
    assert upload(house, b"x" * 20_200_000).status_code == 413
    assert "larger than 20 MB" in upload(house, b"x" * 20_000_001).text


def test_what_an_issuer_publishes_is_for_everybody(claimed: tuple[House, str, str]) -> None:
    house = claimed[0]
    profile = house.client.get("/issuers/uniz", base_url=BASE, headers=JSON)
    assert profile.get_json()["id"] == "did:web:tool.example:issuers:uniz"
    assert profile.headers["Access-Control-Allow-Origin"] == "*"
    document = house.client.get("/issuers/uniz/did.json", base_url=BASE)
    assert json.loads(document.data)["id"] == "did:web:tool.example:issuers:uniz"
    again = house.client.get(
        "/issuers/uniz/did.json", base_url=BASE, headers={"If-None-Match": document.headers["ETag"]}
    )
    assert again.status_code == 304
    assert "University of Zed" in house.open("/issuers/uniz", headers={"Accept": "text/html"}).text
    for path in ("/issuers/uniz/none", "/issuers/nobody"):
        assert house.open(path).status == 404


def test_the_home_page_leads_to_checking(house: House) -> None:
    assert house.open(house.open("/").link("Check a credential")).status == 200


def test_an_unexpected_error_has_a_number_and_tells_nothing(house: House, caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> str:
        raise RuntimeError("".join(("A", "da")))  # a value that stands in no line of code

    house.app.add_url_rule("/fail", view_func=fail)
    answer = house.client.get("/fail", base_url=BASE)
    assert answer.status_code == 500
    assert "this number" in answer.text
    assert "Ada" not in answer.text
    assert "Ada" not in caplog.text


@pytest.mark.parametrize(("method", "path", "status"), [("get", "/nothing", 404), ("put", "/verify", 405)])
def test_a_wrong_address_is_a_page_or_json(house: House, method: str, path: str, status: int) -> None:
    answer = getattr(house.client, method)(path, base_url=BASE)
    assert (answer.status_code, "<h1>" in answer.text) == (status, True)
    told = getattr(house.client, method)(path, base_url=BASE, headers=JSON)
    assert told.get_json()["error"] == f"http.{status}"


def test_a_refused_launch_is_a_page_in_the_frame(house: House) -> None:
    answer = house.client.get("/lti/login", base_url=BASE, query_string={"iss": "https://x.example", "login_hint": "1"})
    assert answer.status_code == 400
    assert "https://x.example" in answer.text
    assert answer.headers["Content-Security-Policy"].endswith("frame-ancestors *")


def test_whatever_goes_wrong_between_an_lms_and_us_is_a_page_in_the_frame(house: House) -> None:
    used_up = house.client.get("/lti/register", base_url=BASE, query_string={"invitation": "used up"})
    too_large = house.client.post("/lti/launch", base_url=BASE, data={"id_token": "x" * 30_000_000})
    for answer, status in ((used_up, 404), (too_large, 413)):
        assert answer.status_code == status
        assert answer.headers["Content-Security-Policy"].endswith("frame-ancestors *")


class TestAdministrator:
    def test_the_link_works_once_and_only_by_the_button(self, house: House) -> None:
        link = new_admin_link(house.services)
        view = house.open(link)
        house.open(link)  # looking does not use it up
        inside = house.submit(view, view.form("ticket"))
        assert "Everything is connected" in inside.text
        assert "used already" in house.submit(view, view.form("ticket")).text

    def test_nobody_else_comes_in(self, house: House) -> None:
        assert house.open("/admin").status == 404
        assert house.client.post("/admin/deployments/d1", base_url=BASE).status_code == 404

    def test_an_invitation_is_made_for_an_institution(self, house: House) -> None:
        view = house.open(new_admin_link(house.services))
        inside = house.submit(view, view.form("ticket"))
        form = next(f for f in inside.forms if f.action.endswith("/invitations"))
        assert house.submit(inside, form, institution="nobody").status == 404
        made = house.submit(inside, form, institution="uniz")
        assert b"https://tool.example/lti/register?invitation=" in made.body
        assert "Add LTI Advantage" in made.text

    def test_a_waiting_place_is_bound_to_an_institution(self, house: House) -> None:
        house.services.platforms.add_deployment(Deployment("d2", "p1", "2", None))
        view = house.open(new_admin_link(house.services))
        inside = house.submit(view, view.form("ticket"))
        assert "1 place waits for you" in inside.text
        form = next(form for form in inside.forms if form.action.endswith("/deployments/d2"))
        assert house.submit(inside, form, institution="nobody").status == 400
        assert house.submit(inside, form, form_token="wrong", institution="uniz").status == 400
        assert "Everything is connected" in house.submit(inside, form, institution="uniz").text
        bound = house.services.platforms.deployment("p1", "2")
        assert bound is not None
        assert bound.institution_id == "uniz"


@pytest.mark.parametrize(("ending", "kind"), [("png", "image/png"), ("svg", "image/svg+xml")])
def test_the_picture_that_a_badge_names_is_published(claimed: tuple[House, str, str], ending: str, kind: str) -> None:
    house, _, mine = claimed
    jwt = house.client.get(f"{mine}/openbadge3", base_url=BASE).data
    payload = json.loads(base64.urlsafe_b64decode(jwt.split(b".")[1] + b"==="))
    named = payload["credentialSubject"]["achievement"]["image"]["id"]
    answer = house.client.get(named.removesuffix("png") + ending, base_url=BASE)
    assert (answer.status_code, answer.content_type.partition(";")[0]) == (200, kind)
    again = house.client.get(named, base_url=BASE)
    cached = house.client.get(named, base_url=BASE, headers={"If-None-Match": again.headers["ETag"]})
    assert cached.status_code == 304


@pytest.mark.parametrize("rest", ["badges/none/1.png", "badges/micro/999.png", "badges/micro/1.gif"])
def test_a_picture_that_nobody_publishes_is_not_there(house: House, rest: str) -> None:
    assert house.open(f"/issuers/uniz/{rest}").status == 404


def test_an_uploaded_picture_is_judged_by_the_badge_in_it(claimed: tuple[House, str, str]) -> None:
    house, _, mine = claimed
    for name in ("badge.png", "badge.svg"):
        picture = house.client.get(f"{mine}/{name}", base_url=BASE)
        assert "attachment" in picture.headers["Content-Disposition"]
        assert "A test: unchanged" in upload(house, picture.data).text
    bare = house.client.get(f"{mine}/certificate.pdf", base_url=BASE).data
    assert upload(house, bare).status_code == 400
