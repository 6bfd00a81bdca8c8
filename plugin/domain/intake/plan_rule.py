"""The rule of a plan file, read with every fault told, and written so that it reads as the same rule.

Keys of [rule], and of each table under `all` and `any`; all that one table names must hold:
course_completed, grade_at_least, grade_is_pass, activities, grade_items, column_at_least, link_open,
confirmed_by_teacher, all, any. The course must be completed unless course_completed = false, or other conditions stand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from plugin.domain.choices import Chosen
from plugin.domain.elements import plain
from plugin.domain.errors import InputError
from plugin.domain.intake import entry
from plugin.domain.intake.plan_table import Table
from plugin.domain.rule import (
    CONDITIONS_MAX,
    DEPTH_MAX,
    ActivityCompleted,
    AllOf,
    AnyOf,
    ColumnAtLeast,
    Condition,
    Confirmed,
    CourseCompleted,
    GradeAtLeast,
    GradePassed,
    GradeThreshold,
    GradeUnit,
    LinkOpen,
    Rule,
    rule_of,
)
from plugin.domain.text import say

POINTS_MAX = Decimal(1_000_000)
LMS_DECIDES = "pass"
_THRESHOLD = re.compile(r"([0-9]{1,7}(?:[.,][0-9]{1,5})?) ?(%|percent|points?)")


def rule_from(table: Table) -> Rule | None:
    """The rule of that table; faults are noted. None when it cannot be one rule."""
    conditions = _conditions(table, 0)
    if "course_completed" not in table and not any(key in table for key in _BEYOND):
        conditions = (CourseCompleted(), *conditions)
    if (
        not conditions
        and table.value("course_completed", lambda value: value is False)
        and "grade_at_least" not in table
    ):
        table.note(
            "course_completed", say("This rule sets no condition, so nobody would earn it."), say("Add grade_at_least.")
        )
    try:
        return rule_of(conditions)
    except InputError as refused:
        table.note("any" if "any" in table else "all", refused.sentence, refused.hint)
    return None


def rule_table(rule: Rule) -> dict[str, Any]:
    """The values of [rule], in the types that TOML and JSON share; `rule_from` makes the same rule of them."""
    every = rule_of(rule.conditions)
    return {"course_completed": every.course_completed} | _written(every.conditions)


def rule_lines(rule: Rule) -> tuple[str, ...]:
    """The lines below [rule] in a plan file."""
    return tuple(f"{key} = {_toml(value)}" for key, value in rule_table(rule).items())


def threshold(value: object) -> GradeThreshold:
    """Points as a bare number or with their unit, or percent of the range of the scale."""
    if not isinstance(value, str):
        return GradeThreshold(entry.number(value, Decimal(0), POINTS_MAX, 5), GradeUnit.POINTS)
    found = _THRESHOLD.fullmatch(entry.line(value))
    if not found:
        raise InputError("plan.threshold", "This is not a grade.", "Write for example “50 %” or “50 points”.")
    unit = GradeUnit.POINTS if found[2].startswith("point") else GradeUnit.PERCENT
    most = POINTS_MAX if unit is GradeUnit.POINTS else Decimal(100)
    return GradeThreshold(entry.number(entry.written_number(found[1], True), Decimal(0), most, 5), unit)


def _conditions(table: Table, depth: int) -> tuple[Condition, ...]:
    """What one table wants; all of it must hold."""
    simple = [condition for key, read in _SIMPLE.items() for condition in read(table, key)]
    any_of = _groups(table, "any", depth)
    return (*simple, *((AnyOf(any_of),) if any_of else ()), *_groups(table, "all", depth))


def _groups(table: Table, key: str, depth: int) -> tuple[Condition, ...]:
    """The tables under `all` or `any`; a depth that no rule has is not followed."""
    if depth > DEPTH_MAX and key in table:
        table.require(key)
        table.note(
            key,
            say("Groups stand deeper than {depth_max} within each other.", depth_max=DEPTH_MAX),
            say("Say it in simpler words."),
        )
        return ()
    return table.parts(key, partial(_group, depth=depth + 1), CONDITIONS_MAX)


def _group(table: Table, depth: int) -> Condition | None:
    found = _conditions(table, depth)
    if not found:
        raise InputError("rule.empty", "This names no condition.", "Name one, or leave the braces out.")
    return found[0] if len(found) == 1 else AllOf(found)


def _flag(condition: Condition, table: Table, key: str) -> tuple[Condition, ...]:
    return (condition,) if table.value(key, entry.yes_or_no) else ()


def _least(made: type[GradeAtLeast | ColumnAtLeast], table: Table, key: str) -> tuple[Condition, ...]:
    least = table.value(key, threshold)
    return (made(least),) if least else ()


def _activities(table: Table, key: str) -> tuple[Condition, ...]:
    return tuple(ActivityCompleted(chosen) for chosen in table.parts(key, _chosen, CONDITIONS_MAX))


def _items(table: Table, key: str) -> tuple[Condition, ...]:
    return table.parts(key, _item, CONDITIONS_MAX)


def _item(table: Table) -> GradeAtLeast | GradePassed | None:
    table.require("at_least", hint=say('Add for example at_least = "50 %", or at_least = "pass".'))
    chosen, least = _chosen(table), table.value("at_least", _threshold_or_pass)
    if chosen is None or least is None:
        return None
    return GradeAtLeast(least, chosen) if isinstance(least, GradeThreshold) else GradePassed(chosen)


def _threshold_or_pass(value: object) -> GradeThreshold | str:
    return LMS_DECIDES if value == LMS_DECIDES else threshold(value)


def _chosen(table: Table) -> Chosen | None:
    table.require("id", hint=say("Choose it from the list that the course page shows."))
    identifier, title = table.value("id", _identifier), table.value("title", entry.line)
    return Chosen(identifier, title or "") if identifier else None


def _identifier(value: object) -> str:
    return entry.line(str(value) if isinstance(value, int) and not isinstance(value, bool) else value)


_SIMPLE: Mapping[str, Callable[[Table, str], Sequence[Condition]]] = {
    "course_completed": partial(_flag, CourseCompleted()),
    "grade_at_least": partial(_least, GradeAtLeast),
    "grade_is_pass": partial(_flag, GradePassed()),
    "activities": _activities,
    "grade_items": _items,
    "column_at_least": partial(_least, ColumnAtLeast),
    "link_open": partial(_flag, LinkOpen()),
    "confirmed_by_teacher": partial(_flag, Confirmed()),
}
_BEYOND = (*(key for key in _SIMPLE if key not in ("course_completed", "grade_at_least")), "all", "any")


def _written(conditions: Sequence[Condition]) -> dict[str, Any]:
    """One table; what finds its key taken goes under `all`."""
    table: dict[str, Any] = {}
    for condition in conditions:
        key, value = _entry(condition)
        if isinstance(value, list) and key != "any":
            table.setdefault(key, []).extend(value)
        elif key in table:
            table.setdefault("all", []).append({key: value})
        else:
            table[key] = value
    return table


def _entry(condition: Condition) -> tuple[str, Any]:
    match condition:
        case CourseCompleted():
            return "course_completed", True
        case GradeAtLeast(least, item):
            return _graded("grade_at_least", _threshold_text(least), item, _threshold_text(least))
        case GradePassed(item):
            return _graded("grade_is_pass", True, item, LMS_DECIDES)
        case ActivityCompleted(activity):
            return "activities", [_chosen_table(activity)]
        case ColumnAtLeast(least):
            return "column_at_least", _threshold_text(least)
        case LinkOpen():
            return "link_open", True
        case Confirmed():
            return "confirmed_by_teacher", True
        case _:  # a group; rule_of left only those of "any" here
            return "any", [_written(_parts(part)) for part in condition.parts]


def _graded(course_key: str, course_value: object, item: Chosen | None, at_least: str) -> tuple[str, Any]:
    if item is None:
        return course_key, course_value
    return "grade_items", [_chosen_table(item) | {"at_least": at_least}]


def _parts(condition: Condition) -> tuple[Condition, ...]:
    return condition.parts if isinstance(condition, AllOf) else (condition,)


def _threshold_text(least: GradeThreshold) -> str:
    return f"{plain(least.least)} {'%' if least.unit is GradeUnit.PERCENT else 'points'}"


def _chosen_table(chosen: Chosen) -> dict[str, str]:
    return {"id": chosen.id} | ({"title": chosen.title} if chosen.title else {})


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)  # a JSON string is a TOML string; entry.line let no control sign in
