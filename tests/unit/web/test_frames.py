"""Which pages may show the tool in a frame: those of the LMS, and those that an administrator names."""

from __future__ import annotations

import pytest

from plugin.admin_link import new_admin_link
from plugin.demo.visitor import View
from tests.unit.web.conftest import BASE, House

PATH = "/admin/deployments/d1/frames"


@pytest.fixture
def administration(house: House) -> View:
    link = house.open(new_admin_link(house.services).removeprefix(BASE))
    return house.submit(link, link.form("ticket"))


def test_an_administrator_names_further_pages(house: House, administration: View) -> None:
    fields = administration.form("origins").fields | {"origins": "https://portal.example/x  https://Other.example:8443"}
    assert house.client.post(PATH, base_url=BASE, data=fields).status_code == 303
    place = house.services.platforms.deployment("p1", "1")
    assert place is not None
    assert place.frame_origins == ("https://other.example:8443", "https://portal.example")
    assert "https://portal.example" in house.open("/admin").form("origins").fields["origins"]


@pytest.mark.parametrize("address", ["portal", "javascript:alert(1)", "https://a;b/", "https://*"])
def test_what_is_no_address_is_refused(house: House, administration: View, address: str) -> None:
    fields = administration.form("origins").fields | {"origins": address}
    assert house.client.post(PATH, base_url=BASE, data=fields).status_code == 400


def test_nobody_else_does(house: House) -> None:
    assert house.client.post(PATH, base_url=BASE, data={"origins": "https://evil.example"}).status_code == 404
