"""What time it is, and who works later."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The time, always with a zone; a value that tests can set."""

    def now(self) -> datetime:
        """The present moment in UTC."""
        ...


class Queue(Protocol):
    """Wakes workers; losing what it holds loses nothing, because the database knows what is to be done."""

    def wake(self, platform_id: str) -> None:
        """Let a worker look soon at that platform's courses."""
        ...
