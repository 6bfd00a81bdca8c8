"""Status lists: one bit per award, in which an institution publishes what it withdrew (W3C Bitstring Status List)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from plugin.domain.standing import Standing

LIST_SIZE = 131_072  # entries of our lists; the least that the W3C allows, so that nobody can be told by the list


@dataclass(frozen=True, slots=True)
class StatusSlot:
    """An award's place in its institution's status lists: the list's number from 1, and the entry's from 0."""

    list_number: int
    index: int


@dataclass(frozen=True, slots=True)
class StatusList:
    """One list as it is now. `version` counts its changes; `sealed` is its published file, None while that is old."""

    institution_id: str
    number: int
    version: int
    bits: bytes
    sealed: bytes | None = None

    @classmethod
    def empty(cls, institution_id: str, number: int) -> StatusList:
        """A new list, in which nothing is withdrawn."""
        return cls(institution_id, number, 0, bytes(LIST_SIZE // 8))

    def with_set(self, index: int) -> StatusList:
        """The same with that entry set; what was sealed before is old then."""
        bits = bytearray(self.bits)
        bits[index >> 3] |= 0x80 >> (index & 7)
        return replace(self, version=self.version + 1, bits=bytes(bits), sealed=None)


def is_set(bits: bytes, index: int) -> bool:
    """Whether the entry is set; entry 0 is the most significant bit of the first byte (section 3.3)."""
    return bool(bits[index >> 3] & (0x80 >> (index & 7)))


class Purpose(Enum):
    """What a set bit means (section 2.1); a refresh or a message says nothing of validity."""

    REVOCATION = "revocation"
    SUSPENSION = "suspension"


@dataclass(frozen=True, slots=True)
class StatusPlace:
    """Where a credential says that its withdrawal is published."""

    list_url: str
    index: int
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class StatusReading:
    """What a list says of one entry, nothing of it believed yet."""

    issuer: str
    valid_from: datetime | None
    valid_until: datetime | None
    is_set: bool


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That a credential is no longer in force: how it stands, since when, and the newer one's address."""

    standing: Standing
    since: datetime | None = None
    successor_url: str | None = None


@dataclass(frozen=True, slots=True)
class KnownStanding:
    """How an award of this installation stands today; `since` and `successor_token` only where it changed."""

    standing: Standing
    since: datetime | None = None
    successor_token: str | None = None
