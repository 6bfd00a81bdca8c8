"""Is this genuine? Numbered questions, three answers, and a verdict that never guesses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from plugin.domain.documents import Opened
from plugin.domain.errors import InputError
from plugin.domain.mapping import says_test
from plugin.domain.ports.credentials import (
    ClaimedTimes,
    CredentialFormat,
    ProofFindings,
    ProofSuite,
    TrustAnchor,
    WebLookup,
)
from plugin.domain.ports.presenting import Container
from plugin.domain.report import Answer, Check, Question, VerificationReport
from plugin.domain.statement import Statement
from plugin.domain.text import say, say_many
from plugin.issuing.withdrawal import Answered, Asked, StatusReader, not_withdrawn

UNKNOWN_FORMAT = "unknown"


@dataclass(frozen=True, slots=True)
class Verifier:
    """What verification works with. `known` maps the proven names and ids of issuers to who says so."""

    formats: Iterable[CredentialFormat]
    proofs: Iterable[ProofSuite]
    containers: Iterable[Container]
    web: WebLookup
    anchors: tuple[TrustAnchor, ...]
    known: Mapping[str, str]
    status: StatusReader = field(default_factory=StatusReader)


def verify(raw: bytes, at: datetime, verifier: Verifier) -> VerificationReport:
    """The report on a file at that moment. InputError when it cannot be read at all; never raises on what it says."""
    # 0. Read it, within limits; a badge may come inside a picture.
    opened, suite = _open(_unpacked(raw, verifier.containers), verifier.proofs)
    readable = Check(Question.READABLE, Answer.YES, say("The file is whole and was read."))
    # 1. Recognise the format.
    form = next((f for f in verifier.formats if f.proof == suite.name and f.recognises(opened.content)), None)
    if form is None:
        return VerificationReport(UNKNOWN_FORMAT, say("Unknown"), (readable, _unknown_format()))
    recognised = Check(Question.FORMAT, Answer.YES, say("It calls itself {title}.", title=form.title))
    statement = form.read(opened.content)
    findings = suite.verify(opened, form.issuer(opened.content), at, verifier.web, verifier.anchors)
    issuer_known = _issuer_known(form, opened, findings, verifier.known)
    in_force, withdrawal = _withdrawal(form, opened, findings, issuer_known, at, verifier)
    checks = (
        readable,
        recognised,
        _model(form.faults(opened.content)),  # 2. Does it obey its format?
        *findings.checks,  # 3. The proof holds. 4. The key is the issuer's. 5. The key was valid then.
        _in_time(form.times(opened.content), at),  # 6. In force.
        in_force,  # 7. Not withdrawn.
        issuer_known,  # 8. Issuer known.
        _complete(statement),  # 9. Standard elements.
    )
    is_test = findings.is_test or says_test(statement)
    return VerificationReport(form.name, form.title, checks, statement, findings.issuer, is_test, withdrawal)


def _unpacked(raw: bytes, containers: Iterable[Container]) -> bytes:
    carriers = [container for container in containers if container.recognises(raw)]
    if not carriers:
        return raw
    found = next((document for document in (c.take(raw) for c in carriers) if document is not None), None)
    if found is None:
        raise InputError(
            "verify.empty_picture",
            "This picture holds no credential.",
            "Some programs drop it when they pass a picture on. Ask for the file itself, not for a picture of it.",
        )
    return found


def _open(raw: bytes, suites: Iterable[ProofSuite]) -> tuple[Opened, ProofSuite]:
    for suite in suites:
        if suite.recognises(raw):
            return suite.open(raw), suite
    raise InputError(
        "verify.unreadable",
        "This file is not a credential that we can read.",
        "Give the file as you received it: an Open Badge (.jwt, .png, .svg) or a Europass credential (.jsonld, .json).",
    )


def _unknown_format() -> Check:
    return Check(
        Question.FORMAT,
        Answer.UNKNOWN,
        say("The file is sealed, but it is no kind of credential that we know."),
        say("Ask whoever gave it to you what it is."),
    )


def _model(faults: tuple[str, ...]) -> Check:
    if not faults:
        return Check(Question.MODEL, Answer.YES, say("It follows the rules of its format."))
    more, told = len(faults) - 1, faults[0]
    if more:
        told = say_many("{fault} (and {count} more)", "{fault} (and {count} more)", more, fault=told)
    return Check(Question.MODEL, Answer.NO, told, say("Ask the issuer for a corrected credential."))


def _in_time(times: ClaimedTimes, at: datetime) -> Check:
    begins = times.valid_from or times.issued_at
    if times.issued_at and times.issued_at > at:
        return _not_in_time(
            say("It says that it is issued on {issued_at}, which is still to come.", issued_at=times.issued_at)
        )
    if begins and begins > at:
        return _not_in_time(say("It is in force only from {begins}.", begins=begins))
    if times.valid_until and times.valid_until < at:
        return _not_in_time(say("It expired on {valid_until}.", valid_until=times.valid_until))
    if begins is None:
        return Check(
            Question.IN_TIME, Answer.UNKNOWN, say("It does not say from when it is in force."), say("Ask the issuer.")
        )
    evidence = say("It is in force since {begins}, without an end.", begins=begins)
    if times.valid_until:
        evidence = say("It is in force since {begins}, until {ends}.", begins=begins, ends=times.valid_until)
    return Check(Question.IN_TIME, Answer.YES, evidence)


def _not_in_time(evidence: str) -> Check:
    return Check(Question.IN_TIME, Answer.NO, evidence, say("Ask the issuer whether there is a newer one."))


def _withdrawal(
    form: CredentialFormat,
    opened: Opened,
    findings: ProofFindings,
    issuer_known: Check,
    at: datetime,
    verifier: Verifier,
) -> Answered:
    asked = Asked(
        id=opened.content.get("id"),
        status=form.status(opened.content),
        issuer=form.issuer(opened.content),
        seal_holds=findings.checks[0].answer is Answer.YES,
        is_ours=issuer_known.answer is Answer.YES,
        at=at,
    )
    return not_withdrawn(asked, verifier.status, verifier.proofs, verifier.web, verifier.anchors)


def _issuer_known(form: CredentialFormat, opened: Opened, findings: ProofFindings, known: Mapping[str, str]) -> Check:
    named = form.issuer(opened.content)
    proven = findings.checks[1].answer is Answer.YES
    who = known.get(named.id) or (known.get(named.legal_identifier) if named.legal_identifier else None)
    if proven and who:
        return Check(Question.ISSUER_KNOWN, Answer.YES, who)
    evidence = (
        say("Nobody told this checker about the issuer.") if proven else say("It is not proven who the issuer is.")
    )
    hint = say(
        "Look the issuer up in a public register, such as the Database of External Quality Assurance Results (DEQAR)."
    )
    return Check(Question.ISSUER_KNOWN, Answer.UNKNOWN, evidence, hint)


def _complete(statement: Statement) -> Check:
    missing = statement.missing()
    if not missing:
        return Check(Question.COMPLETE, Answer.YES, say("All 11 mandatory elements of the EU standard are there."))
    names = tuple(say("“{name}”", name=element.value) for element in missing)
    return Check(
        Question.COMPLETE,
        Answer.NO,
        say("Missing: {names}.", names=names),
        say("It may still be genuine; ask the issuer."),
    )
