"""What pages and commands work with: one typed bundle, put together in plugin/compose.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from plugin.domain.documents import WebFile
from plugin.domain.plan import Institution
from plugin.domain.platforms import Registration
from plugin.domain.ports import CatalogueFormat, Clock, LmsFamily
from plugin.issuing.press import Press
from plugin.issuing.verify import Verifier
from plugin.settings import Settings
from plugin.store.awards import Awards
from plugin.store.bindings import Bindings
from plugin.store.catalogue import Catalogue
from plugin.store.courses import Courses
from plugin.store.feedback import FeedbackStore
from plugin.store.plans import Plans
from plugin.store.platforms import Platforms
from plugin.store.replay import Replay
from plugin.store.skills import Skills
from plugin.store.tickets import Tickets


@dataclass(frozen=True, slots=True)
class Services:
    """One installation, open. `published` is what an institution shows the world; `lms` reads an LMS's facts."""

    settings: Settings
    clock: Clock
    awards: Awards
    plans: Plans
    bindings: Bindings
    courses: Courses
    platforms: Platforms
    replay: Replay
    tickets: Tickets
    catalogue: Catalogue
    catalogue_formats: Mapping[str, CatalogueFormat]
    feedback: FeedbackStore
    skills: Skills
    press: Press
    verifier: Callable[..., Verifier]
    published: Callable[[Institution], tuple[WebFile, ...]]
    lms: Callable[[Registration], LmsFamily]
    close: Callable[[], None]
