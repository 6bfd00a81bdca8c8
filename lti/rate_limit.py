"""How many logins may begin in a minute: enough for a lecture hall behind one address, too few to wear a server out."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import datetime, timedelta
from ipaddress import ip_address

from plugin.domain.errors import BusyError
from plugin.domain.ports.running import Clock

WINDOW = timedelta(minutes=1)
PER_ADDRESS, IN_TOTAL = 600, 3000


class RateLimit:
    """Counts within one process; each minute begins anew, so nothing grows."""

    def __init__(self, clock: Clock, per_address: int = PER_ADDRESS, in_total: int = IN_TOTAL) -> None:
        self._clock = clock
        self._per_address = per_address
        self._in_total = in_total
        self._lock = threading.Lock()
        self._ends: datetime | None = None
        self._count: Counter[str] = Counter()

    def admit(self, address: str | None) -> None:
        """BusyError when there were too many in this minute. A loopback address is a proxy: it stands for everybody."""
        with self._lock:
            now = self._clock.now()
            if self._ends is None or now >= self._ends:
                self._ends, self._count = now + WINDOW, Counter()
            self._count[""] += 1
            too_many = self._count[""] > self._in_total
            if not too_many and address and not _is_loopback(address):
                self._count[address] += 1
                too_many = self._count[address] > self._per_address
        if too_many:
            sentence = "Too many people are opening this tool at this moment."
            raise BusyError("login.busy", sentence, "Nothing is lost. Open the activity again in a minute.")


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
