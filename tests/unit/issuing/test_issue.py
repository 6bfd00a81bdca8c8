from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from adapters.proofs.jws import Jws
from adapters.proofs.public_keys import from_base64url
from plugin.domain.documents import Document, Intent, Issued, Sealed, SealedFile
from plugin.domain.elements import MicroCredential
from plugin.domain.errors import NotFoundError, ServiceError
from plugin.domain.lifecycle import Award, DocumentState
from plugin.domain.mapping import MissingElementsError
from plugin.domain.ports.credentials import Seal
from plugin.domain.seal_rules import UnfitSealError
from plugin.issuing.check import NotSealableError, check
from plugin.issuing.issue import FormatsOffError, NotEarnedError, SealBrokenError, finish, issue, micro_of, new_award
from plugin.issuing.press import Order, Press, Signers
from tests.fakes.clock import SetClock
from tests.unit.issuing.conftest import facts, with_facts


def files(award: Award) -> dict[str, bytes]:
    return {d.format: d.sealed.data for d in award.documents if d.sealed}


def with_seal(press: Press, seal: Any) -> Press:
    """The same press, whose European seal is another one."""
    old = press.signers(None)  # type: ignore[arg-type]  # one set of signers for all
    by_proof = {**old.by_proof, "eseal": replace(old.by_proof["eseal"], seal=seal)}
    signers = Signers(by_proof, old.anchors, old.web)
    return replace(press, signers=lambda _institution: signers)


class Absent:
    """A seal that cannot be reached."""

    algorithm = "RS256"

    def __init__(self, press: Press) -> None:
        self.identity = press.signers(None).by_proof["eseal"].seal.identity  # type: ignore[arg-type]

    def sign(self, signing_input: bytes) -> bytes:
        raise ServiceError("seal.away", "The seal cannot be reached.", "Try again later.")


class Wrong(Absent):
    """A seal that signs something else."""

    def sign(self, signing_input: bytes) -> bytes:
        return b"x" * 256


def test_an_award_holds_every_format_sealed(press: Press, order: Order, clock: SetClock) -> None:
    award = issue(order, press)
    assert award.complete
    assert set(files(award)) == {"openbadge3", "europass"}
    assert award.issued_at == clock.now()
    assert press.awards.live(order.key) == award


def test_issuing_again_gives_the_same_award_whatever_was_asked(press: Press, order: Order) -> None:
    first = issue(order, press)
    again = issue(replace(order, digest="digest-2", facts=replace(order.facts, grade=None)), press)
    assert again == first


def test_what_is_not_earned_records_nothing(press: Press, order: Order, clock: SetClock) -> None:
    with pytest.raises(NotEarnedError, match="does not reach"):
        issue(with_facts(order, facts(clock, "49.9")), press)
    assert press.awards.live(order.key) is None


def test_unknown_is_never_awarded(press: Press, order: Order, clock: SetClock) -> None:
    with pytest.raises(NotEarnedError, match="Nobody has said"):
        issue(with_facts(order, facts(clock, done=False)), press)


def test_a_missing_element_stops_before_anything_is_reserved(press: Press, order: Order) -> None:
    with pytest.raises(MissingElementsError, match="Learning outcomes"):
        issue(replace(order, plan=replace(order.plan, learning_outcomes=())), press)
    assert press.awards.live(order.key) is None


def test_a_seal_that_is_away_leaves_the_rest_and_is_asked_again(press: Press, order: Order) -> None:
    with pytest.raises(ServiceError):
        issue(order, with_seal(press, Absent(press)))
    waiting = press.awards.live(order.key)
    assert waiting is not None
    assert [d.state for d in waiting.documents] == [DocumentState.SEALED, DocumentState.INTENDED]
    badge = files(waiting)
    done = issue(order, press)
    assert done.complete
    assert badge.items() <= files(done).items()


def test_a_seal_that_does_not_hold_is_thrown_away(press: Press, order: Order) -> None:
    with pytest.raises(SealBrokenError, match="could not be sealed"):
        issue(order, with_seal(press, Wrong(press)))
    waiting = press.awards.live(order.key)
    assert waiting is not None
    assert "europass" not in files(waiting)
    assert issue(order, press).complete


def test_a_suite_that_seals_something_else_is_found_out(press: Press, order: Order) -> None:
    award = press.awards.reserve(new_award(order, press))
    form, signer = press.formats["openbadge3"], press.signers(order.institution).by_proof["jws"]
    micro = micro_of(award, press)
    other = form.build(micro, Issued("another-id", award.subject_id, award.issued_at, signer.identity, (), ""))

    class Cheating(Jws):
        def seal(self, intent: Intent, seal: Seal) -> Sealed:
            return super().seal(self.intend(check(other, micro, form), signer.identity, award.issued_at, "RS256"), seal)

    with pytest.raises(SealBrokenError, match="other bytes"):
        finish(award, replace(press, proofs={**press.proofs, "jws": Cheating()}))


def test_an_untouched_award_that_waited_a_day_is_dated_anew(press: Press, order: Order, clock: SetClock) -> None:
    away = Absent(press)
    old = press.signers(order.institution)
    nobody = Signers({k: replace(s, seal=away) for k, s in old.by_proof.items()}, old.anchors, old.web)
    with pytest.raises(ServiceError):
        issue(order, replace(press, signers=lambda _i: nobody))
    begun = clock.now()
    clock.forward(timedelta(hours=25))
    award = issue(order, press)
    assert award.issued_at == clock.now() != begun
    assert award.complete


def test_an_award_with_a_sealed_document_keeps_its_date(press: Press, order: Order, clock: SetClock) -> None:
    with pytest.raises(ServiceError):
        issue(order, with_seal(press, Absent(press)))
    begun = clock.now()
    clock.forward(timedelta(hours=25))
    assert issue(order, press).issued_at == begun


def test_seconds_are_the_smallest_part_of_an_issuing_date(press: Press, order: Order, clock: SetClock) -> None:
    clock.forward(timedelta(microseconds=123))
    assert issue(order, press).issued_at.microsecond == 0


def test_documents_of_a_test_seal_say_so(press: Press, order: Order) -> None:
    micro = micro_of(issue(order, press), press)
    assert micro.is_test
    assert str(micro.title).startswith("TEST: ")


def test_an_award_stays_the_test_that_it_was_when_a_real_seal_comes(
    press: Press, order: Order, real_signers: Signers
) -> None:
    with pytest.raises(ServiceError):
        issue(order, with_seal(press, Absent(press)))
    finished = finish(press.awards.live(order.key), real_press(press, real_signers))  # type: ignore[arg-type]
    assert finished.complete
    assert micro_of(finished, real_press(press, real_signers)).is_test
    assert all(b"TEST: " in _text(data) for data in files(finished).values())


def test_without_a_test_seal_nothing_says_test(press: Press, order: Order, real_signers: Signers) -> None:
    award = issue(order, real_press(press, real_signers))
    assert (award.is_test, award.complete) == (False, True)
    assert not micro_of(award, press).is_test
    assert not any(b"TEST: " in _text(data) for data in files(award).values())


def test_a_real_award_waits_rather_than_take_a_test_seal(press: Press, order: Order, real_signers: Signers) -> None:
    real = real_press(press, real_signers)
    waiting = press.awards.reserve(new_award(order, real))
    with pytest.raises(ServiceError, match="begun with a real seal"):
        finish(waiting, press)
    assert finish(waiting, real).complete


def test_documents_whose_key_is_gone_are_begun_anew(press: Press, order: Order, real_signers: Signers) -> None:
    old, real = press.signers(order.institution), real_press(press, real_signers)
    nobody = with_seal(press, Absent(press))
    with pytest.raises(ServiceError):
        issue(order, nobody)
    waiting = press.awards.live(order.key)
    assert waiting is not None
    fresh = replace(old.by_proof["eseal"], identity=replace(old.by_proof["eseal"].identity, key_url="https://new"))
    by_proof = {**old.by_proof, "eseal": fresh}
    done = finish(waiting, replace(real, signers=lambda _i: Signers(by_proof, old.anchors, old.web)))
    assert done.complete
    assert files(waiting).items() <= files(done).items()
    assert done.issued_at == waiting.issued_at


def test_an_untouched_award_whose_key_is_gone_is_dated_anew(press: Press, order: Order, clock: SetClock) -> None:
    old, away = press.signers(order.institution), Absent(press)
    nobody = Signers({k: replace(s, seal=away) for k, s in old.by_proof.items()}, old.anchors, old.web)
    with pytest.raises(ServiceError):
        issue(order, replace(press, signers=lambda _i: nobody))
    clock.forward(timedelta(minutes=5))
    fresh = {k: replace(s, identity=replace(s.identity, key_url="https://new")) for k, s in old.by_proof.items()}
    badge = replace(fresh["jws"], identity=old.by_proof["jws"].identity)
    award = issue(order, replace(press, signers=lambda _i: Signers({**fresh, "jws": badge}, old.anchors, old.web)))
    assert (award.complete, award.issued_at) == (True, clock.now())


def test_an_expired_seal_begins_nothing(press: Press, order: Order, clock: SetClock) -> None:
    clock.forward(timedelta(days=2000))
    with pytest.raises(UnfitSealError, match="ran out"):
        issue(order, press)
    assert press.awards.live(order.key) is None


def _text(data: bytes) -> bytes:
    """A badge's payload is base64url."""
    return from_base64url(data.split(b".")[1]) if data.startswith(b"ey") else data


def real_press(press: Press, signers: Signers) -> Press:
    return replace(press, signers=lambda _institution: signers)


def test_two_at_once_make_one_award(press: Press, order: Order) -> None:
    first, second = new_award(order, press), new_award(order, press)
    assert first.id != second.id
    kept = press.awards.reserve(first)
    assert press.awards.reserve(second) == kept
    assert issue(order, press).id == first.id


def test_a_file_that_another_process_saved_first_counts(press: Press, order: Order) -> None:
    award = issue(order, press)
    late = Sealed(SealedFile("europass", b"late", "text/plain", ".txt"))
    assert press.awards.save_sealed(award, late) == award
    assert press.awards.record_intents(award, (Intent("europass", "eseal", b"late"),)) == award
    assert press.awards.redate(award, award.issued_at + timedelta(days=1)) == award


def test_awards_are_found_by_id_and_by_link(press: Press, order: Order) -> None:
    award = issue(order, press)
    assert press.awards.get(award.id) == press.awards.shared(award.share_token) == award  # type: ignore[attr-defined]
    assert press.awards.live_subjects(order.key.binding_id) == {"s-1": award.id}  # type: ignore[attr-defined]
    with pytest.raises(NotFoundError):
        press.awards.get("unknown")  # type: ignore[attr-defined]
    assert award.document("unknown") is None


@dataclass
class Spoiled:
    """A format that goes wrong in one way; everything else is the real one."""

    real: Any
    fault: tuple[str, ...] = ()
    forgets: bool = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def faults(self, content: Any) -> tuple[str, ...]:
        return self.fault

    def build(self, micro: MicroCredential, issued: Issued) -> Document:
        return self.real.build(replace(micro, prerequisites=None) if self.forgets else micro, issued)  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("spoiled", "why"), [({"fault": ("It has no id.",)}, "It has no id"), ({"forgets": True}, "Prerequisites")]
)
def test_a_document_that_breaks_its_format_or_disagrees_is_never_sealed(
    press: Press, order: Order, spoiled: dict[str, Any], why: str
) -> None:
    formats = {**press.formats, "europass": Spoiled(press.formats["europass"], **spoiled)}
    with pytest.raises(NotSealableError, match=why):
        issue(order, replace(press, formats=formats))
    waiting = press.awards.live(order.key)
    assert waiting is not None
    assert {d.state for d in waiting.documents} == {DocumentState.RESERVED}


def test_a_format_that_is_switched_off_is_left_out_and_the_others_are_issued(press: Press, order: Order) -> None:
    only = {"europass": press.formats["europass"]}
    assert set(files(issue(order, replace(press, formats=only)))) == {"europass"}


def test_nothing_is_recorded_when_every_format_is_switched_off(press: Press, order: Order) -> None:
    with pytest.raises(FormatsOffError):
        issue(order, replace(press, formats={}))
    assert press.awards.live(order.key) is None
