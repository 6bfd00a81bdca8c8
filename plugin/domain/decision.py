"""A decision with its reasons, as it is shown to people and kept with an award for ever."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Outcome(Enum):
    """The three outcomes of a decision."""

    EARNED = "earned"
    NOT_YET = "not yet"
    UNKNOWN = "cannot tell"


@dataclass(frozen=True, slots=True)
class Reason:
    """One condition, how it was answered, and the facts behind it in a sentence; `parts` for a group's own parts."""

    condition: str
    outcome: Outcome
    sentence: str
    parts: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """An outcome with a reason per condition, and the rule in words; kept with the award for ever."""

    outcome: Outcome
    reasons: tuple[Reason, ...]
    rule: str = ""

    @property
    def open_reasons(self) -> tuple[Reason, ...]:
        """What is missing or unknown; all reasons when it is earned."""
        return tuple(r for r in self.reasons if r.outcome is self.outcome)


def all_of(outcomes: list[Outcome]) -> Outcome:
    """All must be earned. One that is not outweighs an unknown one: nothing that we may still learn could help."""
    if Outcome.NOT_YET in outcomes:
        return Outcome.NOT_YET
    return Outcome.UNKNOWN if Outcome.UNKNOWN in outcomes or not outcomes else Outcome.EARNED


def any_of(outcomes: list[Outcome]) -> Outcome:
    """One earned suffices; else an unknown one leaves it open."""
    if Outcome.EARNED in outcomes:
        return Outcome.EARNED
    return Outcome.UNKNOWN if Outcome.UNKNOWN in outcomes or not outcomes else Outcome.NOT_YET
