"""Addresses as others send them: they may be no addresses at all."""

from __future__ import annotations

from urllib.parse import urlsplit

LONGEST = 2000


def is_web_address(value: object) -> bool:
    """Whether it is an absolute http or https address with a host."""
    return isinstance(value, str) and len(value) <= LONGEST and origin(value) is not None


def origin(url: str) -> tuple[str, str, int | None] | None:
    """Scheme, host and port; None for what is no web address, or holds a user."""
    try:
        parts = urlsplit(url)
        found = parts.scheme, parts.hostname or "", parts.port
    except ValueError:
        return None
    return found if parts.scheme in ("https", "http") and found[1] and not parts.username else None
