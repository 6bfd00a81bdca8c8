"""Secrets that open something for a while."""

from __future__ import annotations

from enum import Enum


class TicketKind(Enum):
    """What a ticket opens."""

    SESSION = "session"
    ADMIN_SESSION = "admin session"
    ADMIN_LINK = "admin link"
    INVITATION = "invitation"
    ENTRY = "entry"  # a checked launch that continues in a tab of its own
