"""Correcting an award and issuing it anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from plugin.domain.claim import Claim, ClaimedBy
from plugin.domain.errors import ConflictError, InputError, ServiceError
from plugin.domain.lifecycle import Award
from plugin.domain.report import Verdict
from plugin.domain.standing import Actor, ActorKind, Change, Move, Standing
from plugin.issuing.issue import NotEarnedError, finish, issue
from plugin.issuing.press import Order, Press
from plugin.issuing.reissue import Correction, reissue
from plugin.issuing.verify import Verifier, verify
from tests.fakes.clock import SetClock
from tests.unit.issuing.conftest import facts
from tests.unit.issuing.test_issue import Absent, with_seal
from tests.unit.issuing.test_withdrawal import change, file_of, verifier

__all__ = ["verifier"]


@pytest.fixture
def award(press: Press, order: Order, clock: SetClock) -> Award:
    issued = issue(order, press)
    clock.forward(timedelta(days=3))
    return issued


def why(press: Press) -> Change:
    return change(press, Move.SUPERSEDE)


def current(press: Press, award: Award) -> Award:
    found = press.awards.live(award.key)
    assert found is not None
    return found


def test_a_corrected_name_makes_a_new_award_and_ends_the_old(
    press: Press, award: Award, verifier: Verifier, clock: SetClock
) -> None:
    new = reissue(award, Correction(full_name="  Ada  Byrne-Lovelace "), why(press), press)
    assert new.complete
    assert (new.supersedes, new.claim.full_name, new.claim.by) == (
        award.id,
        "Ada Byrne-Lovelace",
        ClaimedBy.INSTITUTION,
    )
    assert (new.facts, new.digest, new.key) == (award.facts, award.digest, award.key)
    assert new.issued_at == clock.now() != award.issued_at
    assert {d.credential_id for d in new.documents}.isdisjoint(d.credential_id for d in award.documents)
    assert current(press, award) == new
    assert verify(file_of(award, "openbadge3"), clock.now(), verifier).verdict is Verdict.INVALID
    assert verify(file_of(new, "openbadge3"), clock.now(), verifier).verdict is Verdict.VALID


def test_the_same_name_keeps_whose_word_it_was(press: Press, award: Award) -> None:
    assert reissue(award, Correction(full_name=award.claim.full_name), why(press), press).claim == award.claim


def test_a_corrected_result_and_a_new_plan_are_decided_anew(
    press: Press, award: Award, order: Order, clock: SetClock
) -> None:
    better = Correction(facts=facts(clock, "97"), plan=(order.institution, order.plan), digest="digest-2")
    new = reissue(award, better, why(press), press)
    assert new.facts.grade is not None
    assert (str(new.facts.grade.value), new.digest) == ("97", "digest-2")


def test_a_whole_claim_may_be_given(press: Press, award: Award, clock: SetClock) -> None:
    claim = Claim("Ada King", False, ClaimedBy.INSTITUTION, clock.now(), identifier="s-1")
    assert reissue(award, Correction(claim=claim), why(press), press).claim == claim


def test_what_is_no_longer_earned_is_not_issued_anew(press: Press, award: Award, clock: SetClock) -> None:
    with pytest.raises(NotEarnedError):
        reissue(award, Correction(facts=facts(clock, "12")), why(press), press)
    with pytest.raises(InputError, match="name is empty"):
        reissue(award, Correction(full_name=" "), why(press), press)
    assert current(press, award) == award


def test_an_interrupted_one_is_finished_and_not_begun_again(press: Press, award: Award) -> None:
    with pytest.raises(ServiceError):
        reissue(award, Correction(full_name="Ada King"), why(press), with_seal(press, Absent(press)))
    begun = current(press, award)
    assert begun.supersedes == award.id
    assert not begun.complete
    done = reissue(award, Correction(full_name="Ada Prince"), why(press), press)
    assert (done.id, done.claim.full_name) == (begun.id, "Ada King")
    assert finish(done, press) == done


def test_the_same_call_again_finishes_the_new_one_and_does_not_replace_it(press: Press, award: Award) -> None:
    with pytest.raises(ServiceError):
        reissue(award, Correction(full_name="Ada King"), why(press), with_seal(press, Absent(press)))
    begun = current(press, award)
    done = reissue(begun, Correction(full_name="Ada King"), why(press), press)
    assert (done.id, done.complete) == (begun.id, True)
    assert len(press.standings.changes(award.id)) == 1


def test_a_replaced_one_is_not_replaced_again(press: Press, award: Award) -> None:
    new = reissue(award, Correction(full_name="Ada King"), why(press), press)
    old = replace(award, standing=Standing.SUPERSEDED)
    with pytest.raises(ConflictError, match="replaced by a newer one"):
        reissue(old, Correction(full_name="Ada Prince"), why(press), press)
    assert current(press, award) == new


def test_nobody_else_issues_anew(press: Press, award: Award) -> None:
    theirs = replace(why(press), by=Actor(ActorKind.ASSISTANT, "5"))
    with pytest.raises(ConflictError, match="Only the course's instructors"):
        reissue(award, Correction(), theirs, press)
