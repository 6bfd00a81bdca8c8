"""Question 7: our own records, and the lists that others publish."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from plugin.domain.documents import Checked, Document
from plugin.domain.errors import ServiceError
from plugin.domain.lifecycle import Award
from plugin.domain.report import Answer, Check, Question, Verdict, VerificationReport
from plugin.domain.standing import Actor, ActorKind, Change, Move, Reason, Standing
from plugin.domain.status import StatusList, Withdrawal
from plugin.issuing.check import NotSealableError, check_list
from plugin.issuing.issue import finish, issue, new_award
from plugin.issuing.press import Order, Press
from plugin.issuing.status_list import published_list, published_lists
from plugin.issuing.verify import Verifier, verify
from plugin.issuing.withdrawal import StatusReader
from tests.fakes.clock import SetClock
from tests.unit.issuing.test_verify import OurLists, verifier

__all__ = ["verifier"]
REASONS = {Move.SUSPEND: Reason.UNDER_REVIEW, Move.RESUME: Reason.CLEARED, Move.REVOKE: Reason.MISCONDUCT}


def change(press: Press, move: Move) -> Change:
    return Change(move, REASONS.get(move, Reason.OTHER), Actor(ActorKind.INSTRUCTOR, "99"), press.clock.now())


def file_of(award: Award, name: str) -> bytes:
    document = award.document(name)
    assert document is not None
    assert document.sealed is not None
    return document.sealed.data


def ours(verifier: Verifier, press: Press, order: Order) -> Verifier:
    """The verifier of the installation itself, whose records know its own credentials."""
    known = {**verifier.known, order.institution.organisation.legal_identifier or "": "Issued here."}
    status = StatusReader((press.status,), press.standings.of_credential, "https://tool.example/c/")
    return replace(verifier, status=status, known=known)


def seventh(report: VerificationReport) -> Check:
    return next(check for check in report.checks if check.question is Question.NOT_WITHDRAWN)


class Web:
    """One address with a file that a test gives, and another web for everything else."""

    def __init__(self, url: str, data: bytes, beyond: Any) -> None:
        self._url, self._data, self._beyond = url, data, beyond

    def get(self, url: str) -> bytes:
        found: bytes = self._data if url == self._url else self._beyond.get(url)
        return found


def test_a_badge_in_force_is_so_by_the_list(press: Press, order: Order, verifier: Verifier, clock: SetClock) -> None:
    award = issue(order, press)
    report = verify(file_of(award, "openbadge3"), clock.now(), verifier)
    assert (report.verdict, report.withdrawal) == (Verdict.VALID, None)
    assert "does not name it" in seventh(report).evidence


def test_a_revoked_badge_is_so_by_the_list(press: Press, order: Order, verifier: Verifier, clock: SetClock) -> None:
    award, other = issue(order, press), issue(replace(order, key=replace(order.key, subject="s-2")), press)
    press.standings.change(award.id, change(press, Move.REVOKE))
    report = verify(file_of(award, "openbadge3"), clock.now(), verifier)
    assert (report.verdict, report.withdrawal) == (Verdict.INVALID, Withdrawal(Standing.REVOKED))
    assert report.only_withdrawn == report.withdrawal
    assert verify(file_of(other, "openbadge3"), clock.now(), verifier).verdict is Verdict.VALID


@pytest.mark.parametrize("name", ["openbadge3", "europass"])
def test_our_own_records_know_at_once(
    press: Press, order: Order, verifier: Verifier, clock: SetClock, name: str
) -> None:
    award, own = issue(order, press), ours(verifier, press, order)
    raw = file_of(award, name)
    report = verify(raw, clock.now(), own)
    assert "our records" in seventh(report).evidence
    press.standings.change(award.id, change(press, Move.SUSPEND))
    report = verify(raw, clock.now(), own)
    assert report.withdrawal == Withdrawal(Standing.SUSPENDED, clock.now())
    assert "suspended it on 3 March 2026" in seventh(report).evidence
    press.standings.change(award.id, change(press, Move.RESUME))
    assert verify(raw, clock.now(), own).verdict is Verdict.VALID
    press.standings.change(award.id, change(press, Move.REVOKE))
    report = verify(raw, clock.now(), own)
    assert (report.verdict, seventh(report).hint) == (Verdict.INVALID, "Ask the issuer why.")


def test_a_replaced_one_leads_to_the_newer_one(press: Press, order: Order, verifier: Verifier, clock: SetClock) -> None:
    old = issue(order, press)
    new = finish(press.awards.replace(new_award(order, press, old.id), change(press, Move.SUPERSEDE)), press)
    report = verify(file_of(old, "europass"), clock.now(), ours(verifier, press, order))
    link = f"https://tool.example/c/{new.share_token}"
    assert report.withdrawal == Withdrawal(Standing.SUPERSEDED, clock.now(), link)
    assert (report.as_json()["standing"], report.as_json()["replaced_by"]) == ("superseded", link)
    assert verify(file_of(new, "europass"), clock.now(), ours(verifier, press, order)).verdict is Verdict.VALID


def test_a_file_that_only_bears_our_number_is_not_led_to_the_newer_one(
    press: Press, order: Order, verifier: Verifier, clock: SetClock
) -> None:
    old = issue(order, press)
    finish(press.awards.replace(new_award(order, press, old.id), change(press, Move.SUPERSEDE)), press)
    stranger = replace(ours(verifier, press, order), known={})  # nobody proves that it is ours
    report = verify(file_of(old, "openbadge3"), clock.now(), stranger)
    assert report.withdrawal == Withdrawal(Standing.SUPERSEDED, clock.now())


def test_our_records_say_nothing_good_of_another_issuers_credential(
    press: Press, order: Order, verifier: Verifier, clock: SetClock
) -> None:
    award = issue(order, press)
    foreign = replace(ours(verifier, press, order), known={})  # not proven to be one of ours: the list is asked
    report = verify(file_of(award, "openbadge3"), clock.now(), foreign)
    assert "list of withdrawals" in seventh(report).evidence


def test_a_changed_credential_is_not_looked_up(press: Press, order: Order, verifier: Verifier, clock: SetClock) -> None:
    raw = file_of(issue(order, press), "openbadge3")
    head, payload, _ = raw.split(b".")
    report = verify(b".".join((head, payload, b"AAAA")), clock.now(), verifier)
    assert seventh(report).answer is Answer.UNKNOWN
    assert "not proven" in seventh(report).evidence
    assert report.only_withdrawn is None


class TestForeignLists:
    """A list is believed only if it is sealed by the issuer of the credential, and of the right time."""

    @pytest.fixture
    def award(self, press: Press, order: Order) -> Award:
        return issue(order, press)

    def judged(self, press: Press, award: Award, verifier: Verifier, data: bytes, clock: SetClock) -> Check:
        assert award.slot is not None
        identity = press.signers(None).by_proof["jws"].identity  # type: ignore[arg-type]  # one for all
        web = Web(press.status.list_url(identity, award.slot.list_number), data, verifier.web)
        return seventh(verify(file_of(award, "openbadge3"), clock.now(), replace(verifier, web=web)))

    def sealed(self, press: Press, award: Award, **changes: Any) -> bytes:
        signer, suite = press.signers(None).by_proof["jws"], press.proofs["jws"]  # type: ignore[arg-type]
        listed = StatusList.empty(award.institution_id, 1)
        content = {**press.status.document(signer.identity, listed, award.issued_at).content, **changes}
        intent = suite.intend(Checked(Document("bitstring", content)), signer.identity, award.issued_at, "RS256")
        return suite.seal(intent, signer.seal).data

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"issuer": {"id": "did:web:another.example"}}, "of another issuer"),
            ({"validFrom": "2030-01-01T00:00:00Z"}, "dated in the future"),
            ({"validUntil": "2026-03-02T09:30:00Z"}, "out of date"),
            ({"type": ["VerifiableCredential"]}, "no list of withdrawals"),
        ],
    )
    def test_a_list_that_does_not_fit_tells_nothing(
        self,
        press: Press,
        award: Award,
        verifier: Verifier,
        clock: SetClock,
        changes: dict[str, Any],
        words: str,
    ) -> None:
        judged = self.judged(press, award, verifier, self.sealed(press, award, **changes), clock)
        assert judged.answer is Answer.UNKNOWN
        assert words in judged.evidence
        assert judged.hint

    def test_one_that_fits_is_believed(self, press: Press, award: Award, verifier: Verifier, clock: SetClock) -> None:
        until = {"validUntil": "2030-01-01T00:00:00Z"}
        assert self.judged(press, award, verifier, self.sealed(press, award, **until), clock).answer is Answer.YES

    def test_a_list_whose_seal_does_not_hold_tells_nothing(
        self, press: Press, award: Award, verifier: Verifier, clock: SetClock
    ) -> None:
        head, payload, _ = self.sealed(press, award).split(b".")
        judged = self.judged(press, award, verifier, b".".join((head, payload, b"AAAA")), clock)
        assert (judged.answer, "cannot be believed" in judged.evidence) == (Answer.UNKNOWN, True)

    @pytest.mark.parametrize("data", [b"", b"<html>", b"{}", b"ey.x", b"\xff" * 99])
    def test_what_is_no_list_tells_nothing(
        self, press: Press, award: Award, verifier: Verifier, clock: SetClock, data: bytes
    ) -> None:
        assert self.judged(press, award, verifier, data, clock).answer is Answer.UNKNOWN

    def test_a_list_that_cannot_be_had_tells_nothing(
        self, press: Press, award: Award, order: Order, verifier: Verifier, clock: SetClock
    ) -> None:
        class NoLists:
            def get(self, url: str) -> bytes:
                if "/status/" in url:
                    raise ServiceError("web.silence", "zed.example did not answer.", "")
                return verifier.web.get(url)

        report = verify(file_of(award, "openbadge3"), clock.now(), replace(verifier, web=NoLists()))
        assert (report.verdict, seventh(report).evidence) == (Verdict.UNKNOWN, "zed.example did not answer.")

    def test_without_a_method_nobody_can_tell(
        self, press: Press, award: Award, verifier: Verifier, clock: SetClock
    ) -> None:
        report = verify(file_of(award, "openbadge3"), clock.now(), replace(verifier, status=StatusReader()))
        assert "cannot look up" in seventh(report).evidence


class TestPublishing:
    def test_a_list_is_sealed_once_for_each_change(self, press: Press, order: Order, clock: SetClock) -> None:
        award = issue(order, press)
        first = published_list(order.institution, 1, press)
        clock.forward(timedelta(days=1))
        assert published_list(order.institution, 1, press) == first
        press.standings.change(award.id, change(press, Move.REVOKE))
        second = published_list(order.institution, 1, press)
        assert first is not None
        assert second is not None
        assert (second.url, second.media_type) == (first.url, "application/vc+jwt")
        assert second.data != first.data
        assert published_lists(order.institution, press) == (second,)
        assert published_list(order.institution, 2, press) is None

    def test_a_list_that_says_something_else_is_never_sealed(self, press: Press, order: Order) -> None:
        identity = press.signers(order.institution).by_proof["jws"].identity
        listed = StatusList.empty("uniz", 1)
        document = press.status.document(identity, listed.with_set(5), press.clock.now())
        with pytest.raises(NotSealableError, match="number 1"):
            check_list(document, listed, press.status)


def test_what_was_revoked_before_it_was_sealed_is_never_sealed(press: Press, order: Order) -> None:
    award = press.awards.reserve(new_award(order, press))
    press.standings.change(award.id, change(press, Move.REVOKE))
    again = issue(order, press)
    assert (again.id, again.standing) == (award.id, Standing.REVOKED)
    assert not any(document.sealed for document in again.documents)


def test_lists_are_asked_for_as_they_are_at_that_moment(press: Press, order: Order) -> None:
    issue(order, press)
    web = OurLists(press, order, None)  # type: ignore[arg-type]  # nothing beyond is asked
    identity = press.signers(order.institution).by_proof["jws"].identity
    assert web.get(press.status.list_url(identity, 1)).count(b".") == 2
