from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import pytest

from plugin.admin_link import new_admin_link
from plugin.demo.visitor import View
from plugin.web import admin_keys
from tests.fakes.issuer import PASSWORD
from tests.fakes.seal_authority import now, real_seal
from tests.unit.web.conftest import BASE, House, view_of_answer


@pytest.fixture
def keys(house: House) -> View:
    """The page of keys, as the administrator sees it."""
    view = house.open(new_admin_link(house.services))
    house.submit(view, view.form("ticket"))
    return house.open("/admin/keys")


def send(house: House, path: str, token: str | None, **fields: object) -> View:
    data = {"form_token": token, **fields} if token else fields
    return view_of_answer(house.client.post(f"/admin/keys/{path}", base_url=BASE, data=data, follow_redirects=True))


def token(view: View) -> str:
    return view.form("form_token").fields["form_token"]


def bring(house: House, view: View, raw: bytes, password: str = PASSWORD.decode()) -> View:
    file = (io.BytesIO(raw), "seal.p12")
    return send(house, "uniz/import", token(view), file=file, password=password)


def seal_bytes(house: House, **changes: object) -> bytes:
    body = house.services.plans.institutions()[0].organisation
    return real_seal(replace(body, **changes))  # type: ignore[arg-type]  # what a test changes


def test_while_there_are_test_keys_the_page_says_that_tests_are_issued(keys: View) -> None:
    assert (keys.status, "issues tests" in keys.text) == (200, True)
    assert "A real key is missing for" in keys.text


def test_an_imported_seal_makes_credentials_real(house: House, keys: View) -> None:
    after = bring(house, keys, seal_bytes(house))
    assert "issues real credentials" in after.text
    assert "VATIE" in after.text or house.services.plans.institutions()[0].organisation.legal_identifier in after.text
    assert not house.services.press.signers(house.services.plans.institutions()[0]).are_tests


@pytest.mark.parametrize(
    ("changes", "password", "why"),
    [({"legal_identifier": "VATFR-0"}, PASSWORD.decode(), "belongs to VATFR-0"), ({}, "wrong", "cannot be opened")],
)
def test_a_seal_that_does_not_fit_changes_nothing(
    house: House, keys: View, changes: dict[str, str], password: str, why: str
) -> None:
    after = bring(house, keys, seal_bytes(house, **changes), password)
    assert (after.status, why in after.text) == (400, True)
    assert "Nothing was changed" in after.text
    assert "issues tests" in after.text


@pytest.mark.parametrize("raw", [b"", b"x" * 11])
def test_no_file_or_a_huge_one_is_refused(
    house: House, keys: View, raw: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admin_keys, "FILE_MAX", 10)
    assert "larger than 1 MB" in bring(house, keys, raw).text


def test_keys_are_rotated_used_and_retired(house: House, keys: View) -> None:
    institution = house.services.plans.institutions()[0]
    first = next(line for line in house.services.keys.lines(institution) if line.key.proof == "jws")
    assert send(house, "uniz/rotate", token(keys), proof="jws").text.count("Open Badges") > keys.text.count(
        "Open Badges"
    )
    assert "seals at present" not in send(house, "uniz/use", token(keys), key=first.key.id).text
    assert "seals at present" in send(house, "uniz/retire", token(keys), key=first.key.id).text
    other = next(
        line for line in house.services.keys.lines(institution) if line.key.proof == "jws" and not line.seals_now
    )
    assert "Retired. What it sealed keeps verifying." in send(house, "uniz/retire", token(keys), key=other.key.id).text
    assert "was retired" in send(house, "uniz/use", token(keys), key=other.key.id).text


@pytest.mark.parametrize(
    ("path", "fields", "why"),
    [
        ("nobody/rotate", {"proof": "jws"}, "no such institution"),
        ("uniz/rotate", {"proof": "x"}, "no such kind of key"),
        ("uniz/use", {"key": ""}, "There is no key"),
    ],
)
def test_what_is_not_there_is_told(house: House, keys: View, path: str, fields: dict[str, str], why: str) -> None:
    assert why in send(house, path, token(keys), **fields).text


def test_only_an_administrator_sees_or_changes_keys(house: House) -> None:
    assert house.open("/admin/keys").status == 404
    assert send(house, "uniz/rotate", "x", proof="jws").status == 404


def test_a_form_from_elsewhere_changes_nothing(house: House, keys: View) -> None:
    assert send(house, "uniz/rotate", None, proof="jws").status == 400
    assert len(house.services.keys.lines(house.services.plans.institutions()[0])) == 3


def test_an_expired_seal_is_told_in_a_sentence(house: House, keys: View) -> None:
    body = house.services.plans.institutions()[0].organisation
    assert "ran out on" in bring(house, keys, real_seal(body, now() - timedelta(days=2500))).text
