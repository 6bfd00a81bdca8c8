"""What pages and commands work with: one typed bundle, put together in plugin/compose.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from plugin.domain.documents import WebFile
from plugin.domain.plan import Institution
from plugin.domain.platforms import Registration
from plugin.domain.ports import Clock, LmsFamily
from plugin.issuing.press import Press
from plugin.issuing.verify import Verifier
from plugin.settings import Settings
from plugin.store.awards import Awards
from plugin.store.bindings import Bindings
from plugin.store.courses import Courses
from plugin.store.notices import Notices
from plugin.store.plans import Plans
from plugin.store.platforms import Platforms
from plugin.store.refusals import Refusals
from plugin.store.replay import Replay
from plugin.store.tickets import Tickets


@dataclass(frozen=True, slots=True)
class Services:
    """One installation, open. `published` is what an institution shows the world; `lms` reads an LMS's facts,
    of one of the `families`.
    """

    settings: Settings
    clock: Clock
    awards: Awards
    plans: Plans
    bindings: Bindings
    courses: Courses
    notices: Notices
    platforms: Platforms
    refusals: Refusals
    replay: Replay
    tickets: Tickets
    press: Press
    verifier: Callable[..., Verifier]
    published: Callable[[Institution], tuple[WebFile, ...]]
    lms: Callable[[Registration], LmsFamily]
    families: tuple[str, ...]
    close: Callable[[], None]
