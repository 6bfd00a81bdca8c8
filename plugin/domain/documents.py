"""A credential on its way: built, checked, intended, sealed. Types carry the order, so a wrong one does not compile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NewType

from plugin.domain.said import as_written


@dataclass(frozen=True, slots=True)
class SealIdentity:
    """What a seal's certificate says of its owner. `chain` is DER, leaf first; times are the leaf's validity."""

    legal_name: str
    legal_identifier: str  # organizationIdentifier, OID 2.5.4.97
    country: str  # ISO 3166-1 alpha-2
    chain: tuple[bytes, ...]
    not_before: datetime
    not_after: datetime
    is_test: bool
    self_made: bool = False  # signed by its own key: an issuer's published key, for which no authority vouches


@dataclass(frozen=True, slots=True)
class IssuerIdentity:
    """The issuer as the world sees it. `id` is a did:web; `key_url` answers with the bare public JWK."""

    id: str
    profile_url: str
    key_url: str
    seal: SealIdentity


@dataclass(frozen=True, slots=True)
class Page:
    """One rendered page as PNG, in one language (ISO 639-1), numbered from 1."""

    language: str
    number: int
    png: bytes


@dataclass(frozen=True, slots=True)
class Issued:
    """What a format needs beyond the elements. `credential_id` is a bare UUID; `issued_at` equals the signing time.

    status: where its withdrawal will be published, as a status method says it in a credential.
    """

    credential_id: str
    subject_id: str  # urn:uuid:, the same learner in the formats of one award only
    issued_at: datetime
    issuer: IssuerIdentity
    pages: tuple[Page, ...]
    badge_url: str  # of the picture, a PNG, the same for everybody who earns it
    status: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A credential as JSON data, not yet sealed. `format` names the adapter that built it.

    It holds plain texts only: whatever language its makers and readers use, a credential says what its plan says.
    """

    format: str
    content: Mapping[str, Any]

    def __post_init__(self) -> None:
        object.__setattr__(self, "content", as_written(self.content))


Checked = NewType("Checked", Document)
"""A document that obeys its format and says what the micro-credential says; only issuing/check.py makes one."""


@dataclass(frozen=True, slots=True)
class Intent:
    """The exact bytes to sign, recorded before the seal is asked; sealing them again gives the same award.

    key_url: the key that they were made for (IssuerIdentity.key_url); no other may sign them.
    """

    format: str
    proof: str
    signing_input: bytes
    key_url: str = ""


@dataclass(frozen=True, slots=True)
class SealedFile:
    """The finished file, byte for byte. `suffix` begins with a dot."""

    format: str
    data: bytes
    media_type: str
    suffix: str


Sealed = NewType("Sealed", SealedFile)
"""A file that came out of a proof suite's `seal`."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that was read but not yet believed: what it says, and how it claims to be sealed."""

    proof: str
    content: Mapping[str, Any]
    header: Mapping[str, Any]
    signing_input: bytes
    signature: bytes
    unsigned: Mapping[str, Any] = field(default_factory=dict)  # what was added later, such as time stamps


@dataclass(frozen=True, slots=True)
class WebFile:
    """What one public address answers with."""

    url: str
    media_type: str
    data: bytes
