"""Does the seal hold, is it the issuer's, was its certificate valid? (ETSI EN 319 102-1, sections 5.2 to 5.6)"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cryptography import x509

from adapters.proofs.eseal.chain import Owner, owner_of, path_of
from adapters.proofs.eseal.header import UNDERSTOOD, certificates, signing_time
from adapters.proofs.eseal.timestamps import read_time_stamp
from adapters.proofs.eseal.unsigned import read_unsigned, stamps_in
from adapters.proofs.eseal.validity import key_valid, not_revoked, proven_time
from adapters.proofs.public_keys import base64url, holds, key_of_certificate
from adapters.proofs.unproven import unproven
from plugin.domain.documents import Opened
from plugin.domain.errors import InputError
from plugin.domain.ports.credentials import ClaimedIssuer, ProofFindings, TrustAnchor, WebLookup
from plugin.domain.report import Answer, Check, Question
from plugin.domain.text import say

_BEWARE = say("Do not trust it: somebody may have changed it, or used the issuer's name.")
_ASK = say("Ask the issuer.")
_TESTED = say("This installation's own test authority says that the seal belongs to “{name}”.")
_TRUSTED = say("An authority that you trust says that the seal belongs to “{name}”.")


def findings(
    opened: Opened, named: ClaimedIssuer, at: datetime, web: WebLookup, anchors: tuple[TrustAnchor, ...]
) -> ProofFindings:
    """PROOF, ISSUER_KEY and KEY_VALID; the issuer's name is the certificate's, and only when ISSUER_KEY is yes."""
    chain = certificates(opened.header)
    proof = _proof(opened, chain)
    if proof.answer is not Answer.YES:
        return unproven(proof)
    try:
        leaf = x509.load_der_x509_certificate(chain[0])
        owner, _ = owner_of(leaf), (leaf.not_valid_before_utc, leaf.not_valid_after_utc)
    except (ValueError, x509.InvalidVersion):  # parts of a certificate are read only when they are asked for
        return unproven(Check(Question.PROOF, Answer.UNKNOWN, say("The seal's certificate cannot be read."), _ASK))
    when = signing_time(opened.header)
    added = read_unsigned(opened.unsigned)
    path = path_of((*chain, *added.evidence.certificates), anchors, when or at)
    anchor = path.anchor if path else None
    theirs = _issuer_key(owner, named, anchor)
    shown = owner.name if theirs.answer is Answer.YES else None
    proven = proven_time(opened, added, at, anchors)
    valid = key_valid(leaf, when, proven, at)
    if path and valid.answer is not Answer.NO:
        valid = not_revoked(path, added.evidence, proven, at, web) or valid
    return ProofFindings((proof, theirs, valid), shown, anchor is not None and anchor.is_test)


def _proof(opened: Opened, chain: tuple[bytes, ...]) -> Check:
    fault = _header_fault(opened.header)
    if fault:
        return Check(Question.PROOF, Answer.UNKNOWN, fault, _ASK)
    try:
        key = key_of_certificate(chain[0]) if chain else None
    except InputError as error:
        return Check(Question.PROOF, Answer.UNKNOWN, error.sentence, _ASK)
    if key is None:
        return Check(Question.PROOF, Answer.UNKNOWN, say("The seal holds no certificate that can be read."), _ASK)
    named = opened.header.get("x5t#S256")
    if named is not None and named != base64url(hashlib.sha256(chain[0]).digest()):
        return Check(Question.PROOF, Answer.NO, say("The seal names another certificate than it holds."), _BEWARE)
    if not all(_over_the_payload(token, opened) for token in stamps_in(opened.header)):
        return Check(Question.PROOF, Answer.NO, say("A time stamp in the seal is for another text."), _BEWARE)
    if not holds(key, opened.header.get("alg"), opened.signing_input, opened.signature):
        return Check(Question.PROOF, Answer.NO, say("The seal does not fit what the file says now."), _BEWARE)
    return Check(Question.PROOF, Answer.YES, say("The seal covers every part of it, and holds."))


def _over_the_payload(token: bytes, opened: Opened) -> bool:
    """`adoTst` covers the payload as it will stand in the file (section 5.2.6)."""
    stamp = read_time_stamp(token)
    return stamp is not None and stamp.covers(opened.signing_input.partition(b".")[2])


def _header_fault(header: Mapping[str, Any]) -> str:
    """RFC 7515, section 4.1.11, and RFC 7797, section 6: what must be understood is understood, or nothing is said."""
    critical = header.get("crit")
    if not isinstance(critical, list) or "b64" not in critical or header.get("b64") is not False:
        return say("It is not sealed in the form of European Digital Credentials.")
    if not {str(name) for name in critical} <= UNDERSTOOD:
        return say("Its seal has parts that this version does not know.")
    if header.get("alg") not in ("RS256", "ES256"):
        return say("It is sealed in a way that this version does not know.")
    return ""


def _issuer_key(owner: Owner, named: ClaimedIssuer, anchor: TrustAnchor | None) -> Check:
    if anchor is None:
        evidence = say(
            "The certificate says “{name}”, but nobody whom this checker trusts stands behind it.", name=owner.name
        )
        hint = say("Look for the seal in the EU's trusted lists, or give the authority's certificate that you trust.")
        return Check(Question.ISSUER_KEY, Answer.UNKNOWN, evidence, hint)
    if not owner.is_named(named):
        evidence = say(
            "It names “{named}” as its issuer, but the seal belongs to “{owner}”.", named=named.name, owner=owner.name
        )
        return Check(Question.ISSUER_KEY, Answer.NO, evidence, _BEWARE)
    said_by = _TESTED if anchor.is_test else _TRUSTED
    return Check(Question.ISSUER_KEY, Answer.YES, said_by.with_values(name=owner.name))
