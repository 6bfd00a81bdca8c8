"""What stops automatic awards: signs of a mistake that would reach many, or of awards that no longer stand on facts."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from plugin.domain.binding import Expected
from plugin.domain.eligibility import Outcome
from plugin.domain.roster import KeptLine
from plugin.domain.sweeps import Alarm, AlarmKind, AlarmState, SweepState
from plugin.domain.text import say, say_many

FEW = 10  # so many awards at once never alarm by themselves
TIMES = 3  # and beyond them, so many times as at the sweep before


@dataclass(frozen=True, slots=True)
class Signs:
    """What a reading found. rule: in words. held: who has an award now. next_up: how many would be awarded now."""

    rule: str
    lines: tuple[KeptLine, ...]
    held: Collection[str]
    next_up: int
    expected: Expected | None
    automatic: bool


@dataclass(frozen=True, slots=True)
class Found:
    """One alarm to raise."""

    kind: AlarmKind
    sentence: str
    count: int
    subjects: tuple[str, ...] = ()


def found(signs: Signs, state: SweepState, earlier: tuple[Alarm, ...]) -> Iterator[Found]:
    """Each alarm that this reading gives reason for, beside those that were settled."""
    changed = bool(signs.held) and bool(state.rule) and state.rule != signs.rule
    if changed and signs.automatic:
        sentence = say_many(
            "The rule was “{before}” when {count} learner got it, and is “{now}” now. Those who have it keep it.",
            "The rule was “{before}” when {count} learners got it, and is “{now}” now. Those who have it keep it.",
            len(signs.held),
            before=state.rule,
            now=signs.rule,
        )
        yield Found(AlarmKind.RULE_CHANGED, sentence, len(signs.held))
    if not changed and (revoked := _revoked(signs, earlier)):
        sentence = say_many(
            "{count} learner got it and would not get it by what the learning platform says now. "
            "Nothing was withdrawn.",
            "{count} learners got it and would not get it by what the learning platform says now. "
            "Nothing was withdrawn.",
            len(revoked),
        )
        yield Found(AlarmKind.FACTS_REVOKED, sentence, len(revoked), revoked)
    if signs.automatic and (reason := _too_many(signs, state)):
        yield Found(AlarmKind.MASS_AWARD, reason, signs.next_up)


def _revoked(signs: Signs, earlier: tuple[Alarm, ...]) -> tuple[str, ...]:
    """Award holders of whom the facts now say no; "cannot tell" is no such thing, nor is having left the course."""
    known = {s for a in earlier if a.kind is AlarmKind.FACTS_REVOKED for s in a.subjects if _settled(a)}
    lines = (line for line in signs.lines if line.decision.outcome is Outcome.NOT_YET)
    return tuple(line.subject for line in lines if line.subject in signs.held and line.subject not in known)


def _settled(alarm: Alarm) -> bool:
    return alarm.state is not AlarmState.OPEN


def _too_many(signs: Signs, state: SweepState) -> str:
    """Why so many awards at once look wrong; nothing when they do not, or when an instructor agreed to so many."""
    count = signs.next_up
    if count <= state.released:
        return ""
    if signs.expected:
        most = signs.expected.of(len(signs.lines))
        if len(signs.held) + count <= most:
            return ""
        return say_many(
            "{count} learner would get it now, {held} have it, and you expect {most} at the most.",
            "{count} learners would get it now, {held} have it, and you expect {most} at the most.",
            count,
            held=len(signs.held),
            most=most,
        )
    if count <= max(FEW, TIMES * state.awarded):
        return ""
    if not state.awarded:
        return say("{count} learners would get it at once; nobody got it automatically before.", count=count)
    return say(
        "{count} learners would get it at once; the last time it was {before}.", count=count, before=state.awarded
    )
