"""The issuance cycle. Each numbered commit is one transaction: a crash between two of them loses nothing.

The numbered comments are the lines of docs/issuance-cycle.md.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from plugin.domain.badge import badge_url
from plugin.domain.documents import Document, Intent, Issued, Page, Sealed
from plugin.domain.elements import MicroCredential
from plugin.domain.eligibility import Decision, Outcome, decide
from plugin.domain.errors import TwinsealError
from plugin.domain.lifecycle import SEAL_PATIENCE, Award, DocumentRecord, DocumentState
from plugin.domain.mapping import as_test, to_elements
from plugin.domain.ports.credentials import CredentialFormat
from plugin.domain.report import Answer
from plugin.domain.seal_rules import refuse_unfit
from plugin.domain.text import say, together
from plugin.issuing.check import check
from plugin.issuing.press import Order, Press, Signers


class NotEarnedError(TwinsealError):
    """The facts do not earn the micro-credential, or cannot tell; nothing is recorded."""

    def __init__(self, decision: Decision) -> None:
        reasons = together(reason.sentence for reason in decision.open_reasons)
        sentence = say("This is not awarded: {reasons}", reasons=reasons)
        super().__init__("issue.not_earned", sentence, "Nothing was recorded.")
        self.decision = decision


class SealBrokenError(TwinsealError):
    """A seal that we just made does not hold; the file is thrown away and can be sealed again."""


class FormatsOffError(TwinsealError):
    """This installation can make none of the formats that are asked for; nothing is recorded."""


def issue(order: Order, press: Press) -> Award:
    """The finished award for that order; the award that exists already when there is one, completed if it was not.

    NotEarnedError, MissingElementsError and NotSealableError refuse; ServiceError means: try again later.
    """
    award = press.awards.live(order.key)
    if award is None:
        award = press.awards.reserve(new_award(order, press))
    return finish(award, press)


def finish(award: Award, press: Press) -> Award:
    """The award with every document sealed, whatever was interrupted before; a withdrawn one is left as it is."""
    if not award.to_finish:
        return award
    signers = press.signers(press.plans.version(award.institution_id, award.key.plan_id, award.plan_version)[0])
    award = _without_what_cannot_be(award, signers, press)
    micro = micro_of(award, press)
    award = _intend(award, micro, signers, press)
    for record in award.documents:
        if record.state is DocumentState.INTENDED:
            award = _seal(award, record, micro, signers, press)
    # 10. Hand over: from here on pages and commands read the finished files from the store.
    return award


def micro_of(award: Award, press: Press) -> MicroCredential:
    """The micro-credential of an award, made again from what was stored with it."""
    institution, plan = press.plans.version(award.institution_id, award.key.plan_id, award.plan_version)
    micro = to_elements(award.facts, plan, institution, award.claim, award.issued_at)
    return as_test(micro) if award.is_test else micro


def _without_what_cannot_be(award: Award, signers: Signers, press: Press) -> Award:
    """The award, its documents begun anew where they waited too long or where their key is gone."""
    gone = [d for d in award.documents if d.intent and signers.of_intent(d.intent) is None]
    now = press.clock.now()
    if award.untouched and (gone or now - award.issued_at > SEAL_PATIENCE):
        return press.awards.redate(award, _to_the_second(now))
    for record in gone:
        award = press.awards.drop_intent(award, record.format)
    return award


def new_award(order: Order, press: Press, supersedes: str | None = None) -> Award:
    """What that order comes to, not yet reserved; NotEarnedError and MissingElementsError refuse.

    supersedes: id of the award that it shall replace.
    """
    # 1. Decide again, from facts just read.
    decision = decide(order.facts, order.plan.rule)
    if decision.outcome is not Outcome.EARNED:
        raise NotEarnedError(decision)
    # 2. Map to the standard elements; stop with the list of those that are missing.
    at = _to_the_second(press.clock.now())
    to_elements(order.facts, order.plan, order.institution, order.claim, at)
    is_test = _refuse_unfit_seals(order, at, press)
    # 3. Reserve the award: its ids, one credential id per format, its place in a status list, the time (committed).
    return Award(
        id=press.new_id(),
        key=order.key,
        institution_id=order.institution.id,
        plan_version=order.plan.version,
        subject_id=f"urn:uuid:{press.new_id()}",
        issued_at=at,
        share_token=press.new_token(),
        digest=order.digest,
        facts=order.facts,
        decision=decision,
        claim=order.claim,
        documents=tuple(DocumentRecord(f, press.new_id(), DocumentState.RESERVED) for f in _formats(order, press)),
        supersedes=supersedes,
        is_test=is_test,
    )


def _formats(order: Order, press: Press) -> list[str]:
    """The plan's formats without those that are switched off on this installation."""
    found = [name for name in order.plan.formats if name in press.formats]
    if not found:
        sentence = "None of the formats that this plan chooses can be made here."
        raise FormatsOffError("issue.formats_off", sentence, "Ask the administrator what is switched off, and why.")
    return found


def _refuse_unfit_seals(order: Order, at: datetime, press: Press) -> bool:
    """Whether it will be a test; UnfitSealError when a seal is out of time or is not the institution's."""
    signers = press.signers(order.institution)
    for name in _formats(order, press):
        seal = signers.by_proof[press.formats[name].proof].identity.seal
        refuse_unfit(seal, order.institution.organisation, at)
    return signers.are_tests


def _intend(award: Award, micro: MicroCredential, signers: Signers, press: Press) -> Award:
    waiting = [record for record in award.documents if record.state is DocumentState.RESERVED]
    if not waiting:
        return award
    pages = press.renderer.pages(micro, award.documents[0].credential_id, award.issued_at)
    intents = tuple(_intent(award, record, micro, pages, signers, press) for record in waiting)
    # 6. Record the intents: the exact bytes to seal (committed).
    return press.awards.record_intents(award, intents)


def _intent(
    award: Award,
    record: DocumentRecord,
    micro: MicroCredential,
    pages: tuple[Page, ...],
    signers: Signers,
    press: Press,
) -> Intent:
    form = press.formats[record.format]
    signer = signers.to_begin(form.proof, award.is_test)
    picture = badge_url(signer.identity.profile_url, award.key.plan_id, award.plan_version)
    status = press.status.entry(signer.identity, award.slot) if award.slot else None
    issued = Issued(record.credential_id, award.subject_id, award.issued_at, signer.identity, pages, picture, status)
    # 4. Build the document in each format.
    document = form.build(micro, issued)
    # 5. Check each: it obeys its format and says what the micro-credential says.
    checked = check(document, micro, form)
    intent = press.proofs[form.proof].intend(checked, signer.identity, award.issued_at, signer.seal.algorithm)
    return replace(intent, key_url=signer.identity.key_url)


def _seal(award: Award, record: DocumentRecord, micro: MicroCredential, signers: Signers, press: Press) -> Award:
    assert record.intent is not None  # noqa: S101 - the state says so
    signer = signers.of_intent(record.intent)
    assert signer is not None  # noqa: S101 - those without were begun anew
    form, suite = press.formats[record.format], press.proofs[record.intent.proof]
    # 7. Seal; every attempt is logged before it is made (committed).
    press.awards.log_attempt(award, record.format, press.clock.now())
    sealed = suite.seal(record.intent, signer.seal)
    # 8. Verify our own seal, and that what it covers is what was checked.
    _verify_own(sealed, record.intent, micro, form, signers, press)
    # 9. Save the sealed bytes; with the last of them, supersede what the award replaces (committed).
    return press.awards.save_sealed(award, sealed)


def _verify_own(
    sealed: Sealed, intent: Intent, micro: MicroCredential, form: CredentialFormat, signers: Signers, press: Press
) -> None:
    suite = press.proofs[intent.proof]
    opened = suite.open(sealed.data)
    check(Document(form.name, opened.content), micro, form)
    findings = suite.verify(opened, form.issuer(opened.content), press.clock.now(), signers.web, signers.anchors)
    failed = [c for c in findings.checks if c.answer is not Answer.YES]
    if opened.signing_input != intent.signing_input or failed:
        why = failed[0].evidence if failed else say("It covers other bytes than were meant.")
        raise SealBrokenError(
            "issue.seal_broken",
            say("The {title} could not be sealed. {why}", title=form.title, why=why),
            "Check the seal.",
        )


def _to_the_second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)
