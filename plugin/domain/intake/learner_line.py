"""One line of a learner list: the institution's word for one learner."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TypeVar

from plugin.domain.claim import Claim, ClaimedBy, clean_name
from plugin.domain.elements import plain
from plugin.domain.errors import InputError
from plugin.domain.facts import Completion, CompletionState, Grade, LearnerFacts, Source
from plugin.domain.intake import entry
from plugin.domain.intake.csv_records import LineProblem
from plugin.domain.platforms import Person
from plugin.domain.text import say

IDENTIFIER_MAX = 100
LETTER_MAX = 40
NO_DAY = say("The institution's list does not say when the course was completed.")
NO_GRADES = say("The institution's list has no column for grades.")
_YES, _NO = ("yes", "true", "1"), ("no", "false", "0")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LearnerLine:
    """One usable line. `digest` (SHA-256, hex) changes when what the line says changes, and only then."""

    number: int
    identifier: str
    facts: LearnerFacts
    claim: Claim
    digest: str


class Cells:
    """The cells of one line by column; whatever is wrong is noted, so that one reading finds every fault."""

    def __init__(self, number: int, cells: Mapping[str, str], decimal_comma: bool) -> None:
        self.number = number
        self.decimal_comma = decimal_comma
        self.problems: list[LineProblem] = []
        self._cells = cells

    def __contains__(self, column: str) -> bool:
        return column in self._cells

    def note(self, column: str, sentence: str, hint: str) -> None:
        """Note a fault of that column."""
        self.problems.append(LineProblem(self.number, f"{column}: {sentence}", hint))

    def read(self, column: str, parse: Callable[[str], T]) -> T | None:
        """What `parse` makes of the cell; None when it is blank or absent, or refused and noted."""
        text = self._cells.get(column, "").strip()
        try:
            return parse(text) if text else None
        except InputError as refused:
            self.note(column, refused.sentence, refused.hint)
        return None

    def require(self, column: str, parse: Callable[[str], T]) -> T | None:
        """The same, noting a blank."""
        if not self._cells[column].strip():
            self.note(column, say("This is empty."), say("Every line needs it."))
        return self.read(column, parse)


def identifier(text: str) -> str:
    """The institution's own number of a learner; a change of it is another learner."""
    return entry.line(text, IDENTIFIER_MAX)


def learner_line(cells: Cells, at: datetime) -> LearnerLine | None:
    """The line, stated at `at`; None when something is noted."""
    number, name = cells.require("identifier", identifier), cells.require("name", clean_name)
    given, family = cells.read("given_name", clean_name), cells.read("family_name", clean_name)
    email, include = cells.read("email", entry.email), cells.read("include_grade", _yes_or_no)
    started, completed = _days(cells, at)
    grade = _grade(cells)
    if cells.problems or number is None or name is None:
        return None
    claim = Claim(name, include is not False, ClaimedBy.INSTITUTION, at, given, family, number, email)
    facts = LearnerFacts(
        person=Person(number, name, given, family, email),
        completion=_completion(completed),
        grade=grade,
        source=Source.INSTITUTION,
        read_at=at,
        grade_reason="" if "grade" in cells else NO_GRADES,
        started_at=_midnight(started),
    )
    return LearnerLine(cells.number, number, facts, claim, _digest(claim, grade, started, completed))


def _days(cells: Cells, at: datetime) -> tuple[date | None, date | None]:
    """First and last day, neither later than the day it is anywhere on earth."""
    today = (at.astimezone(UTC) + timedelta(hours=14)).date()
    started, completed = cells.read("started_on", entry.day), cells.read("completed_on", entry.day)
    for column, day in (("started_on", started), ("completed_on", completed)):
        if day and day > today:
            cells.note(column, say("This day has not come yet."), say("Check the year."))
    if started and completed and completed < started:
        cells.note("completed_on", say("This day lies before the first one."), say("Check it and started_on."))
    return started, completed


def _completion(completed: date | None) -> Completion:
    if completed is None:
        return Completion(CompletionState.UNKNOWN, reason=NO_DAY)
    return Completion(CompletionState.COMPLETE, _midnight(completed))


def _midnight(day: date | None) -> datetime | None:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None


def _grade(cells: Cells) -> Grade | None:
    """The grade with its scale, 0 to 100 where the line names none."""
    value, least, most = (cells.read(c, lambda text: _number(text, cells)) for c in ("grade", "grade_min", "grade_max"))
    letter = cells.read("grade_letter", lambda text: entry.line(text, LETTER_MAX))
    minimum, maximum = Decimal(0) if least is None else least, Decimal(100) if most is None else most
    if cells.problems:
        return None
    if minimum >= maximum:
        cells.note("grade_max", say("The scale has no room between its ends."), say("Check grade_min and grade_max."))
    elif value is None and letter:
        cells.note("grade", say("There is a letter, but no number."), say("Write the grade in points too."))
    elif value is not None and not minimum <= value <= maximum:
        scale = say("{minimum} to {maximum}", minimum=minimum, maximum=maximum)
        cells.note(
            "grade",
            say("This does not lie on the scale {scale}.", scale=scale),
            say("Check grade, grade_min and grade_max."),
        )
    return None if value is None else Grade(value, minimum, maximum, letter)


def _number(text: str, cells: Cells) -> Decimal:
    return entry.written_number(text, cells.decimal_comma)


def _yes_or_no(text: str) -> bool:
    word = text.casefold()
    if word not in _YES + _NO:
        raise InputError("learners.yes", "This is neither yes nor no.", "Write yes or no.")
    return word in _YES


def _digest(claim: Claim, grade: Grade | None, started: date | None, completed: date | None) -> str:
    """Over what was understood, so that neither the order of columns nor the way a number is written matters."""
    scale = (grade.value, grade.minimum, grade.maximum) if grade else ()
    content = {
        "identifier": claim.identifier,
        "name": [claim.full_name, claim.given_name, claim.family_name],
        "email": claim.email,
        "grade": [plain(number) for number in scale],
        "grade_letter": grade.letter if grade else None,
        "include_grade": claim.include_grade,
        "days": [day.isoformat() if day else None for day in (started, completed)],
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
