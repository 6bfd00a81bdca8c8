"""What a refused launch said of itself, and what is registered beside it: technical ids only, nothing of a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from plugin.domain.platforms import Registration

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Received:
    """The ids that came with a login or a launch, as they came: nothing of it was proven."""

    issuer: str = ""
    client_id: str = ""
    deployment_id: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A launch that was refused, `count` times alike, the last time `at`. `code` is that of its LaunchError."""

    code: str
    received: Received
    at: datetime
    count: int = 1


def nearest(received: Received, known: Iterable[Registration]) -> tuple[Registration, ...]:
    """The registrations that may be meant, the likeliest first: the same issuer and client, then what looks alike."""
    likely = sorted((rank, lms.issuer, lms.client_id, lms) for lms in known if (rank := _rank(received, lms)) < FOREIGN)
    return tuple(lms for *_, lms in likely)[:SHOWN]


FOREIGN = 4


def _rank(received: Received, lms: Registration) -> int:
    same_client = received.client_id == lms.client_id
    if received.issuer == lms.issuer:
        return 0 if same_client else 1
    if _looks(received.issuer) == _looks(lms.issuer):
        return 2
    return 3 if same_client else FOREIGN


def _looks(issuer: str) -> str:
    """An issuer without what people mistype: http for https, www., capitals, a slash at the end."""
    try:
        parts = urlsplit(issuer.lower())
    except ValueError:
        return issuer
    return parts.netloc.removeprefix("www.") + parts.path.rstrip("/")
