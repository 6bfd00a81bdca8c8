"""How values read on pages: words and days, never codes."""

from __future__ import annotations

from flask import Flask

from plugin.domain.elements import Element, plain
from plugin.domain.eligibility import Outcome
from plugin.domain.facts import Grade, LearnerFacts
from plugin.domain.report import Answer, Verdict, VerificationReport
from plugin.domain.standing import Move, Standing
from plugin.domain.statement import day_lines
from plugin.web.languages import day, number

MARKS = {"yes": "✓", "no": "✕", "unknown": "?", "wait": "…", "paused": "‖", "replaced": "→"}
ANSWERS = {Answer.YES: "yes", Answer.NO: "no", Answer.UNKNOWN: "unknown"}
ANSWER_WORDS = {Answer.YES: "Yes", Answer.NO: "No", Answer.UNKNOWN: "Cannot tell"}
OUTCOMES = {Outcome.EARNED: "yes", Outcome.NOT_YET: "wait", Outcome.UNKNOWN: "unknown"}
OUTCOME_WORDS = {Outcome.EARNED: "Earned", Outcome.NOT_YET: "Not yet", Outcome.UNKNOWN: "Cannot tell"}
STANDINGS = {
    Standing.LIVE: "yes",
    Standing.SUSPENDED: "paused",
    Standing.REVOKED: "no",
    Standing.SUPERSEDED: "replaced",
}
STANDING_WORDS = {
    Standing.LIVE: "In force",
    Standing.SUSPENDED: "Suspended",
    Standing.REVOKED: "Withdrawn",
    Standing.SUPERSEDED: "Replaced",
}
MOVE_WORDS = {
    Move.SUSPEND: "Suspended",
    Move.RESUME: "Resumed",
    Move.REVOKE: "Withdrawn",
    Move.SUPERSEDE: "Issued anew",
}
WITHDRAWN = {
    Standing.SUSPENDED: "Suspended by the issuer",
    Standing.REVOKED: "Withdrawn by the issuer",
    Standing.SUPERSEDED: "Replaced by a newer one",
}


def register(app: Flask) -> None:
    """Make the words known to the templates."""
    app.jinja_env.filters.update(
        day=day,
        number=number,
        grade=grade_words,
        kind=lambda value: ANSWERS.get(value) or OUTCOMES.get(value) or STANDINGS.get(value),
        mark=lambda kind: MARKS[kind],
        word=lambda value: ANSWER_WORDS.get(value) or OUTCOME_WORDS.get(value) or STANDING_WORDS.get(value),
        moved=lambda move: MOVE_WORDS[move],
        said=said,
        heading=heading,
        tone=tone,
        services=services_of,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def said(lines: tuple[str, ...], element: Element) -> tuple[str, ...]:
    """What a credential says of an element, with a day where it holds a moment."""
    return day_lines(lines) if element is Element.DATE_OF_ISSUING else lines


def grade_words(grade: Grade) -> str:
    """Points of points, with the letter where there is one."""
    points = f"{plain(grade.value)} of {plain(grade.maximum)}"
    return f"{grade.letter} ({points})" if grade.letter else points


def services_of(facts: LearnerFacts) -> tuple[str, ...]:
    """The services of the LMS that said these facts, each once."""
    said_by = [facts.completion.service, *(each.service for each in facts.activities)]
    grades = [facts.course_grade, facts.column, *(each.fact for each in facts.items)]
    said_by += [fact.grade.service for fact in grades if fact and fact.grade]
    said_by += [facts.gate.service] if facts.gate else []
    return tuple(dict.fromkeys(name for name in said_by if name))


def heading(report: VerificationReport) -> str:
    """The answer to "is this genuine?" in a line."""
    if report.only_withdrawn:
        return WITHDRAWN[report.only_withdrawn.standing]
    if report.verdict is Verdict.INVALID:
        return "Not valid"
    if report.verdict is Verdict.UNKNOWN:
        return "We cannot tell whether this is genuine"
    return "A test: unchanged, but with a test seal" if report.is_test else "Genuine and valid"


def tone(report: VerificationReport) -> str:
    """The colour that goes with the heading; the heading says the same in words."""
    if report.only_withdrawn:
        return STANDINGS[report.only_withdrawn.standing]
    if report.verdict is Verdict.INVALID:
        return "no"
    return "unknown" if report.verdict is Verdict.UNKNOWN or report.is_test else "yes"
