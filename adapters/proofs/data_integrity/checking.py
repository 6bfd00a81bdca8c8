"""Does a proof hold, and whose is it? (W3C VC Data Integrity 1.0, sections 4.4 and 4.5)"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidSignature

from adapters.proofs.data_integrity.cryptosuites import Cryptosuite, Hasher, name_of, signed_data, suite_of
from adapters.proofs.data_integrity.guard import UnsafeError
from adapters.proofs.data_integrity.issuer_methods import key_of, owner, shown_name
from adapters.proofs.multikey import from_multibase
from plugin.domain.errors import InputError, ServiceError
from plugin.domain.ports.credentials import ClaimedIssuer, ProofFindings, WebLookup
from plugin.domain.report import Answer, Check, Question
from plugin.domain.text import say

PROOFS_MAX = 4
SIGNATURE_BYTES = 64
_CLOCKS_DIFFER = timedelta(minutes=5)
_HINT = say("Ask the issuer for a corrected credential.")
_BEWARE = say("Do not trust it: somebody may have changed it.")


@dataclass(frozen=True, slots=True)
class Checker:
    """What checking works with."""

    hasher: Hasher
    off: str  # why nothing canonical can be had; empty when it can

    def findings(
        self,
        document: Mapping[str, Any],
        proofs: list[Mapping[str, Any]],
        named: ClaimedIssuer,
        at: datetime,
        web: WebLookup,
    ) -> ProofFindings:
        """Every proof that we know is checked. One that fails fails the whole; else the best of them counts."""
        known = [proof for proof in proofs if suite_of(proof)]
        if not known:
            return _unproven(Answer.UNKNOWN, _of_another_kind(proofs), say("Check it with the issuer's own service."))
        asked_once = _Remembered(web)
        found = [self._one(document, proof, proofs, named, at, asked_once) for proof in known[:PROOFS_MAX]]
        order = (Answer.NO, Answer.YES, Answer.UNKNOWN)
        return min(found, key=lambda f: (order.index(f.checks[0].answer), f.issuer is None))

    def _one(
        self,
        document: Mapping[str, Any],
        proof: Mapping[str, Any],
        proofs: list[Mapping[str, Any]],
        named: ClaimedIssuer,
        at: datetime,
        web: WebLookup,
    ) -> ProofFindings:
        suite = suite_of(proof)
        assert suite is not None  # noqa: S101 - only known ones are asked for
        if self.off and suite is not Cryptosuite.EDDSA_JCS_2022:
            return _unproven(Answer.UNKNOWN, self.off, say("Ask the administrator of this checker."))
        try:
            signature = _signature(proof, at)
            covered = {**document, **_before(proof, proofs)}
            data = signed_data(suite, covered, proof, self.hasher)
            key = key_of(proof.get("verificationMethod"), web)
            key.verify(signature, data)
        except UnsafeError as error:
            return _unproven(error.answer, error.sentence, error.hint)
        except (InputError, ServiceError) as error:
            return _unproven(Answer.UNKNOWN, error.sentence, error.hint)
        except InvalidSignature:
            return _unproven(Answer.NO, say("The seal does not fit what the file says now."), _BEWARE)
        sound = Check(
            Question.PROOF, Answer.YES, say("The seal ({suite}) covers every part of it, and holds.", suite=suite.value)
        )
        theirs = owner(named.id, key, web)
        shown = shown_name(named.id) if theirs.answer is Answer.YES else None
        return ProofFindings((sound, theirs, _valid(theirs)), shown)


class _Remembered:
    """The web for one file: each address is asked once, however many proofs name it."""

    def __init__(self, web: WebLookup) -> None:
        self._web = web
        self._answers: dict[str, bytes | ServiceError] = {}

    def get(self, url: str) -> bytes:
        """As `WebLookup`."""
        if url not in self._answers:
            try:
                self._answers[url] = self._web.get(url)
            except ServiceError as error:
                self._answers[url] = error
        answer = self._answers[url]
        if isinstance(answer, ServiceError):
            raise answer
        return answer


def _signature(proof: Mapping[str, Any], at: datetime) -> bytes:
    """The signature of a proof whose options allow it to count at that moment; UnsafeError when they do not."""
    if proof.get("proofPurpose") != "assertionMethod":
        raise UnsafeError(say("Its seal was made for another purpose than to issue it."))
    created = _moment(proof, "created")
    if created and created > at + _CLOCKS_DIFFER:
        raise UnsafeError(say("Its seal says that it is made in the future."))
    expires = _moment(proof, "expires")
    if expires and expires < at:
        raise UnsafeError(say("Its seal has expired."))
    try:
        signature = from_multibase(proof.get("proofValue"))
    except InputError as error:
        raise UnsafeError(error.sentence) from None
    if len(signature) != SIGNATURE_BYTES:
        raise UnsafeError(say("Its seal has the wrong length."))
    return signature


def _moment(proof: Mapping[str, Any], name: str) -> datetime | None:
    """A time of the proof; one without a zone is taken as UTC (VC Data Integrity 1.0, section 2.1, `created`)."""
    if name not in proof:
        return None
    try:
        moment = datetime.fromisoformat(proof[name])
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (TypeError, ValueError, OverflowError):
        raise UnsafeError(say("Its seal has no readable time ({name}).", name=name)) from None


def _before(proof: Mapping[str, Any], proofs: list[Mapping[str, Any]]) -> dict[str, Any]:
    """The proofs that this one covers as well, when it is a link of a chain (section 4.3)."""
    named = proof.get("previousProof")
    if named is None:
        return {}
    ids = named if isinstance(named, list) else [named]
    found = [other for other in proofs if other is not proof and other.get("id") in ids and "id" in other]
    if len(found) != len(ids):
        raise UnsafeError(say("A seal that it builds on is missing."))
    return {"proof": found}


def _of_another_kind(proofs: list[Mapping[str, Any]]) -> str:
    names = ", ".join(f"“{name_of(proof)}”" for proof in proofs[:PROOFS_MAX])
    return say("It is sealed by {names}, which this checker cannot check.", names=names)


def _valid(theirs: Check) -> Check:
    if theirs.answer is Answer.YES:
        return Check(Question.KEY_VALID, Answer.YES, say("The issuer stands by this key: it is published today."))
    return Check(Question.KEY_VALID, theirs.answer, theirs.evidence, theirs.hint)


def _unproven(answer: Answer, evidence: str, hint: str) -> ProofFindings:
    proof = Check(Question.PROOF, answer, evidence, hint or _HINT)
    return ProofFindings((proof, _unasked(Question.ISSUER_KEY), _unasked(Question.KEY_VALID)), None)


def _unasked(question: Question) -> Check:
    return Check(question, Answer.UNKNOWN, say("This was not looked at, because the seal itself is not proven."), _HINT)
