from __future__ import annotations

from plugin.domain.binding import binding_of_lists
from plugin.domain.tickets import TicketKind


def test_all_lists_of_a_plan_share_one_binding() -> None:
    first, second = binding_of_lists("zed", "ethics"), binding_of_lists("zed", "ethics")
    assert first == second
    assert first.id != binding_of_lists("zed", "other").id
    assert first.enabled


def test_kinds_of_tickets_are_told_apart_in_the_database() -> None:
    assert len({kind.value for kind in TicketKind}) == len(TicketKind)
