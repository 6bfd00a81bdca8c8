"""Open Badges 3.0 on the Verifiable Credentials Data Model 2.0 (1EdTech OB 3.0, W3C VC DM 2.0)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from adapters.formats.openbadge3 import build, faults, read
from plugin.domain.documents import Document, Issued
from plugin.domain.elements import MicroCredential
from plugin.domain.ports.credentials import ClaimedIssuer, ClaimedTimes
from plugin.domain.statement import Statement


class OpenBadge3:
    """Implements the port `CredentialFormat`."""

    name = "openbadge3"
    title = "Open Badge 3.0"
    proof = "jws"
    containers = ("openbadge3_png", "openbadge3_svg")

    def build(self, micro: MicroCredential, issued: Issued) -> Document:
        """An OpenBadgeCredential in the micro-credential's primary language; the format has room for one."""
        return Document(self.name, build.credential(micro, issued))

    def recognises(self, content: Mapping[str, Any]) -> bool:
        """Whether the content calls itself an Open Badge of version 3."""
        types = content.get("type")
        return isinstance(types, list) and any(name in types for name in faults.BADGE_TYPES)

    def faults(self, content: Mapping[str, Any]) -> tuple[str, ...]:
        """Each breach of the OB 3.0 data model (strict form) in a plain sentence."""
        return tuple(faults.faults(content))

    def read(self, content: Mapping[str, Any]) -> Statement:
        """What the badge says, element by element."""
        return read.statement(content)

    def issuer(self, content: Mapping[str, Any]) -> ClaimedIssuer:
        """The issuer's id and name as the badge gives them."""
        return read.issuer(content)

    def times(self, content: Mapping[str, Any]) -> ClaimedTimes:
        """`validFrom` (which OB 3.0 also takes as the time of issuing) and `validUntil`."""
        return read.times(content)

    def status(self, content: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """The `credentialStatus`, where there is one."""
        status = content.get("credentialStatus")
        return status if isinstance(status, dict) else None
