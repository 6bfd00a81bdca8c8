from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from plugin.domain.documents import Checked, Document
from plugin.domain.errors import InputError
from plugin.domain.ports.credentials import WebLookup
from plugin.domain.report import Answer, Question, Verdict, VerificationReport
from plugin.issuing.issue import issue
from plugin.issuing.picture import pictures
from plugin.issuing.press import Order, Press
from plugin.issuing.status_list import published_lists
from plugin.issuing.verify import Verifier, verify
from plugin.issuing.withdrawal import StatusReader
from tests.fakes.clock import SetClock
from tests.fakes.issuer import PNG


@pytest.fixture
def verifier(press: Press, order: Order) -> Verifier:
    signers = press.signers(order.institution)
    known = {signers.by_proof["jws"].identity.id: "Issued here."}
    web = OurLists(press, order, signers.web)
    status = StatusReader((press.status,))
    return Verifier(
        tuple(press.formats.values()),
        tuple(press.proofs.values()),
        tuple(press.containers.values()),
        web,
        signers.anchors,
        known,
        status,
    )


class OurLists:
    """Our lists as they are at that moment, and another web for everything else."""

    def __init__(self, press: Press, order: Order, beyond: WebLookup) -> None:
        self._press, self._order, self._beyond = press, order, beyond

    def get(self, url: str) -> bytes:
        lists = {file.url: file.data for file in published_lists(self._order.institution, self._press)}
        return lists[url] if url in lists else self._beyond.get(url)


def answer(report: VerificationReport, question: Question) -> Answer:
    return next(check.answer for check in report.checks if check.question is question)


def resealed(press: Press, order: Order, **changes: Any) -> bytes:
    """A badge with members changed or taken away, sealed by the issuer all the same."""
    award = issue(order, press)
    document = award.document("openbadge3")
    assert document is not None
    assert document.sealed is not None
    suite, signer = press.proofs["jws"], press.signers(order.institution).by_proof["jws"]
    content = {**suite.open(document.sealed.data).content, **changes}
    kept = {name: value for name, value in content.items() if value is not None}
    intent = suite.intend(Checked(Document("openbadge3", kept)), signer.identity, award.issued_at, "RS256")
    return suite.seal(intent, signer.seal).data


@pytest.mark.parametrize("name", ["openbadge3", "europass"])
def test_what_we_issued_is_valid_and_a_test(
    press: Press, order: Order, verifier: Verifier, clock: SetClock, name: str
) -> None:
    document = issue(order, press).document(name)
    assert document is not None
    assert document.sealed is not None
    report = verify(document.sealed.data, clock.now(), verifier)
    assert report.verdict is Verdict.VALID
    assert [check.question for check in report.checks] == list(Question)
    assert report.is_test
    assert report.statement is not None
    assert report.statement.missing() == ()


def test_who_is_not_known_is_unknown_and_no_less_valid(
    press: Press, order: Order, verifier: Verifier, clock: SetClock
) -> None:
    report = verify(resealed(press, order), clock.now(), replace(verifier, known={}))
    assert (report.verdict, answer(report, Question.ISSUER_KNOWN)) == (Verdict.VALID, Answer.UNKNOWN)


def test_what_nobody_proved_is_never_called_known(
    press: Press, order: Order, verifier: Verifier, clock: SetClock
) -> None:
    silent = replace(verifier, web=type("Silence", (), {"get": _silence})())
    report = verify(resealed(press, order), clock.now(), silent)
    assert (report.verdict, answer(report, Question.ISSUER_KNOWN)) == (Verdict.UNKNOWN, Answer.UNKNOWN)


def _silence(_self: object, url: str) -> bytes:
    from plugin.domain.errors import ServiceError

    raise ServiceError("web.silence", f"{url} did not answer.", "")


@pytest.mark.parametrize(
    ("changes", "question", "expected"),
    [
        ({"name": None, "@context": []}, Question.MODEL, Answer.NO),
        ({"@context": [], "type": ["OpenBadgeCredential"]}, Question.MODEL, Answer.NO),
        ({"validUntil": "2026-03-02T10:00:00Z"}, Question.IN_TIME, Answer.NO),
        ({"validUntil": "2030-03-02T10:00:00Z"}, Question.IN_TIME, Answer.YES),
        ({"validFrom": "2030-03-02T10:00:00Z"}, Question.IN_TIME, Answer.NO),
        ({"credentialStatus": {"id": "x", "type": "Unknown"}}, Question.NOT_WITHDRAWN, Answer.UNKNOWN),
    ],
)
def test_each_question_is_answered_for_itself(
    press: Press,
    order: Order,
    verifier: Verifier,
    clock: SetClock,
    changes: dict[str, Any],
    question: Question,
    expected: Answer,
) -> None:
    report = verify(resealed(press, order, **changes), clock.now() + timedelta(days=2), verifier)
    assert answer(report, question) is expected
    assert all(check.hint for check in report.checks if check.answer is not Answer.YES)


def test_missing_elements_are_named_and_only_inform(
    press: Press, order: Order, verifier: Verifier, clock: SetClock
) -> None:
    subject = press.proofs["jws"].open(resealed(press, order)).content["credentialSubject"]
    achievement = {k: v for k, v in subject["achievement"].items() if k != "alignment"}
    raw = resealed(press, order, credentialSubject={**subject, "achievement": achievement})
    report = verify(raw, clock.now(), verifier)
    assert report.verdict is Verdict.VALID
    missing = next(check for check in report.checks if check.question is Question.COMPLETE)
    assert (missing.answer, "Learning outcomes" in missing.evidence) == (Answer.NO, True)


def test_a_sealed_file_of_an_unknown_kind_is_unknown(
    press: Press, order: Order, verifier: Verifier, clock: SetClock
) -> None:
    report = verify(resealed(press, order, type=["VerifiableCredential"]), clock.now(), verifier)
    assert (report.verdict, len(report.checks)) == (Verdict.UNKNOWN, 2)


def test_a_later_start_than_the_issuing_counts(press: Press, order: Order, verifier: Verifier, clock: SetClock) -> None:
    document = issue(order, press).document("europass")
    assert document is not None
    assert document.sealed is not None
    form, suite = press.formats["europass"], press.proofs["eseal"]

    def sealed(**changes: Any) -> bytes:
        signer = press.signers(order.institution).by_proof["eseal"]
        assert document.sealed is not None
        content = {**suite.open(document.sealed.data).content, **changes}
        kept = {name: value for name, value in content.items() if value is not None}
        intent = suite.intend(Checked(Document(form.name, kept)), signer.identity, clock.now(), "RS256")
        return suite.seal(intent, signer.seal).data

    later = verify(sealed(validFrom="2030-01-01T00:00:00Z"), clock.now(), verifier)
    assert answer(later, Question.IN_TIME) is Answer.NO
    never = verify(sealed(validFrom=None, issued=None, issuanceDate=None), clock.now(), verifier)
    assert answer(never, Question.IN_TIME) is Answer.UNKNOWN
    two = {"validFrom": None, "credentialProfiles": None}
    evidence = next(
        c for c in verify(sealed(**two), clock.now(), verifier).checks if c.question is Question.MODEL
    ).evidence
    assert "and 1 more" in evidence


def test_known_by_its_legal_identifier(press: Press, order: Order, verifier: Verifier, clock: SetClock) -> None:
    document = issue(order, press).document("europass")
    assert document is not None
    assert document.sealed is not None
    known = {order.institution.organisation.legal_identifier or "": "Issued here."}
    report = verify(document.sealed.data, clock.now(), replace(verifier, known=known))
    assert answer(report, Question.ISSUER_KNOWN) is Answer.YES


@pytest.mark.parametrize("raw", [b"", b"text", b"[]", b"\xff\xfe"])
def test_what_is_no_credential_is_refused(verifier: Verifier, clock: SetClock, raw: bytes) -> None:
    with pytest.raises(InputError, match="not a credential"):
        verify(raw, clock.now(), verifier)


@pytest.mark.parametrize("suffix", [".png", ".svg"])
def test_a_badge_inside_a_picture_is_verified(
    press: Press, order: Order, verifier: Verifier, clock: SetClock, suffix: str
) -> None:
    picture = pictures(issue(order, press), press)[suffix]
    assert verify(picture, clock.now(), verifier).verdict is Verdict.VALID


def test_a_picture_without_a_badge_is_refused_in_plain_words(verifier: Verifier, clock: SetClock) -> None:
    with pytest.raises(InputError, match="holds no credential"):
        verify(PNG, clock.now(), verifier)
