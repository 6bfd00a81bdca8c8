"""W3C Bitstring Status List 1.0: one bit per credential, the whole list a credential itself."""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from plugin.domain.documents import Document, IssuerIdentity
from plugin.domain.errors import InputError
from plugin.domain.statement import moment_words
from plugin.domain.status import LIST_SIZE, Purpose, StatusList, StatusPlace, StatusReading, StatusSlot, is_set
from plugin.domain.text import say

CONTEXT = "https://www.w3.org/ns/credentials/v2"
ENTRY_TYPE = "BitstringStatusListEntry"
LIST_TYPE = "BitstringStatusList"
CREDENTIAL_TYPE = "BitstringStatusListCredential"
TTL = 60_000  # milliseconds for which a reader may keep the list (section 2.2)
LEVEL = 6  # of gzip: the next better one costs ten times as much, for a tenth less
BYTES_MAX = 4_000_000  # 32 million entries; whatever unpacks to more was made to do harm
URL_MAX = 2_000


class Bitstring:
    """Implements the port `StatusMethod`, for revocation: the one purpose that every Open Badge verifier knows."""

    name = "bitstring"
    proof = "jws"

    def list_url(self, issuer: IssuerIdentity, number: int) -> str:
        """Below the issuer's own address."""
        return f"{issuer.profile_url}/status/{number}"

    def entry(self, issuer: IssuerIdentity, slot: StatusSlot) -> Mapping[str, Any]:
        """A BitstringStatusListEntry, with the `id` that OB 3.0 demands."""
        address = self.list_url(issuer, slot.list_number)
        return {
            "id": f"{address}#{slot.index}",
            "type": ENTRY_TYPE,
            "statusPurpose": Purpose.REVOCATION.value,
            "statusListIndex": str(slot.index),
            "statusListCredential": address,
        }

    def document(self, issuer: IssuerIdentity, listed: StatusList, at: datetime) -> Document:
        """The BitstringStatusListCredential, of the same issuer as the badges that name it (section 2.2)."""
        address = self.list_url(issuer, listed.number)
        content = {
            "@context": [CONTEXT],
            "id": address,
            "type": ["VerifiableCredential", CREDENTIAL_TYPE],
            "issuer": {"id": issuer.id},
            "validFrom": moment_words(at),
            "credentialSubject": {
                "id": f"{address}#list",
                "type": LIST_TYPE,
                "statusPurpose": Purpose.REVOCATION.value,
                "ttl": TTL,
                "encodedList": encode(listed.bits),
            },
        }
        return Document(self.name, content)

    def recognises(self, entry: Mapping[str, Any]) -> bool:
        """Whether it is a BitstringStatusListEntry."""
        return entry.get("type") == ENTRY_TYPE

    def place(self, entry: Mapping[str, Any]) -> StatusPlace:
        """Where to look; InputError when the entry is damaged, or says something else than withdrawal."""
        url, size = entry.get("statusListCredential"), entry.get("statusSize", 1)
        purpose = next((p for p in Purpose if p.value == entry.get("statusPurpose")), None)
        if purpose is None or size != 1:
            raise _damaged(say("It says where something else than a withdrawal is published."))
        if not _is_address(url):
            raise _damaged(say("It does not say where withdrawals are published."))
        return StatusPlace(str(url), _index(entry.get("statusListIndex")), purpose)

    def bits(self, content: Mapping[str, Any]) -> bytes:
        """The whole list; InputError when it is none, damaged or too large."""
        return decode(_subject(content).get("encodedList"))

    def read(self, content: Mapping[str, Any], place: StatusPlace) -> StatusReading:
        """The entry's bit (section 3.2, step by step); InputError when the list does not fit the entry."""
        purposes = _subject(content).get("statusPurpose")
        if place.purpose.value not in (purposes if isinstance(purposes, list) else [purposes]):
            raise _damaged(say("The list that is published there is for something else."))
        bits = self.bits(content)
        if place.index >= len(bits) * 8:
            raise _damaged(say("The list that is published there has no such entry."))
        return StatusReading(
            issuer=_issuer(content.get("issuer")),
            valid_from=_moment(content.get("validFrom")),
            valid_until=_moment(content.get("validUntil")),
            is_set=is_set(bits, place.index),
        )


def encode(bits: bytes) -> str:
    """Multibase base64url without padding of the gzipped bits (section 3.3), always the same for the same bits."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, 31)
    packed = packer.compress(bits) + packer.flush()
    return "u" + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def decode(encoded: object) -> bytes:
    """The bits (section 3.4), at most BYTES_MAX of them unpacked; InputError for anything else."""
    if not isinstance(encoded, str):
        raise _damaged(say("The list that is published there holds nothing."))
    text = encoded.removeprefix("u")  # lists older than multibase in the standard have no prefix: gzip begins with H4
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        unpacker = zlib.decompressobj(31)
        bits = unpacker.decompress(packed, BYTES_MAX + 1)
    except (ValueError, binascii.Error, zlib.error):
        raise _damaged(say("The list that is published there is damaged.")) from None
    if len(bits) > BYTES_MAX:
        raise _damaged(say("The list that is published there is too large."))
    if not unpacker.eof or len(bits) * 8 < LIST_SIZE:
        raise _damaged(say("The list that is published there is cut, or too short to be one."))
    return bits


def _subject(content: Mapping[str, Any]) -> Mapping[str, Any]:
    types, subject = content.get("type"), content.get("credentialSubject")
    if isinstance(types, list) and CREDENTIAL_TYPE in types and isinstance(subject, dict):
        return subject
    raise _damaged(say("What is published there is no list of withdrawals."))


def _index(value: object) -> int:
    """A whole number from 0; some issuers write it as a number, which the standard forbids and cannot be mistaken."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise _damaged(say("It does not say which entry of the list is its own."))
    text = str(value)
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        raise _damaged(say("It does not say which entry of the list is its own."))
    return int(text)


def _is_address(value: object) -> bool:
    if not isinstance(value, str) or len(value) > URL_MAX:
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("https", "http") and bool(parts.netloc)


def _issuer(value: object) -> str:
    named = value.get("id") if isinstance(value, dict) else value
    return named if isinstance(named, str) else ""


def _moment(value: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
        return found.astimezone(UTC) if found and found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _damaged(sentence: str) -> InputError:
    return InputError("status.damaged", sentence, "Ask the issuer whether it is still in force.")
