"""A clock that tests set."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class SetClock:
    """Implements the port `Clock`; it stands still until it is moved."""

    def __init__(self, moment: datetime = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def forward(self, span: timedelta) -> None:
        self.moment += span
