from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from plugin.domain.tickets import TicketKind
from plugin.store.database import reading
from plugin.store.tables import ticket
from plugin.store.tickets import Tickets
from tests.fakes.clock import SetClock

HOUR = timedelta(hours=1)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def tickets(engine: Engine, clock: SetClock) -> Tickets:
    numbers = itertools.count(1)
    return Tickets(engine, clock, lambda: f"secret-{next(numbers)}")


def test_a_ticket_opens_what_it_was_issued_for(tickets: Tickets) -> None:
    secret = tickets.issue(TicketKind.SESSION, {"name": "Åsa"}, HOUR)
    assert tickets.read(TicketKind.SESSION, secret) == {"name": "Åsa"}
    assert tickets.read(TicketKind.SESSION, secret) == {"name": "Åsa"}


def test_a_spent_ticket_is_gone(tickets: Tickets) -> None:
    secret = tickets.issue(TicketKind.ADMIN_LINK, {}, HOUR)
    assert tickets.spend(TicketKind.ADMIN_LINK, secret) == {}
    assert tickets.spend(TicketKind.ADMIN_LINK, secret) is None


def test_a_ticket_of_one_kind_does_not_open_another(tickets: Tickets) -> None:
    secret = tickets.issue(TicketKind.SESSION, {}, HOUR)
    assert tickets.spend(TicketKind.ADMIN_LINK, secret) is None
    assert tickets.read(TicketKind.SESSION, secret) == {}


def test_a_ticket_expires(tickets: Tickets, clock: SetClock) -> None:
    secret = tickets.issue(TicketKind.SESSION, {}, HOUR)
    clock.forward(HOUR + timedelta(seconds=1))
    assert tickets.read(TicketKind.SESSION, secret) is None
    assert tickets.spend(TicketKind.SESSION, secret) is None


def test_the_secret_itself_is_not_in_the_database(tickets: Tickets, engine: Engine) -> None:
    secret = tickets.issue(TicketKind.SESSION, {}, HOUR)
    with reading(engine) as connection:
        assert secret not in str(connection.execute(select(ticket)).all())


def test_expired_tickets_are_swept_by_the_next_one(tickets: Tickets, engine: Engine, clock: SetClock) -> None:
    tickets.issue(TicketKind.SESSION, {"n": 1}, HOUR)
    clock.forward(2 * HOUR)
    tickets.issue(TicketKind.SESSION, {"n": 2}, HOUR)
    with reading(engine) as connection:
        assert list(connection.scalars(select(ticket.c.data))) == ['{"n": 2}']
