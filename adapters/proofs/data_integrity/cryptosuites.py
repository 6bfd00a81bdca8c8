"""What an Ed25519 proof signs (W3C Data Integrity EdDSA Cryptosuites 1.0, section 3), suite by suite.

All of them sign sha256(proof options) followed by sha256(document); they differ in how either becomes text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any

import rfc8785

from adapters.proofs.data_integrity.guard import UnsafeError
from adapters.proofs.data_integrity.writing import written
from plugin.domain.report import Answer
from plugin.domain.text import say

OPTIONS_MAX = 64
Canonical = Callable[[Mapping[str, Any]], str]
PROOF = "DataIntegrityProof"


class Cryptosuite(Enum):
    """The suites that we check; we seal with the first."""

    EDDSA_RDFC_2022 = "eddsa-rdfc-2022"
    EDDSA_2022 = "eddsa-2022"  # the former name of the first
    EDDSA_JCS_2022 = "eddsa-jcs-2022"
    ED25519_2020 = "Ed25519Signature2020"


_BY_NAME = {suite.value: suite for suite in Cryptosuite}


def name_of(proof: Mapping[str, Any]) -> str:
    """How a proof says that it was made; its type where that tells, else its cryptosuite."""
    kind, suite = proof.get("type"), proof.get("cryptosuite")
    return str(suite if kind == PROOF and isinstance(suite, str) else kind)[:60]


def suite_of(proof: Mapping[str, Any]) -> Cryptosuite | None:
    """The suite of a proof; None when it is none of ours."""
    suite = _BY_NAME.get(name_of(proof))
    of_its_kind = (proof.get("type") == PROOF) != (suite is Cryptosuite.ED25519_2020)
    return suite if of_its_kind else None


class Hasher:
    """sha256 of canonical N-Quads. Those of proof options are kept: all badges of one second have the same."""

    def __init__(self, canonical: Canonical) -> None:
        self._canonical = canonical
        self._options: dict[bytes, bytes] = {}

    def document(self, document: Mapping[str, Any]) -> bytes:
        """UnsafeError when it has no canonical form."""
        return _hash(self._canonical(document).encode())

    def options(self, options: Mapping[str, Any]) -> bytes:
        """The same for what a proof says of itself."""
        key = written(options)
        found = self._options.get(key)
        if found is None:
            found = self.document(options)
            if len(self._options) >= OPTIONS_MAX:
                self._options.clear()
            self._options[key] = found
        return found


def signed_data(suite: Cryptosuite, document: Mapping[str, Any], proof: Mapping[str, Any], hasher: Hasher) -> bytes:
    """The 64 bytes that the key signs; UnsafeError when there can be none. `document` is without proofs of its own."""
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    if suite is Cryptosuite.EDDSA_JCS_2022:
        return _hash(_jcs(options)) + _hash(_jcs(_in_context_of(options, document)))
    options["@context"] = document.get("@context")
    return hasher.options(options) + hasher.document(document)


def _in_context_of(options: Mapping[str, Any], document: Mapping[str, Any]) -> Mapping[str, Any]:
    """Section 3.3.2: the document's context begins with that of the proof, and only that much was signed."""
    if "@context" not in options:
        return document
    signed, given = _listed(options["@context"]), _listed(document.get("@context"))
    if given[: len(signed)] != signed:
        raise UnsafeError(say("Its words are explained in another way than when it was sealed (@context)."))
    return {**document, "@context": options["@context"]}


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _jcs(value: Mapping[str, Any]) -> bytes:
    try:
        return rfc8785.dumps(dict(value))
    except rfc8785.CanonicalizationError:
        raise UnsafeError(say("It holds a number that verifiers write differently."), Answer.UNKNOWN) from None


def _hash(text: bytes) -> bytes:
    return hashlib.sha256(text).digest()
