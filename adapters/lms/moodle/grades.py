"""Moodle's grade book: the course total and chosen items, exact, with the scale that holds for each person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from adapters.lms import _form as form
from adapters.lms.moodle.answers import STRANGE
from plugin.domain.choices import Choice, ChoiceKind, Chosen
from plugin.domain.facts import Grade, GradeFact
from plugin.domain.text import say

GRADES = "gradereport_user_get_grade_items"
NO_TOTAL = say("Moodle shows no course grade to this tool.")
RECALCULATING = say("Moodle is working out the grades anew.")
LETTER_MAX = 40
Row = Mapping[str, Any]
Rows = tuple[Row, ...]


def rows_by_person(answer: object) -> dict[str, Rows]:
    """Moodle's user id to that person's rows of the grade book."""
    return {
        form.identifier(user.get("userid")): tuple(form.objects_of(user.get("gradeitems")))
        for user in form.objects_of(form.object_of(answer).get("usergrades"))
    }


def total(rows: Rows) -> GradeFact:
    """The course total; none while nothing is graded. Zero is a grade."""
    found = next((row for row in rows if row.get("itemtype") == "course"), None)
    return GradeFact(None, NO_TOTAL) if found is None else fact(found)


def item(rows: Rows, chosen: Chosen) -> GradeFact:
    """The grade of a chosen item.

    Moodle leaves out what the token's user may not see: what is not there is unknown, never "not graded".
    """
    found = _row(rows, chosen)
    return fact(found) if found else GradeFact(None, not_shown(chosen))


def module(rows: Rows, chosen: Chosen) -> str:
    """The activity to which a chosen item belongs; empty for none."""
    return form.identifier((_row(rows, chosen) or {}).get("cmid"))


def not_shown(chosen: Chosen) -> str:
    """Why something that was chosen is unknown."""
    return say(
        "Moodle does not show {chosen} to this tool: it was deleted, or the tool's user may not see it.",
        chosen=chosen.words,
    )


def fact(row: Row) -> GradeFact:
    """The exact points (`gradeformatted` is rounded). The maximum differs where empty grades are left out."""
    if row.get("gradeneedsupdate"):
        return GradeFact(None, RECALCULATING)
    value, least, most = (form.number(row.get(name)) for name in ("graderaw", "grademin", "grademax"))
    if value is None:
        return GradeFact(None) if row.get("graderaw", "") is None else GradeFact(None, STRANGE)
    if least is None or most is None:
        return GradeFact(None, STRANGE)
    hidden = bool(row.get("gradeishidden") or row.get("gradehiddenbydate"))
    graded_at = form.moment(row.get("gradedategraded"))
    return GradeFact(Grade(value, least, most, _letter(row), graded_at, hidden, GRADES))


def choices(rows: Rows) -> tuple[Choice, ...]:
    """The items that an instructor may choose; the course total has conditions of its own."""
    named = ((form.identifier(row.get("id")), form.words(row.get("itemname"))) for row in rows if _is_item(row))
    return tuple(Choice(ChoiceKind.GRADE_ITEM, Chosen(id_, title)) for id_, title in named if id_ and title)


def _row(rows: Rows, chosen: Chosen) -> Row | None:
    return next((row for row in rows if form.identifier(row.get("id")) == chosen.id), None)


def _is_item(row: Row) -> bool:
    return row.get("itemtype") in ("mod", "manual", "category")


def _letter(row: Row) -> str | None:
    """Only there when the course's user report shows letters."""
    letter = form.words(row.get("lettergradeformatted"), LETTER_MAX)
    return letter if letter.strip("-") else None
