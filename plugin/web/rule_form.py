"""A rule as a form that works without script: every condition that the course offers is a line that can be ticked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from werkzeug.datastructures import MultiDict

from plugin.domain.choices import Choice, ChoiceKind, Chosen
from plugin.domain.elements import plain
from plugin.domain.eligibility import GradeThreshold, GradeUnit, Rule
from plugin.domain.errors import InputError
from plugin.domain.rule import (
    ActivityCompleted,
    AllOf,
    AnyOf,
    ColumnAtLeast,
    Condition,
    Confirmed,
    CourseCompleted,
    GradeAtLeast,
    GradePassed,
    LinkOpen,
    rule_of,
)
from plugin.domain.text import say

TITLE_MAX = 200
Form = MultiDict[str, str]


@dataclass(frozen=True, slots=True)
class Limit:
    """A line with a least grade, as the form shows it."""

    on: bool = False
    least: str = "50"
    unit: str = GradeUnit.PERCENT.value


@dataclass(slots=True)
class RuleForm:
    """What the form shows. `whole` is False for a rule with groups that the form has no lines for."""

    completed: bool = False
    grade: Limit = field(default_factory=Limit)
    passed: bool = False
    activities: dict[str, tuple[str, bool]] = field(default_factory=dict)  # id: title, ticked
    items: dict[str, tuple[str, Limit]] = field(default_factory=dict)
    column: Limit = field(default_factory=Limit)
    link: bool = False
    confirmed: bool = False
    any_of: bool = False
    whole: bool = True


def form_of(rule: Rule, choices: tuple[Choice, ...]) -> RuleForm:
    """The form filled with a rule, with everything that the course offers to choose from."""
    shown = RuleForm()
    for choice in choices:
        if choice.kind is ChoiceKind.ACTIVITY:
            shown.activities[choice.chosen.id] = (choice.chosen.title, False)
        else:
            shown.items[choice.chosen.id] = (choice.chosen.title, Limit())
    conditions = rule.conditions
    if len(conditions) == 1 and isinstance(conditions[0], AnyOf):
        conditions, shown.any_of = conditions[0].parts, True
    for condition in conditions:
        _fill(shown, condition)
    return shown


def _fill(shown: RuleForm, condition: Condition) -> None:
    """Tick the condition's line; a line that is ticked already cannot show a second one of its kind."""
    twice = False
    match condition:
        case CourseCompleted():
            shown.completed = True
        case GradeAtLeast(least, None):
            twice, shown.grade = shown.grade.on, _limit(least)
        case GradeAtLeast(least, Chosen() as item):
            twice = item.id in shown.items and shown.items[item.id][1].on
            shown.items[item.id] = (item.title, _limit(least))
        case GradePassed(None):
            shown.passed = True
        case ActivityCompleted(activity):
            twice = shown.activities.get(activity.id, ("", False))[1]
            shown.activities[activity.id] = (activity.title, True)
        case ColumnAtLeast(least):
            twice, shown.column = shown.column.on, _limit(least)
        case LinkOpen():
            shown.link = True
        case Confirmed():
            shown.confirmed = True
        case AllOf() | AnyOf() | GradePassed():
            shown.whole = False
    shown.whole = shown.whole and not twice


def rule_from(form: Form, offered: RuleForm) -> Rule:
    """The rule that was ticked, of what was offered; InputError names the line that is not usable."""
    conditions = tuple(_conditions(form, offered))
    if not conditions:
        sentence = "No condition is ticked, so nobody could ever earn it."
        raise InputError("rule.nothing", sentence, "Tick at least one condition.")
    if form.get("combine") == "any" and len(conditions) > 1:
        return rule_of((AnyOf(conditions),))
    return rule_of(conditions)


def same(first: Rule, second: Rule, any_of: bool) -> bool:
    """Whether two rules that the form can show say the same, in whatever order; `any_of` is how the second is shown."""
    parts = set(first.simple)
    return parts == set(second.simple) and (len(parts) < 2 or any_of == (len(first.conditions) == 1))


def _conditions(form: Form, offered: RuleForm) -> list[Condition]:
    found: list[Condition] = []
    if "completed" in form:
        found.append(CourseCompleted())
    if "grade" in form:
        found.append(GradeAtLeast(_threshold(form, "grade", say("the course grade"))))
    if "passed" in form:
        found.append(GradePassed())
    ticked = set(form.getlist("activity"))
    found += [ActivityCompleted(Chosen(i, title)) for i, (title, _) in offered.activities.items() if i in ticked]
    ticked = set(form.getlist("item"))
    for number, (item, (title, _)) in enumerate(offered.items.items()):
        if item in ticked:
            chosen = Chosen(item, title)
            found.append(GradeAtLeast(_threshold(form, f"item-{number}", chosen.words), chosen))
    if "column" in form:
        found.append(ColumnAtLeast(_threshold(form, "column", say("this tool’s own column"))))
    found += [LinkOpen()] if "link" in form else []
    found += [Confirmed()] if "confirmed" in form else []
    return found


def _threshold(form: Form, name: str, what: str) -> GradeThreshold:
    unit = GradeUnit.POINTS if form.get(f"{name}_unit") == GradeUnit.POINTS.value else GradeUnit.PERCENT
    text = form.get(f"{name}_least", "").strip().replace(",", ".")
    try:
        least = Decimal(text) if len(text) <= 12 else Decimal("NaN")
    except InvalidOperation:
        least = Decimal("NaN")
    most = 100 if unit is GradeUnit.PERCENT else 1_000_000
    if not least.is_finite() or not 0 <= least <= most:
        raise InputError(
            "rule.grade",
            say("The least grade for {what} is not a number from 0 to {most}.", what=what, most=most),
            "Correct it.",
        )
    return GradeThreshold(least, unit)


def _limit(least: GradeThreshold) -> Limit:
    return Limit(True, plain(least.least), least.unit.value)


def units() -> Mapping[str, str]:
    """How a least grade can be meant, in words."""
    return {GradeUnit.PERCENT.value: say("percent"), GradeUnit.POINTS.value: say("points")}
