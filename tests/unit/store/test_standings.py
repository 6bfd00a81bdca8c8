"""Awards on disk: how they stand, what replaced them, and their places in the status lists."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, delete, insert, update
from sqlalchemy.exc import IntegrityError

from plugin.domain.claim import Claim, ClaimedBy
from plugin.domain.documents import Intent, Sealed, SealedFile
from plugin.domain.eligibility import Decision, Outcome
from plugin.domain.errors import ConflictError, NotFoundError
from plugin.domain.facts import Completion, CompletionState, LearnerFacts, Source
from plugin.domain.lifecycle import Award, AwardKey, DocumentRecord, DocumentState
from plugin.domain.platforms import Person
from plugin.domain.standing import Actor, ActorKind, Change, Move, Reason, Standing
from plugin.domain.status import StatusSlot, is_set
from plugin.store.awards import Awards
from plugin.store.standings import Standings
from plugin.store.status_lists import TRIES, StatusLists
from plugin.store.tables import award as award_table
from plugin.store.tables import binding, institution
from tests.factories import ISSUED_AT

REVOKE = Change(Move.REVOKE, Reason.MISCONDUCT, Actor(ActorKind.INSTRUCTOR, "99"), ISSUED_AT, "Board of 2 March")
SUSPEND = replace(REVOKE, move=Move.SUSPEND, reason=Reason.UNDER_REVIEW, at=ISSUED_AT + timedelta(days=1))
SUPERSEDE = replace(REVOKE, move=Move.SUPERSEDE, reason=Reason.NAME_CORRECTED, at=ISSUED_AT + timedelta(days=2))


@pytest.fixture
def engine(engine: Engine) -> Engine:
    with engine.begin() as connection:
        connection.execute(insert(institution).values(id="zed", name="Zed", created_at=ISSUED_AT))
        values = {"id": "b", "institution_id": "zed", "plan_id": "p", "enabled": True}
        connection.execute(insert(binding).values(values))
    return engine


def sample(number: int = 1, subject: str = "7", supersedes: str | None = None) -> Award:
    facts = LearnerFacts(Person(subject), Completion(CompletionState.COMPLETE), None, Source.PLATFORM, ISSUED_AT)
    return Award(
        f"award-{number}",
        AwardKey("b", subject, "p"),
        "zed",
        1,
        f"urn:uuid:{number}",
        ISSUED_AT,
        f"token-{number}",
        "digest",
        facts,
        Decision(Outcome.EARNED, ()),
        Claim("Ada Byrne", True, ClaimedBy.LEARNER, ISSUED_AT),
        (DocumentRecord("badge", f"credential-{number}", DocumentState.RESERVED),),
        supersedes=supersedes,
    )


def finished(awards: Awards, award: Award) -> Award:
    awards.record_intents(award, (Intent("badge", "jws", b"x"),))
    return awards.save_sealed(award, Sealed(SealedFile("badge", b"x.y", "application/vc+jwt", ".jwt")))


def bit(engine: Engine, slot: StatusSlot | None) -> bool:
    assert slot is not None
    listed = StatusLists(engine).get("zed", slot.list_number)
    assert listed is not None
    return is_set(listed.bits, slot.index)


def test_every_award_has_a_place_of_its_own(engine: Engine) -> None:
    drawn = iter([5, 5, 9])
    awards = Awards(engine, draw=lambda _below: next(drawn))
    slots = [awards.reserve(sample(number, str(number))).slot for number in (1, 2)]
    assert slots == [StatusSlot(1, 5), StatusSlot(1, 9)]
    assert awards.get("award-2").slot == StatusSlot(1, 9)


def test_a_full_list_opens_a_new_one(engine: Engine) -> None:
    awards = Awards(engine, draw=lambda _below: 5)
    slots = [awards.reserve(sample(number, str(number))).slot for number in (1, 2, 3)]
    assert slots == [StatusSlot(1, 5), StatusSlot(2, 5), StatusSlot(3, 5)]
    assert StatusLists(engine).numbers("zed") == (1, 2, 3)
    assert StatusLists(engine).numbers("nobody") == ()


def test_a_place_is_drawn_several_times_before_a_list_counts_as_full(engine: Engine) -> None:
    drawn = itertools.chain([5], itertools.repeat(5, TRIES - 1), [6])
    awards = Awards(engine, draw=lambda _below: next(drawn))
    assert [awards.reserve(sample(n, str(n))).slot for n in (1, 2)] == [StatusSlot(1, 5), StatusSlot(1, 6)]


def test_an_award_of_before_the_lists_can_be_revoked_all_the_same(engine: Engine) -> None:
    Awards(engine).reserve(sample())
    with engine.begin() as connection:
        connection.execute(update(award_table).values(status_list=None, status_index=None))
    assert Awards(engine).get("award-1").slot is None
    assert Standings(engine).change("award-1", REVOKE) is Standing.REVOKED


def test_revoking_sets_the_bit_keeps_the_log_and_the_place(engine: Engine) -> None:
    awards, standings = Awards(engine), Standings(engine)
    award = finished(awards, awards.reserve(sample()))
    assert not bit(engine, award.slot)
    assert standings.change(award.id, REVOKE) is Standing.REVOKED
    assert bit(engine, award.slot)
    assert standings.changes(award.id) == (REVOKE,)
    again = awards.reserve(sample(2))
    assert (again.id, again.standing) == ("award-1", Standing.REVOKED)  # it cannot be had again by asking again


def test_suspending_and_resuming_leave_the_list_alone(engine: Engine) -> None:
    awards, standings = Awards(engine), Standings(engine)
    award = awards.reserve(sample())
    resume = replace(SUSPEND, move=Move.RESUME, reason=Reason.CLEARED)
    assert standings.change(award.id, SUSPEND) is Standing.SUSPENDED
    assert not bit(engine, award.slot)
    assert standings.change(award.id, resume) is Standing.LIVE
    assert standings.changes(award.id) == (SUSPEND, resume)


def test_what_cannot_be_done_changes_and_logs_nothing(engine: Engine) -> None:
    awards, standings = Awards(engine), Standings(engine)
    award = awards.reserve(sample())
    standings.change(award.id, REVOKE)
    with pytest.raises(ConflictError):
        standings.change(award.id, SUSPEND)
    assert standings.changes(award.id) == (REVOKE,)
    with pytest.raises(NotFoundError):
        standings.change("nothing", REVOKE)


def test_the_old_one_stays_in_force_until_the_new_one_is_sealed(engine: Engine) -> None:
    awards, standings = Awards(engine), Standings(engine)
    old = finished(awards, awards.reserve(sample()))
    new = awards.replace(sample(2, supersedes=old.id), SUPERSEDE)
    assert (new.supersedes, awards.get(old.id).superseded_by) == (old.id, new.id)
    assert awards.get(old.id).standing is Standing.LIVE
    assert not bit(engine, old.slot)
    assert awards.live(old.key) == awards.get(new.id)
    finished(awards, new)
    assert awards.get(old.id).standing is Standing.SUPERSEDED
    assert bit(engine, old.slot)
    assert not bit(engine, new.slot)
    assert standings.changes(old.id) == (SUPERSEDE,)


def test_replacing_twice_gives_the_one_that_is_there(engine: Engine) -> None:
    awards = Awards(engine)
    old = finished(awards, awards.reserve(sample()))
    awards.replace(sample(2, supersedes=old.id), SUPERSEDE)
    assert awards.replace(sample(3, supersedes=old.id), SUPERSEDE).id == "award-2"
    assert len(Standings(engine).changes(old.id)) == 1


def test_what_is_revoked_can_be_issued_anew_and_stays_revoked(engine: Engine) -> None:
    awards, standings = Awards(engine), Standings(engine)
    old = finished(awards, awards.reserve(sample()))
    standings.change(old.id, REVOKE)
    new = finished(awards, awards.replace(sample(2, supersedes=old.id), SUPERSEDE))
    assert awards.get(old.id).standing is Standing.REVOKED
    assert awards.live(old.key) == new
    known = standings.of_credential("credential-1")
    assert known is not None
    assert (known.standing, known.since, known.successor_token) == (Standing.REVOKED, ISSUED_AT, "token-2")


def test_revoking_a_new_one_before_it_is_sealed_takes_the_old_one_with_it(engine: Engine) -> None:
    awards, standings = Awards(engine), Standings(engine)
    old = finished(awards, awards.reserve(sample()))
    new = awards.replace(sample(2, supersedes=old.id), SUPERSEDE)
    standings.change(new.id, REVOKE)
    assert awards.get(old.id).standing is Standing.SUPERSEDED
    known = standings.of_credential("credential-1")
    assert known is not None
    assert known.successor_token is None  # there is nothing in force to point to


def test_a_chain_of_new_ones_ends_all_the_old_ones(engine: Engine) -> None:
    awards = Awards(engine)
    first = finished(awards, awards.reserve(sample()))
    second = awards.replace(sample(2, supersedes=first.id), SUPERSEDE)
    third = awards.replace(sample(3, supersedes=second.id), SUPERSEDE)
    assert awards.get(first.id).standing is Standing.LIVE
    finished(awards, third)
    standings = [awards.get(award.id).standing for award in (first, second, third)]
    assert standings == [Standing.SUPERSEDED, Standing.SUPERSEDED, Standing.LIVE]


def test_the_oldest_of_a_chain_leads_to_the_one_in_force(engine: Engine) -> None:
    awards, standings = Awards(engine), Standings(engine)
    first = finished(awards, awards.reserve(sample()))
    second = finished(awards, awards.replace(sample(2, supersedes=first.id), SUPERSEDE))
    third = awards.replace(sample(3, supersedes=second.id), SUPERSEDE)
    known = standings.of_credential("credential-1")
    assert known is not None
    assert known.successor_token == "token-2"  # the third is not sealed yet
    finished(awards, third)
    known = standings.of_credential("credential-1")
    assert known is not None
    assert known.successor_token == "token-3"


def test_an_old_one_that_was_suspended_meanwhile_is_superseded_as_well(engine: Engine) -> None:
    awards, standings = Awards(engine), Standings(engine)
    old = finished(awards, awards.reserve(sample()))
    new = awards.replace(sample(2, supersedes=old.id), SUPERSEDE)
    standings.change(old.id, SUSPEND)
    finished(awards, new)
    assert awards.get(old.id).standing is Standing.SUPERSEDED


def test_what_was_replaced_long_ago_is_not_replaced_again_by_a_late_revocation(engine: Engine) -> None:
    awards, standings = Awards(engine), Standings(engine)
    old = finished(awards, awards.reserve(sample()))
    new = finished(awards, awards.replace(sample(2, supersedes=old.id), SUPERSEDE))
    assert standings.change(new.id, REVOKE) is Standing.REVOKED
    assert awards.get(old.id).standing is Standing.SUPERSEDED


def test_a_credential_is_known_by_its_id(engine: Engine) -> None:
    awards, standings = Awards(engine), Standings(engine)
    award = awards.reserve(sample())
    known = standings.of_credential("credential-1")
    assert known is not None
    assert (known.standing, known.since) == (Standing.LIVE, None)
    assert standings.of_credential("credential-9") is None
    standings.change(award.id, SUSPEND)
    known = standings.of_credential("credential-1")
    assert known is not None
    assert (known.standing, known.since, known.successor_token) == (Standing.SUSPENDED, SUSPEND.at, None)


def test_a_sealed_list_is_kept_while_the_list_is_the_same(engine: Engine) -> None:
    awards, lists = Awards(engine), StatusLists(engine)
    award = awards.reserve(sample())
    assert award.slot is not None
    before = lists.get("zed", 1)
    assert before is not None
    lists.keep_sealed(before, b"sealed")
    kept = lists.get("zed", 1)
    assert kept is not None
    assert kept.sealed == b"sealed"
    Standings(engine).change(award.id, REVOKE)
    changed = lists.get("zed", 1)
    assert changed is not None
    assert (changed.version, changed.sealed) == (1, None)
    lists.keep_sealed(before, b"too late")
    assert lists.get("zed", 1) == changed
    assert lists.get("zed", 2) is None


def test_a_reservation_that_fails_for_another_reason_is_not_hidden(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(delete(binding))
    with pytest.raises(IntegrityError):
        Awards(engine).reserve(sample())
