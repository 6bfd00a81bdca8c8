"""What a help desk asks: why did this person get it, or not?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from plugin.domain.lifecycle import Award
from plugin.domain.roster import KeptLine


@dataclass(frozen=True, slots=True)
class Case:
    """One person in one course, or in the learner lists of a plan: the award with what was tried, and the standing.

    course: its title, or nothing for learner lists. name: the claim's, or the LMS's of today. At least one of award and
    kept is there.
    """

    binding_id: str
    institution_id: str
    plan_id: str
    course: str
    issuer: str  # the LMS
    subject: str
    name: str | None
    award: Award | None
    live: bool
    attempts: tuple[tuple[str, datetime], ...]  # format, when a seal was asked for
    kept: KeptLine | None
