"""Reading a course again and again: where that stands, and the alarms that stop it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

FRESH = timedelta(minutes=5)  # a course read less long ago is not read again at a launch
RETRY_FIRST = timedelta(minutes=2)
DOUBLINGS_MAX = 10
LONGEST = timedelta(days=1)
REST = 3  # times its duration, a reading is followed by a rest


@dataclass(frozen=True, slots=True)
class SweepState:
    """Where the reading of one course stands. Times are None while it has not happened.

    done, total: learners looked at, of how many. failure: why the last reading failed, or nothing. tries: failures in a
    row. awarded: the most that one sweep awarded. rule: the rule in words by which awards were last made or released.
    released: so many awards the instructor has agreed to at one time, from a dry run or an alarm.
    """

    binding_id: str
    asked_at: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    next_at: datetime | None = None
    done: int = 0
    total: int = 0
    failure: str = ""
    tries: int = 0
    awarded: int = 0
    rule: str = ""
    released: int = 0

    @property
    def running(self) -> bool:
        """Whether a sweep has begun and not ended; after a crash the next one begins anew."""
        return self.started_at is not None and (self.finished_at is None or self.finished_at < self.started_at)

    @property
    def duration(self) -> timedelta:
        """How long the last whole reading took."""
        if self.started_at is None or self.finished_at is None:
            return timedelta(0)
        return max(self.finished_at - self.started_at, timedelta(0))

    def fresh(self, now: datetime) -> bool:
        """Whether the course was read well a moment ago; a course that takes long to read is spared longer."""
        spared = max(FRESH, REST * self.duration)
        return bool(self.finished_at and not self.failure and now - self.finished_at < spared)


def next_try(now: datetime, tries: int, interval: timedelta, took: timedelta) -> datetime:
    """When a course is read again: after the interval, or sooner after a failure, doubling up to a day.

    A course whose reading took long rests for longer, so that its LMS is not asked all the time.
    """
    if not tries:
        return now + max(interval, REST * took)
    doubled: int = 2 ** min(tries - 1, DOUBLINGS_MAX)
    return now + min(RETRY_FIRST * doubled, LONGEST)


class AlarmKind(Enum):
    """What stops automatic awards until an instructor has looked."""

    MASS_AWARD = "mass award"
    RULE_CHANGED = "rule changed"
    FACTS_REVOKED = "facts revoked"


class AlarmState(Enum):
    """Open until the instructor lets the awards go on, or stops them."""

    OPEN = "open"
    RELEASED = "released"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm of one course. count: how many awards or learners; subjects: whom it is about, if about some."""

    id: str
    binding_id: str
    kind: AlarmKind
    raised_at: datetime
    sentence: str
    count: int = 0
    subjects: tuple[str, ...] = ()
    state: AlarmState = AlarmState.OPEN
    settled_by: str | None = None
    settled_at: datetime | None = None
