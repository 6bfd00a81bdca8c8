"""Where is kept how learners stood when their course was last read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from plugin.domain.facts import Confirmation
from plugin.domain.roster import KeptLine
from plugin.domain.sweeps import Alarm, AlarmState, SweepState


class RosterStore(Protocol):
    """How learners stood at the last reading, and what teachers confirmed."""

    def begin(self, binding_id: str) -> int:
        """The number of a new reading."""
        ...

    def keep(self, binding_id: str, kept: Sequence[KeptLine], reading: int) -> None:
        """Keep the lines of a reading, with the names that came with them for a day."""
        ...

    def close(self, binding_id: str, reading: int, now: datetime) -> None:
        """End a reading: who was not in it is no longer listed."""
        ...

    def fail(self, binding_id: str, subject: str, sentence: str) -> None:
        """Note one more attempt to issue in vain, and why; the sentence names nobody."""
        ...

    def confirmations(self, binding_id: str) -> Mapping[str, Confirmation]:
        """Subject to the teacher's word that stands."""
        ...


class SweepStore(Protocol):
    """Where the reading of each course stands."""

    def state(self, binding_id: str) -> SweepState:
        """Where it stands; of a course never read, nothing."""
        ...

    def put(self, state: SweepState) -> None:
        """Keep where it stands."""
        ...

    def progress(self, binding_id: str, done: int, total: int) -> None:
        """Say how far a reading has come."""
        ...


class AlarmStore(Protocol):
    """What stops automatic awards until an instructor has looked."""

    def raise_(self, new: Alarm) -> None:
        """Keep an alarm; one of its kind that is open for the course is brought up to date instead."""
        ...

    def of(self, binding_id: str) -> tuple[Alarm, ...]:
        """Every alarm of a course, the oldest first."""
        ...

    def settle(self, alarm_id: str, state: AlarmState, by: str, at: datetime) -> bool:
        """Whether an open alarm was settled; one that is settled stays as it is."""
        ...
