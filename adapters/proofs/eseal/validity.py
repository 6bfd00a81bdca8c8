"""Was the key valid when it sealed? With a time stamp that can be told even after its certificate ran out."""

from __future__ import annotations

from datetime import datetime, timedelta

from cryptography import x509

from adapters.proofs.eseal.chain import Path
from adapters.proofs.eseal.revocation import Standing, list_address, ocsp_address, standing
from adapters.proofs.eseal.timestamps import TimeStamp, read_time_stamp
from adapters.proofs.eseal.unsigned import Evidence, Unsigned
from adapters.proofs.public_keys import base64url
from plugin.domain.documents import Opened
from plugin.domain.errors import TwinsealError
from plugin.domain.ports.credentials import TrustAnchor, WebLookup
from plugin.domain.report import Answer, Check, Question
from plugin.domain.text import say

CLOCK_DIFFERENCE = timedelta(minutes=5)
_BEWARE = say("Do not trust it: somebody may have changed it, or used the issuer's name.")
_ASK = say("Ask the issuer.")
_PROVEN = say("A time stamp shows that it was sealed by {proven}; its certificate is valid until {ends}.")
_PROVEN_SINCE_OVER = say("A time stamp shows that it was sealed by {proven}; its certificate has run out since.")


def proven_time(opened: Opened, added: Unsigned, at: datetime, anchors: tuple[TrustAnchor, ...]) -> datetime | None:
    """The earliest moment at which the seal was surely there; None when no trusted time stamp shows one.

    A time stamp whose own certificate has run out counts while an archive time stamp from before that covers it
    (EN 319 102-1, section 5.6.3).
    """
    signature = base64url(opened.signature).encode()
    protected, _, payload = opened.signing_input.partition(b".")
    archives = [
        stamp
        for der, before in added.archive_stamps
        if (stamp := _trusted(der, b".".join((payload, protected, signature, before.encode())), anchors))
    ]
    stamps = [stamp for der in added.stamps if (stamp := _trusted(der, signature, anchors))]
    lasting = [stamp.at for stamp in stamps if _lasts(stamp, archives, at)]
    return min(lasting, default=None)


def key_valid(leaf: x509.Certificate, when: datetime | None, proven: datetime | None, at: datetime) -> Check:
    """KEY_VALID as far as the certificate's own times and a trusted time stamp can tell."""
    begins, ends = leaf.not_valid_before_utc, leaf.not_valid_after_utc
    if when is None:
        return _check(Answer.UNKNOWN, say("The seal does not say when it was made."))
    if when > at + CLOCK_DIFFERENCE:
        return _check(Answer.NO, say("The seal says that it was made in the future."))
    if proven and when > proven + CLOCK_DIFFERENCE:
        return _check(Answer.NO, say("The seal says that it was made after the moment at which its time stamp saw it."))
    if not begins <= when <= ends:
        return _check(Answer.NO, say("The seal was made on {when}, when its certificate was not valid.", when=when))
    if proven and begins <= proven <= ends:
        after = _PROVEN_SINCE_OVER if at > ends else _PROVEN
        return _check(Answer.YES, after.with_values(proven=proven, ends=ends))
    if at > ends:
        why = say(
            "Its certificate ran out on {ends}; nothing that we can check shows that it was sealed before.", ends=ends
        )
        return _check(Answer.UNKNOWN, why)
    evidence = say(
        "The seal says that it was made on {when}; its certificate is valid until {ends}.", when=when, ends=ends
    )
    return _check(Answer.YES, evidence)


def not_revoked(path: Path, evidence: Evidence, proven: datetime | None, at: datetime, web: WebLookup) -> Check | None:
    """What stands against the key: that it was revoked, or that nobody can tell; None when nothing does.

    Only a trusted time stamp lets old evidence count: without one the time in the seal is a mere claim.
    """
    for certificate, issuer in path.below_the_anchor:
        found = standing(certificate, issuer, evidence, proven or at)
        if not found.known:
            found = standing(certificate, issuer, _looked_up(certificate, web), proven or at)
        refused = _revoked(found, proven) or _unknown(found, certificate)
        if refused:
            return refused
    return None


def _revoked(found: Standing, proven: datetime | None) -> Check | None:
    if found.revoked_at is None or (proven and proven < found.revoked_at):
        return None
    return _check(
        Answer.NO, say("The certificate of the seal was revoked on {revoked_at}.", revoked_at=found.revoked_at)
    )


def _unknown(found: Standing, certificate: x509.Certificate) -> Check | None:
    if found.known or not (ocsp_address(certificate) or list_address(certificate)):
        return None
    why = say("Its certificate may have been revoked: the file holds no answer of its authority that is recent enough.")
    hint = say(
        "Ask the authority that is named in the certificate, or ask the issuer for a seal with long-term evidence."
    )
    return Check(Question.KEY_VALID, Answer.UNKNOWN, why, hint)


def _looked_up(certificate: x509.Certificate, web: WebLookup) -> Evidence:
    """The authority's list as the web gives it; only ever asked for certificates under a trusted anchor."""
    address = list_address(certificate)
    try:
        return Evidence(lists=(web.get(address),)) if address else Evidence()
    except TwinsealError:
        return Evidence()


def _trusted(der: bytes, data: bytes, anchors: tuple[TrustAnchor, ...]) -> TimeStamp | None:
    stamp = read_time_stamp(der)
    return stamp if stamp and stamp.covers(data) and stamp.trusted(anchors) else None


def _lasts(stamp: TimeStamp, archives: list[TimeStamp], at: datetime) -> bool:
    return stamp.ends >= at or any(later.at <= stamp.ends and later.ends >= at for later in archives)


def _check(answer: Answer, evidence: str) -> Check:
    hints = {Answer.NO: _BEWARE, Answer.UNKNOWN: _ASK}
    return Check(Question.KEY_VALID, answer, evidence, hints.get(answer, ""))
