"""What becomes of an LMS's notices, and how an LMS comes to know that we want them."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from plugin.domain.errors import TwinsealError
from plugin.domain.platforms import Launch, Notice
from plugin.services import Services

log = logging.getLogger("twinseal")
AGAIN_AFTER = timedelta(hours=1)  # an LMS that refuses is not asked at every launch


def take(notice: Notice, services: Services) -> None:
    """Act on a notice once: a copied course is remembered, so that its instructors are proposed the same plan."""
    if services.notices.is_new(notice) and notice.copied:
        services.courses.put_copy(notice.deployment.id, notice.copied, services.clock.now())


def in_a_thread(work: Callable[[], None]) -> None:
    """Do it beside the answer to the one who waits."""
    threading.Thread(target=work, daemon=True).start()


class Wishes:
    """Asks an LMS for notices when a launch shows that it has them; no launch waits for that, or fails by it."""

    def __init__(
        self,
        ask: Callable[[Launch], None],
        services: Services,
        beside: Callable[[Callable[[], None]], None] = in_a_thread,
    ) -> None:
        self._ask = ask
        self._services = services
        self._beside = beside
        self._tried: dict[str, datetime] = {}

    def consider(self, launch: Launch) -> None:
        """Ask, unless the LMS knows already, or was asked a short while ago."""
        place, now = launch.deployment.id, self._services.clock.now()
        if launch.notices_url is None or self._tried.get(place, now - 2 * AGAIN_AFTER) > now - AGAIN_AFTER:
            return
        self._tried[place] = now
        if not self._services.notices.are_wanted_of(place):
            self._beside(lambda: self._try(launch))

    def _try(self, launch: Launch) -> None:
        try:
            self._ask(launch)
        except TwinsealError as error:
            log.info("notices not taken: %s", error.code)
        else:
            self._services.notices.note_wish(launch.deployment.id)
