"""European Digital Credentials for Learning: the European Learning Model 3.2 on VC Data Model 1.1."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from adapters.formats.europass import build, faults, read
from plugin.domain.documents import Document, Issued
from plugin.domain.elements import MicroCredential
from plugin.domain.ports.credentials import ClaimedIssuer, ClaimedTimes
from plugin.domain.statement import Statement
from plugin.domain.text import say


class Europass:
    """Implements the port `CredentialFormat`."""

    name = "europass"
    title = say("Europass credential")
    proof = "eseal"
    containers: tuple[str, ...] = ()

    def build(self, micro: MicroCredential, issued: Issued) -> Document:
        """A EuropeanDigitalCredential in every language of the micro-credential, with its pages as images."""
        return Document(self.name, build.credential(micro, issued))

    def recognises(self, content: Mapping[str, Any]) -> bool:
        """Whether the content calls itself a European Digital Credential."""
        return "EuropeanDigitalCredential" in read.many(content.get("type"))

    def faults(self, content: Mapping[str, Any]) -> tuple[str, ...]:
        """Each breach of the EDC profile of ELM 3.2 in a plain sentence."""
        return tuple(faults.faults(content))

    def read(self, content: Mapping[str, Any]) -> Statement:
        """What the credential says in its primary language, element by element."""
        return read.statement(content)

    def issuer(self, content: Mapping[str, Any]) -> ClaimedIssuer:
        """The issuer's id, legal name and legal identifier."""
        return read.issuer(content)

    def times(self, content: Mapping[str, Any]) -> ClaimedTimes:
        """`issued`, `validFrom` and `expirationDate` or `validUntil`."""
        return read.times(content)

    def status(self, content: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """The `credentialStatus`, where there is one; the Europass platform itself knows no withdrawal."""
        return next((s for s in read.many(content.get("credentialStatus")) if isinstance(s, dict)), None)
