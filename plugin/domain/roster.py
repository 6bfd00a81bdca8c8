"""How each learner of a course stood when it was last read: kept for pages, never a ground to award."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from plugin.domain.eligibility import Decision, Outcome
from plugin.domain.facts import LearnerFacts
from plugin.domain.standing import Standing

NAMES_LAST = timedelta(hours=24)  # a name of the LMS's is kept no longer than this
UNLISTED_LAST = timedelta(days=180)  # how long it can still be said why somebody who left did not get it

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})


@dataclass(frozen=True, slots=True)
class KeptLine:
    """One learner's facts and decision. `facts.person` may hold names on the way in; only its subject is kept.

    listed: whether the LMS still lists the person. waits_for_name: earned, but the LMS hides the name.
    attempts: how often issuing was tried in vain since it was earned; failure says why, without any name.
    """

    facts: LearnerFacts
    decision: Decision
    listed: bool = True
    waits_for_name: bool = False
    attempts: int = 0
    failure: str = ""

    @property
    def subject(self) -> str:
        """The LMS's own id of the person."""
        return self.facts.person.subject


def folded(text: str) -> str:
    """The text as it is searched and put in order: without capitals and accents, so that Zolc finds Żółć."""
    plain = text.casefold().translate(_LETTERS)
    return "".join(sign for sign in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(sign))


class Group(Enum):
    """How far learners have come."""

    AWARDED = "claimed"
    EARNED = "earned"
    NOT_YET = "not-yet"
    UNKNOWN = "cannot-tell"


BY_OUTCOME = {Outcome.EARNED: Group.EARNED, Outcome.NOT_YET: Group.NOT_YET, Outcome.UNKNOWN: Group.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Search:
    """Which lines of a roster: `words` are looked for in names and in the LMS's ids; `group` None means everybody."""

    words: str = ""
    group: Group | None = None
    first: int = 0
    count: int = 100


@dataclass(frozen=True, slots=True)
class RosterLine:
    """How one learner stands in the eyes of the instructor.

    award_id: None while there is no award. standing: how that award stands, which may be withdrawn.
    """

    kept: KeptLine
    name: str | None
    award_id: str | None
    standing: Standing | None = None

    @property
    def group(self) -> Group:
        """Whoever has an award keeps it, whatever the facts say now."""
        return Group.AWARDED if self.award_id else BY_OUTCOME[self.kept.decision.outcome]


@dataclass(frozen=True, slots=True)
class RosterPage:
    """Some lines, how many fit the search in each group, and when the oldest of all was read."""

    lines: tuple[RosterLine, ...]
    counts: dict[Group, int]
    matching: int
