"""What pages and commands work with: one typed bundle, put together in plugin/compose.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from plugin.domain.documents import WebFile
from plugin.domain.plan import Institution
from plugin.domain.platforms import Registration
from plugin.domain.ports.platforms import LmsFamily
from plugin.domain.ports.presenting import CatalogueFormat
from plugin.domain.ports.running import Clock, Queue
from plugin.issuing.press import Press
from plugin.issuing.verify import Verifier
from plugin.keys import Keys
from plugin.settings import Settings
from plugin.store.award_lists import AwardLists
from plugin.store.awards import Awards
from plugin.store.bindings import Bindings
from plugin.store.catalogue import Catalogue
from plugin.store.courses import Courses
from plugin.store.drafts import Drafts
from plugin.store.feedback import FeedbackStore
from plugin.store.help_desk import HelpDesk
from plugin.store.notices import Notices
from plugin.store.plans import Plans
from plugin.store.platforms import Platforms
from plugin.store.profiles import Profiles
from plugin.store.refusals import Refusals
from plugin.store.replay import Replay
from plugin.store.rosters import Rosters
from plugin.store.skills import Skills
from plugin.store.sweeps import Alarms, Leases, Sweeps
from plugin.store.tickets import Tickets


@dataclass(frozen=True, slots=True)
class Services:
    """One installation, open. `published` is what an institution shows the world; `lms` reads an LMS's facts.

    families: what LMSes can be read as. queue: wakes workers, where one runs.
    off: what this machine cannot do, and why, one sentence each.
    """

    settings: Settings
    clock: Clock
    awards: Awards
    award_lists: AwardLists
    plans: Plans
    drafts: Drafts
    profiles: Profiles
    bindings: Bindings
    courses: Courses
    notices: Notices
    platforms: Platforms
    refusals: Refusals
    replay: Replay
    tickets: Tickets
    rosters: Rosters
    sweeps: Sweeps
    leases: Leases
    alarms: Alarms
    help_desk: HelpDesk
    queue: Queue
    catalogue: Catalogue
    catalogue_formats: Mapping[str, CatalogueFormat]
    feedback: FeedbackStore
    skills: Skills
    press: Press
    verifier: Callable[..., Verifier]
    published: Callable[[Institution], tuple[WebFile, ...]]
    lms: Callable[[Registration], LmsFamily]
    keys: Keys
    families: tuple[str, ...]
    off: tuple[str, ...]
    close: Callable[[], None]
