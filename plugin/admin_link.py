"""The one-time link by which a person signs in as administrator."""

from __future__ import annotations

from datetime import timedelta

from plugin.domain.tickets import TicketKind
from plugin.services import Services

LASTS = timedelta(minutes=15)


def new_admin_link(services: Services) -> str:
    """An address that signs in one person once, within 15 minutes."""
    secret = services.tickets.issue(TicketKind.ADMIN_LINK, {}, LASTS)
    return f"{services.settings.public_url}/admin/enter?ticket={secret}"
