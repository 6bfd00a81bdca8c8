"""Data Integrity: the seal stands inside the credential, and covers its meaning (W3C VC Data Integrity 1.0).

We seal with `eddsa-rdfc-2022`, which OB 3.0 asks of issuers; others' seals are checked as `cryptosuites.py` lists them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from adapters.proofs.data_integrity.checking import Checker
from adapters.proofs.data_integrity.contexts import PINNED, Contexts
from adapters.proofs.data_integrity.cryptosuites import PROOF, Cryptosuite, Hasher, signed_data, suite_of
from adapters.proofs.data_integrity.writing import Prepared, written
from adapters.proofs.multikey import from_multibase, multibase
from plugin.domain.bounded_json import load_json
from plugin.domain.documents import Checked, Intent, IssuerIdentity, Opened, Sealed, SealedFile
from plugin.domain.errors import InputError, ServiceError
from plugin.domain.ports.credentials import ClaimedIssuer, ProofFindings, Seal, TrustAnchor, WebLookup
from plugin.domain.text import say

if TYPE_CHECKING:
    from adapters.proofs.data_integrity.short_way import ShortWay

SIZE_MAX = 5_000_000
ALGORITHM = "EdDSA"  # RFC 8037: what the seal must be able to do
MARKS_MAX = 40_000  # of commas and of quotation marks; ten times what the most that we look at could need
_PROOFS_MAX = 20
_TAIL = b"}]}"  # how every intent ends: its one proof, their list, the credential


class DataIntegrity:
    """Implements the port `ProofSuite`. `folder` may hold further JSON-LD contexts (see contexts.py)."""

    name = "data_integrity"
    media_type = "application/vc+ld+json"
    suffix = ".json"

    def __init__(self, folder: Path | None = None, pinned: Mapping[str, str] = PINNED) -> None:
        self._contexts = Contexts(folder, pinned)
        self._prepared = Prepared()

    @property
    def off(self) -> str:
        """Why it cannot seal on this machine; empty when it can."""
        return self._contexts.off

    def intend(self, checked: Checked, issuer: IssuerIdentity, at: datetime, algorithm: str) -> Intent:
        """The credential's text with its proof, which lacks the signature only; its time is that of signing."""
        if algorithm != ALGORITHM:
            raise InputError("integrity.key", "This seal wants an Ed25519 key.", "Choose another format for that key.")
        self._need_contexts()
        proof = {
            "type": PROOF,
            "cryptosuite": Cryptosuite.EDDSA_RDFC_2022.value,
            "created": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "verificationMethod": issuer.key_url,
            "proofPurpose": "assertionMethod",
        }
        text = written({**checked.content, "proof": [proof]})
        self._prepared.put(text, self._signed_data(checked.content, proof))
        return Intent(checked.format, self.name, text)

    def seal(self, intent: Intent, seal: Seal) -> Sealed:
        """The finished file. The same intent gives the same bytes."""
        self._need_contexts()
        text = intent.signing_input
        signature = multibase(seal.sign(self._prepared.take(text) or self._read_again(text)))
        data = text.removesuffix(_TAIL) + f',"proofValue":"{signature}"'.encode() + _TAIL
        return Sealed(SealedFile(intent.format, data, self.media_type, self.suffix))

    def recognises(self, raw: bytes) -> bool:
        """Whether it is a JSON object with a proof in it."""
        start = raw.removeprefix(b"\xef\xbb\xbf").lstrip()
        return start[:1] == b"{" and b'"proof"' in raw and b'"@context"' in raw

    def open(self, raw: bytes) -> Opened:
        """The credential without its proofs, and the proofs; InputError when it is damaged.

        `signature` is that of the first proof which we can check.
        """
        if max(raw.count(b","), raw.count(b'"')) > MARKS_MAX:
            raise InputError(
                "integrity.large", "The file has more parts than this checker looks at.", "Ask the issuer."
            )
        file = load_json(raw, SIZE_MAX, say("The file"))
        proofs = _proofs(file)
        content = {name: value for name, value in file.items() if name != "proof"}
        first = next((proof for proof in proofs if suite_of(proof)), proofs[0])
        rest = {name: value for name, value in first.items() if name != "proofValue"}
        return Opened(
            self.name, content, {"proof": proofs}, written({**content, "proof": [rest]}), _signature_bytes(first)
        )

    def verify(
        self, opened: Opened, named: ClaimedIssuer, at: datetime, web: WebLookup, anchors: tuple[TrustAnchor, ...]
    ) -> ProofFindings:
        """Checks each proof with the key that it names, and asks the issuer's own pages whether that is theirs."""
        return self._checker.findings(opened.content, opened.header["proof"], named, at, web)

    @cached_property
    def _ways(self) -> ShortWay:
        # PyLD takes a while to import, and most commands need none.
        from adapters.proofs.data_integrity.short_way import ShortWay

        return ShortWay(self._contexts)

    @cached_property
    def _hasher(self) -> Hasher:
        return Hasher(self._ways.canonical_of_ours)

    @cached_property
    def _checker(self) -> Checker:
        return Checker(Hasher(self._ways.canonical), self.off)

    def _signed_data(self, document: Mapping[str, Any], proof: Mapping[str, Any]) -> bytes:
        return signed_data(Cryptosuite.EDDSA_RDFC_2022, document, proof, self._hasher)

    def _read_again(self, text: bytes) -> bytes:
        """What to sign of an intent that another process recorded, or that waited."""
        document = json.loads(text)
        (proof,) = document.pop("proof")
        return self._signed_data(document, proof)

    def _need_contexts(self) -> None:
        if self.off:
            raise ServiceError(
                "integrity.contexts", say("This badge cannot be sealed. {off}", off=self.off), "Install it anew."
            )


def _proofs(file: object) -> list[dict[str, Any]]:
    proofs: Any = file.get("proof") if isinstance(file, dict) else None
    listed: list[Any] = proofs if isinstance(proofs, list) else [proofs]
    if not listed or len(listed) > _PROOFS_MAX or not all(isinstance(proof, dict) for proof in listed):
        raise InputError("integrity.proof", "The file has no seal that can be read (proof).", "Get it anew.")
    return listed


def _signature_bytes(proof: Mapping[str, Any]) -> bytes:
    try:
        return from_multibase(proof.get("proofValue"))
    except InputError:
        return b""
