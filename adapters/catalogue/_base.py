"""What the ways to read the catalogue share."""

from __future__ import annotations

from decimal import Decimal


def duration(hours: Decimal | None) -> str | None:
    """Hours as ISO 8601 and xsd:duration write them, exactly: PT50H, PT37H30M."""
    if hours is None:
        return None
    whole, rest = divmod(hours * 3600, 3600)
    minutes, seconds = divmod(rest, 60)
    tail = (f"{minutes:.0f}M" if minutes else "") + (f"{seconds.normalize():f}S" if seconds else "")
    return f"PT{whole:.0f}H{tail}"
