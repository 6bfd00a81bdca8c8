"""Our own status lists are read without a way through the web."""

from __future__ import annotations

import pytest

from plugin.issuing.issue import issue
from plugin.issuing.press import Order, Press
from plugin.own_lists import OwnLists
from tests.fakes.issuer import BASE
from tests.unit.issuing.conftest import clock, order, press, signers

__all__ = ["clock", "order", "press", "signers"]


class Beyond:
    """A web that says what it was asked for."""

    def get(self, url: str) -> bytes:
        return f"beyond {url}".encode()


@pytest.fixture
def lists(press: Press, order: Order) -> OwnLists:
    issue(order, press)
    return OwnLists((order.institution,), BASE, press, Beyond())


def test_our_own_list_is_answered_at_once(lists: OwnLists) -> None:
    assert lists.get(f"{BASE}/issuers/uniz/status/1").count(b".") == 2


@pytest.mark.parametrize(
    "path",
    [
        "uniz/status/2",
        "uniz/status/01",
        "uniz/status/1/",
        "uniz/status/one",
        "uniz/status/" + "9" * 30,
        "nobody/status/1",
        "uniz/did.json",
        "",
    ],
)
def test_everything_else_lies_beyond(lists: OwnLists, path: str) -> None:
    assert lists.get(f"{BASE}/issuers/{path}").startswith(b"beyond")


def test_another_host_with_the_same_path_lies_beyond(lists: OwnLists) -> None:
    assert lists.get("https://another.example/issuers/uniz/status/1").startswith(b"beyond")
