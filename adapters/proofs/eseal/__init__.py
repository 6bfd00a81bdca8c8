"""The electronic seal of an institution: JAdES (ETSI TS 119 182-1) around the untouched text (RFC 7797)."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any

from adapters.proofs.eseal.checks import findings
from adapters.proofs.eseal.header import protected_header
from adapters.proofs.eseal.sealing import Sealing
from adapters.proofs.public_keys import base64url, from_base64url
from plugin.domain.bounded_json import load_json
from plugin.domain.documents import Checked, Intent, IssuerIdentity, Opened, Sealed, SealedFile
from plugin.domain.errors import InputError
from plugin.domain.ports.credentials import ClaimedIssuer, ProofFindings, Seal, TrustAnchor, WebLookup
from plugin.domain.text import say

SIZE_MAX = 20_000_000
HEADER_MAX = 200_000
_PAYLOAD_FIRST = re.compile(rb"\s*\{\s*\"payload\"")
_AGAIN = "Get it anew from where it came."


class ESeal:
    """Implements the port `ProofSuite`: JWS in general JSON form, payload unencoded, first, and never written anew."""

    name = "eseal"
    media_type = "application/jose+json"
    suffix = ".jsonld"
    off = ""

    def __init__(self, sealing: Sealing | None = None) -> None:
        self._sealing = sealing or Sealing()

    def intend(self, checked: Checked, issuer: IssuerIdentity, at: datetime, algorithm: str) -> Intent:
        """The protected header with the signing time, and the credential's text as it will stand in the file."""
        header = protected_header(issuer.seal, at, algorithm, self._sealing.time)
        payload = json.dumps(checked.content, ensure_ascii=False, separators=(",", ":"))
        encoded = base64url(json.dumps(header, separators=(",", ":")).encode())
        return Intent(checked.format, self.name, f"{encoded}.{payload}".encode())

    def seal(self, intent: Intent, seal: Seal) -> Sealed:
        """The finished file; at baseline B the same intent and an RS256 key give the same bytes.

        ServiceError when the seal, the time stamp or the evidence that the level asks for cannot be had.
        """
        protected, _, payload = intent.signing_input.decode().partition(".")
        signature = base64url(seal.sign(intent.signing_input))
        made: dict[str, Any] = {"protected": protected}
        if added := self._sealing.additions(intent.signing_input, signature, seal.identity.chain):
            made["header"] = {"etsiU": added}
        file = {"payload": payload, "signatures": [{**made, "signature": signature}]}
        data = json.dumps(file, ensure_ascii=False, separators=(",", ":")).encode()
        return Sealed(SealedFile(intent.format, data, self.media_type, self.suffix))

    def recognises(self, raw: bytes) -> bool:
        """Whether it begins as the Commission's tools expect: an object whose first member is the payload."""
        return _PAYLOAD_FIRST.match(raw.removeprefix(b"\xef\xbb\xbf")) is not None

    def open(self, raw: bytes) -> Opened:
        """The credential and the header of its one seal; InputError when a part is missing or damaged."""
        file = load_json(raw, SIZE_MAX, say("The file"))
        payload = file.get("payload")
        signatures = file.get("signatures")
        if not isinstance(payload, str) or not isinstance(signatures, list) or len(signatures) != 1:
            raise InputError("eseal.parts", "The file is not one text with one seal.", _AGAIN)
        seal = signatures[0] if isinstance(signatures[0], dict) else {}
        protected, signature = seal.get("protected"), seal.get("signature")
        if not isinstance(protected, str) or not isinstance(signature, str):
            raise InputError("eseal.parts", "The seal in the file is damaged.", _AGAIN)
        text = payload.encode()
        unsigned = seal.get("header")
        content = load_json(text, SIZE_MAX, say("The credential in the file"))
        header = load_json(from_base64url(protected), HEADER_MAX, say("The header of the seal"))
        if not isinstance(content, dict) or not isinstance(header, dict):
            raise InputError("eseal.parts", "The credential or the seal in the file is not an object.", _AGAIN)
        signing_input = protected.encode() + b"." + text
        unsigned = unsigned if isinstance(unsigned, dict) else {}
        return Opened(self.name, content, header, signing_input, from_base64url(signature), unsigned)

    def verify(
        self, opened: Opened, named: ClaimedIssuer, at: datetime, web: WebLookup, anchors: tuple[TrustAnchor, ...]
    ) -> ProofFindings:
        """Checks the seal against the certificate inside it, and that certificate against the anchors given."""
        return findings(opened, named, at, web, anchors)
