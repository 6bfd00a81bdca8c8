"""Question 7 of verification: is it not withdrawn? Our own records know at once; others publish a list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from plugin.domain.errors import InputError, ServiceError
from plugin.domain.ports.credentials import ClaimedIssuer, ProofSuite, StatusMethod, TrustAnchor, WebLookup
from plugin.domain.report import Answer, Check, Question
from plugin.domain.standing import Standing
from plugin.domain.status import KnownStanding, Purpose, StatusReading, Withdrawal
from plugin.domain.text import say

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_ASK = say("Ask the issuer whether it is still in force.")
_WORDS = {
    Standing.REVOKED: (say("The issuer withdrew it."), say("The issuer withdrew it on {day}.")),
    Standing.SUSPENDED: (
        say("The issuer suspended it; it may come into force again."),
        say("The issuer suspended it on {day}; it may come into force again."),
    ),
    Standing.SUPERSEDED: (
        say("The issuer replaced it by a newer one."),
        say("The issuer replaced it by a newer one on {day}."),
    ),
}
_HINTS = {
    Standing.REVOKED: say("Ask the issuer why."),
    Standing.SUSPENDED: say("Look again later."),
    Standing.SUPERSEDED: say("Ask for the newer one."),
}
_MEANING = {Purpose.REVOCATION: Standing.REVOKED, Purpose.SUSPENSION: Standing.SUSPENDED}


@dataclass(frozen=True, slots=True)
class StatusReader:
    """What question 7 works with.

    standing_of: how a credential of this installation stands, by its bare UUID. share_url: what a share token follows.
    """

    methods: Iterable[StatusMethod] = ()
    standing_of: Callable[[str], KnownStanding | None] = lambda _credential_id: None
    share_url: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """One credential of which question 7 is asked: what it says, and what its seal proved."""

    id: object
    status: Mapping[str, Any] | None
    issuer: ClaimedIssuer
    seal_holds: bool
    is_ours: bool
    at: datetime


Answered = tuple[Check, Withdrawal | None]


def not_withdrawn(
    asked: Asked,
    reader: StatusReader,
    proofs: Iterable[ProofSuite],
    web: WebLookup,
    anchors: tuple[TrustAnchor, ...],
) -> Answered:
    """The answer, and what became of the credential where that is known."""
    known = _known(asked.id, reader)
    if known and known.standing is not Standing.LIVE:
        # a file that only bears our number may be anybody's guess: it is not led to a page with a name on it
        linked = known.successor_token and asked.is_ours
        successor = f"{reader.share_url}{known.successor_token}" if linked else None
        return _withdrawn(Withdrawal(known.standing, known.since, successor))
    if known and asked.is_ours:
        return _in_force(say("It was issued here, and our records, read just now, hold it in force."))
    if asked.status is None:
        return _in_force(say("It names no place where a withdrawal would be published."))
    if not asked.seal_holds:
        return _cannot_tell(say("This was not looked up, because the seal itself is not proven."))
    try:
        return _looked_up(asked, asked.status, reader.methods, proofs, web, anchors)
    except (InputError, ServiceError) as error:
        return _cannot_tell(error.sentence)


def _known(credential_id: object, reader: StatusReader) -> KnownStanding | None:
    found = _ID.search(credential_id[-36:]) if isinstance(credential_id, str) else None
    return reader.standing_of(found.group()) if found else None


def _looked_up(
    asked: Asked,
    status: Mapping[str, Any],
    methods: Iterable[StatusMethod],
    proofs: Iterable[ProofSuite],
    web: WebLookup,
    anchors: tuple[TrustAnchor, ...],
) -> Answered:
    method = next((m for m in methods if m.recognises(status)), None)
    if method is None:
        return _cannot_tell(say("Withdrawals are published there in a way that this version cannot look up."))
    place = method.place(status)
    raw = web.get(place.list_url)
    suite = next((s for s in proofs if s.recognises(raw)), None)
    if suite is None:
        return _cannot_tell(say("The list of withdrawals is not sealed in a way that we know."))
    opened = suite.open(raw)
    reading = method.read(opened.content, place)
    fault = _fault(reading, asked)
    if fault:
        return _cannot_tell(fault)
    findings = suite.verify(opened, ClaimedIssuer(reading.issuer, ""), asked.at, web, anchors)
    failed = next((check for check in findings.checks if check.answer is not Answer.YES), None)
    if failed:
        return _cannot_tell(say("The list of withdrawals cannot be believed. {evidence}", evidence=failed.evidence))
    if reading.is_set:
        return _withdrawn(Withdrawal(_MEANING[place.purpose]))
    dated = say("The issuer's list of withdrawals of {day} does not name it.", day=reading.valid_from)
    undated = say("The issuer's list of withdrawals does not name it.")
    return _in_force(dated if reading.valid_from else undated)


def _fault(reading: StatusReading, asked: Asked) -> str:
    if reading.issuer != asked.issuer.id:
        return say("The list of withdrawals is of another issuer than the credential.")
    if reading.valid_from and reading.valid_from > asked.at:
        return say("The list of withdrawals is dated in the future.")
    if reading.valid_until and reading.valid_until < asked.at:
        return say("The list of withdrawals is out of date.")
    return ""


def _withdrawn(withdrawal: Withdrawal) -> Answered:
    undated, dated = _WORDS[withdrawal.standing]
    sentence = dated.with_values(day=withdrawal.since) if withdrawal.since else undated
    return Check(Question.NOT_WITHDRAWN, Answer.NO, sentence, _HINTS[withdrawal.standing]), withdrawal


def _in_force(evidence: str) -> Answered:
    return Check(Question.NOT_WITHDRAWN, Answer.YES, evidence), None


def _cannot_tell(evidence: str) -> Answered:
    return Check(Question.NOT_WITHDRAWN, Answer.UNKNOWN, evidence, _ASK), None
