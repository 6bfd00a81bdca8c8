"""Who may change how an award stands, from what to what, and why."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from plugin.domain.errors import ConflictError, InputError
from plugin.domain.standing import (
    NOTE_MAX,
    Actor,
    ActorKind,
    Change,
    Move,
    Reason,
    Standing,
    after,
    check_change,
    moves_from,
)

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
TEACHER = Actor(ActorKind.INSTRUCTOR, "7")


@pytest.mark.parametrize(
    ("before", "move", "stands"),
    [
        (Standing.LIVE, Move.SUSPEND, Standing.SUSPENDED),
        (Standing.LIVE, Move.REVOKE, Standing.REVOKED),
        (Standing.LIVE, Move.SUPERSEDE, Standing.SUPERSEDED),
        (Standing.SUSPENDED, Move.RESUME, Standing.LIVE),
        (Standing.SUSPENDED, Move.REVOKE, Standing.REVOKED),
        (Standing.SUSPENDED, Move.SUPERSEDE, Standing.SUPERSEDED),
        (Standing.REVOKED, Move.SUPERSEDE, Standing.REVOKED),
    ],
)
def test_what_can_be_done_leads_where_it_should(before: Standing, move: Move, stands: Standing) -> None:
    assert after(before, move) is stands
    assert move in moves_from(before)


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (Standing.LIVE, "in force already"),
        (Standing.SUSPENDED, "is suspended"),
        (Standing.REVOKED, "for good"),
        (Standing.SUPERSEDED, "replaced by a newer one"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(before: Standing, words: str) -> None:
    refused = [move for move in Move if move not in moves_from(before)]
    assert refused
    for move in refused:
        with pytest.raises(ConflictError, match=words):
            after(before, move)


def test_only_what_is_revoked_or_replaced_is_so_for_good() -> None:
    assert [standing for standing in Standing if standing.is_final] == [Standing.REVOKED, Standing.SUPERSEDED]


def test_every_move_has_reasons_and_every_reason_words() -> None:
    for move in Move:
        assert len(Reason.for_move(move)) > 1
    assert all(reason.words.endswith(".") for reason in Reason)
    assert len({reason.code for reason in Reason}) == len(Reason)


def test_a_reason_is_found_by_its_code_for_its_move_only() -> None:
    assert Reason.of_code("misconduct", Move.REVOKE) is Reason.MISCONDUCT
    with pytest.raises(InputError, match="under-review"):
        Reason.of_code("misconduct", Move.SUSPEND)


@pytest.mark.parametrize("kind", ActorKind)
def test_those_who_teach_and_the_administrator_may_and_nobody_else(kind: ActorKind) -> None:
    change = Change(Move.REVOKE, Reason.OTHER, Actor(kind, "7"), AT)
    if kind in (ActorKind.INSTRUCTOR, ActorKind.ADMINISTRATOR):
        check_change(change)
    else:
        with pytest.raises(ConflictError, match="Only the course's instructors"):
            check_change(change)


def test_a_note_has_an_end() -> None:
    check_change(Change(Move.REVOKE, Reason.OTHER, TEACHER, AT, "x" * NOTE_MAX))
    with pytest.raises(InputError, match="2000 characters"):
        check_change(Change(Move.REVOKE, Reason.OTHER, TEACHER, AT, "x" * (NOTE_MAX + 1)))


def test_a_reason_of_another_move_is_refused() -> None:
    with pytest.raises(InputError, match="A reason is needed"):
        check_change(Change(Move.RESUME, Reason.MISCONDUCT, TEACHER, AT))
