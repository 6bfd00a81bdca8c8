"""Withdrawing, suspending and resuming."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plugin.domain.errors import ConflictError
from plugin.domain.standing import ActorKind, Move, Standing
from plugin.issuing.issue import issue
from plugin.issuing.press import Order, Press
from plugin.issuing.revoke import move, move_many
from tests.unit.issuing.test_withdrawal import change


def test_one_is_suspended_resumed_and_withdrawn(press: Press, order: Order) -> None:
    award = issue(order, press)
    assert move(award.id, change(press, Move.SUSPEND), press) is Standing.SUSPENDED
    assert move(award.id, change(press, Move.RESUME), press) is Standing.LIVE
    assert move(award.id, change(press, Move.REVOKE), press) is Standing.REVOKED
    kept = press.awards.live(order.key)
    assert kept is not None
    assert kept.standing is Standing.REVOKED


def test_who_may_not_changes_nothing(press: Press, order: Order) -> None:
    award = issue(order, press)
    theirs = change(press, Move.REVOKE)
    with pytest.raises(ConflictError, match="Only the course's instructors"):
        move(award.id, replace(theirs, by=replace(theirs.by, kind=ActorKind.LEARNER)), press)
    assert press.standings.changes(award.id) == ()


def test_nothing_is_replaced_by_nothing(press: Press, order: Order) -> None:
    award = issue(order, press)
    with pytest.raises(ConflictError, match="newer award"):
        move(award.id, change(press, Move.SUPERSEDE), press)


def test_of_many_each_has_its_answer_and_none_stops_the_others(press: Press, order: Order) -> None:
    awards = [issue(replace(order, key=replace(order.key, subject=f"s-{n}")), press) for n in range(3)]
    move(awards[1].id, change(press, Move.REVOKE), press)
    ids = [awards[0].id, awards[1].id, "nothing", awards[2].id, awards[0].id]
    told = list(move_many(ids, change(press, Move.REVOKE), press))
    assert [moved.award_id for moved in told] == ids[:-1]
    assert [moved.standing for moved in told] == [Standing.REVOKED, None, None, Standing.REVOKED]
    assert [moved.refusal.code for moved in told if moved.refusal] == ["standing.no_move", "award.unknown"]


def test_many_are_done_one_by_one_so_that_progress_can_be_shown(press: Press, order: Order) -> None:
    awards = [issue(replace(order, key=replace(order.key, subject=f"s-{n}")), press) for n in range(2)]
    told = move_many([award.id for award in awards], change(press, Move.REVOKE), press)
    next(told)
    stand = [press.awards.live(award.key) for award in awards]
    assert [award.standing for award in stand if award] == [Standing.REVOKED, Standing.LIVE]
