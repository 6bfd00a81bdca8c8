"""An instructor answers an alarm: let the awards go on, or stop them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from plugin.domain.binding import Binding
from plugin.domain.eligibility import Rule
from plugin.domain.errors import ConflictError
from plugin.domain.ports.sweeps import AlarmStore, SweepStore
from plugin.domain.sweeps import Alarm, AlarmKind, AlarmState


def release(alarm: Alarm, rule: Rule, by: str, at: datetime, alarms: AlarmStore, sweeps: SweepStore) -> None:
    """Let the awards go on: so many as the alarm counted, by the rule as it is now. ConflictError when settled."""
    _settle(alarm, AlarmState.RELEASED, by, at, alarms)
    state = sweeps.state(alarm.binding_id)
    if alarm.kind is AlarmKind.MASS_AWARD:
        sweeps.put(replace(state, released=alarm.count))
    elif alarm.kind is AlarmKind.RULE_CHANGED:
        sweeps.put(replace(state, rule=str(rule)))


def dismiss(alarm: Alarm, binding: Binding, by: str, at: datetime, alarms: AlarmStore) -> Binding:
    """Stop: the binding as it is to be kept, in which nothing is awarded by itself. ConflictError when settled."""
    _settle(alarm, AlarmState.DISMISSED, by, at, alarms)
    return replace(binding, automatic=False)


def _settle(alarm: Alarm, state: AlarmState, by: str, at: datetime, alarms: AlarmStore) -> None:
    if not alarms.settle(alarm.id, state, by, at):
        sentence = "Somebody has answered this alarm already."
        raise ConflictError("alarm.settled", sentence, "Go back and load the page again.")
