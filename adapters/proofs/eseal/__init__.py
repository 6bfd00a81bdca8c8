"""The electronic seal of an institution: JAdES baseline B (ETSI TS 119 182-1) around the untouched text (RFC 7797)."""

from __future__ import annotations

import json
import re
from datetime import datetime

from adapters.proofs.eseal.checks import findings
from adapters.proofs.eseal.header import protected_header
from adapters.proofs.public_keys import base64url, from_base64url
from plugin.domain.bounded_json import load_json
from plugin.domain.documents import Checked, Intent, IssuerIdentity, Opened, Sealed, SealedFile
from plugin.domain.errors import InputError
from plugin.domain.ports import ClaimedIssuer, ProofFindings, Seal, TrustAnchor, WebLookup

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

    def intend(self, checked: Checked, issuer: IssuerIdentity, at: datetime, algorithm: str) -> Intent:
        """The protected header with the signing time, and the credential's text as it will stand in the file."""
        header = protected_header(issuer.seal, at, algorithm)
        payload = json.dumps(checked.content, ensure_ascii=False, separators=(",", ":"))
        encoded = base64url(json.dumps(header, separators=(",", ":")).encode())
        return Intent(checked.format, self.name, f"{encoded}.{payload}".encode())

    def seal(self, intent: Intent, seal: Seal) -> Sealed:
        """The finished file. The same intent and an RS256 key give the same bytes."""
        protected, _, payload = intent.signing_input.decode().partition(".")
        signature = base64url(seal.sign(intent.signing_input))
        file = {"payload": payload, "signatures": [{"protected": protected, "signature": signature}]}
        data = json.dumps(file, ensure_ascii=False, separators=(",", ":")).encode()
        return Sealed(SealedFile(intent.format, data, self.media_type, self.suffix))

    def recognises(self, raw: bytes) -> bool:
        """Whether it begins as the Commission's tools expect: an object whose first member is the payload."""
        return _PAYLOAD_FIRST.match(raw.removeprefix(b"\xef\xbb\xbf")) is not None

    def open(self, raw: bytes) -> Opened:
        """The credential and the header of its one seal; InputError when a part is missing or damaged."""
        file = load_json(raw, SIZE_MAX, "The file")
        payload = file.get("payload")
        signatures = file.get("signatures")
        if not isinstance(payload, str) or not isinstance(signatures, list) or len(signatures) != 1:
            raise InputError("eseal.parts", "The file is not one text with one seal.", _AGAIN)
        seal = signatures[0] if isinstance(signatures[0], dict) else {}
        protected, signature = seal.get("protected"), seal.get("signature")
        if not isinstance(protected, str) or not isinstance(signature, str):
            raise InputError("eseal.parts", "The seal in the file is damaged.", _AGAIN)
        text = payload.encode()
        content = load_json(text, SIZE_MAX, "The credential in the file")
        header = load_json(from_base64url(protected), HEADER_MAX, "The header of the seal")
        if not isinstance(content, dict) or not isinstance(header, dict):
            raise InputError("eseal.parts", "The credential or the seal in the file is not an object.", _AGAIN)
        return Opened(self.name, content, header, protected.encode() + b"." + text, from_base64url(signature))

    def verify(
        self, opened: Opened, named: ClaimedIssuer, at: datetime, web: WebLookup, anchors: tuple[TrustAnchor, ...]
    ) -> ProofFindings:
        """Checks the seal against the certificate inside it, and that certificate against the anchors given."""
        return findings(opened, named, at, anchors)
