from __future__ import annotations

from importlib.metadata import EntryPoint

import pytest

from plugin.domain.ports.presenting import Renderer
from plugin.domain.ports.running import Clock
from plugin.registry import AdapterError, load
from tests.fakes.clock import SetClock


def point(name: str, value: str) -> EntryPoint:
    return EntryPoint(name, value, "twinseal.test")


def test_an_adapter_is_found_by_its_name() -> None:
    assert load([point("set", "tests.fakes.clock:SetClock")], Clock) == {"set": SetClock}


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("tests.fakes.nowhere:Clock", "cannot be imported"),
        ("tests.fakes.clock:Nothing", "cannot be imported"),
        ("tests.fakes.clock:SetClock", "lacks badge, pages, pdf"),
    ],
)
def test_a_wrong_adapter_is_refused_by_name_and_reason(value: str, why: str) -> None:
    with pytest.raises(AdapterError, match=f"“broken”.*{why}"):
        load([point("broken", value)], Renderer)


def test_two_adapters_of_one_name_are_refused() -> None:
    twice = [point("set", "tests.fakes.clock:SetClock")] * 2
    with pytest.raises(AdapterError, match="same name"):
        load(twice, Clock)
