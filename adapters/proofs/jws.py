"""VC-JWT: the credential as the payload of a compact JWS (OB 3.0, section 8.2; RFC 7515)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from adapters.proofs.issuer_keys import key_checks
from adapters.proofs.public_keys import base64url, from_base64url
from adapters.proofs.unproven import unproven
from plugin.domain.bounded_json import load_json
from plugin.domain.documents import Checked, Intent, IssuerIdentity, Opened, Sealed, SealedFile
from plugin.domain.errors import InputError
from plugin.domain.ports.credentials import ClaimedIssuer, ProofFindings, Seal, TrustAnchor, WebLookup
from plugin.domain.report import Answer, Check, Question
from plugin.domain.text import say

SIZE_MAX = 5_000_000
HEADER_MAX = 20_000
_COMPACT = re.compile(rb"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_REGISTERED = ("iss", "jti", "sub", "nbf", "exp")
_HEADER = ("alg", "kid", "jwk", "typ")


class Jws:
    """Implements the port `ProofSuite`. The header names the key by the address that answers with it."""

    name = "jws"
    media_type = "application/vc+jwt"
    suffix = ".jwt"
    off = ""

    def intend(self, checked: Checked, issuer: IssuerIdentity, at: datetime, algorithm: str) -> Intent:
        """Header and payload as they are signed; the payload repeats issuer, id, learner and times as JWT claims."""
        header = {"alg": algorithm, "kid": issuer.key_url, "typ": "JWT"}
        payload = {**checked.content, **_claims(checked.content)}
        signing_input = f"{_part(header)}.{_part(payload)}".encode()
        return Intent(checked.format, self.name, signing_input)

    def seal(self, intent: Intent, seal: Seal) -> Sealed:
        """The compact form. The same intent and an RS256 key give the same bytes."""
        data = intent.signing_input + b"." + base64url(seal.sign(intent.signing_input)).encode()
        return Sealed(SealedFile(intent.format, data, self.media_type, self.suffix))

    def recognises(self, raw: bytes) -> bool:
        """Whether it is three parts of base64url with dots between, the first of them an object."""
        return raw[:2] == b"ey" and raw.count(b".", 0, SIZE_MAX) >= 1

    def open(self, raw: bytes) -> Opened:
        """Header and credential; InputError when a part is missing or damaged."""
        raw = raw.strip()
        if len(raw) > SIZE_MAX:
            raise InputError("jws.large", "The file is larger than 5 MB.", "Give a smaller one.")
        if not _COMPACT.fullmatch(raw):
            raise InputError(
                "jws.parts", "The file is cut or damaged: it is not three parts with dots.", "Get it anew."
            )
        signing_input, _, signature = raw.rpartition(b".")
        header, payload = (from_base64url(part) for part in signing_input.split(b"."))
        content = _object(payload, SIZE_MAX, say("The credential in the file"))
        credential = {name: value for name, value in content.items() if name not in _REGISTERED}
        head = _object(header, HEADER_MAX, say("The header of the file"))
        return Opened(self.name, credential, head, signing_input, from_base64url(signature))

    def verify(
        self, opened: Opened, named: ClaimedIssuer, at: datetime, web: WebLookup, anchors: tuple[TrustAnchor, ...]
    ) -> ProofFindings:
        """Finds the key where the header says, and asks the issuer's own pages whether it is theirs."""
        fault = _header_fault(opened.header) or _claims_fault(opened)
        if fault:
            hint = say("Ask the issuer for a corrected credential.")
            return unproven(Check(Question.PROOF, Answer.NO, fault, hint))
        return key_checks(opened, named, web)


def _claims(content: Mapping[str, Any]) -> dict[str, Any]:
    claims: dict[str, Any] = {"iss": content["issuer"]["id"], "jti": content["id"]}
    claims["sub"] = content["credentialSubject"]["id"]
    claims["nbf"] = _seconds(content["validFrom"])
    if "validUntil" in content:
        claims["exp"] = _seconds(content["validUntil"])
    return claims


def _seconds(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp())


def _part(members: Mapping[str, Any]) -> str:
    return base64url(json.dumps(members, ensure_ascii=False, separators=(",", ":")).encode())


def _object(raw: bytes, size: int, what: str) -> dict[str, Any]:
    value = load_json(raw, size, what)
    if not isinstance(value, dict):
        raise InputError("jws.object", say("{what} is not an object.", what=what), "Get it anew from where it came.")
    return value


def _header_fault(header: Mapping[str, Any]) -> str:
    """OB 3.0, section 8.2.3: no other header members, so that nothing changes what the seal means."""
    other = sorted(set(header) - set(_HEADER))
    if other:
        return say("Its header holds what no badge may have ({other}).", other=other[0][:40])
    if header.get("alg") not in ("RS256", "ES256"):
        return say("It is sealed in a way that Open Badges do not allow.")
    return ""


def _claims_fault(opened: Opened) -> str:
    """OB 3.0, section 8.2.4: what the JWT claims repeat must be what the credential says."""
    payload = load_json(from_base64url(opened.signing_input.split(b".")[1]), SIZE_MAX, say("The credential"))
    try:
        meant = _claims(opened.content)
    except (KeyError, TypeError, ValueError, OverflowError):
        return say("It lacks what its claims must repeat: issuer, id, learner, or time.")
    for name in _REGISTERED:
        if payload.get(name) != meant.get(name):
            return say("Its claim “{name}” does not say what the credential says.", name=name)
    return ""
