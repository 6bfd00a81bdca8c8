"""How values read on pages: words and days, never codes."""

from __future__ import annotations

from datetime import datetime

from flask import Flask

from plugin.domain.elements import Element
from plugin.domain.eligibility import Outcome
from plugin.domain.facts import Grade, LearnerFacts
from plugin.domain.report import Answer, Verdict, VerificationReport
from plugin.domain.standing import Move, Standing
from plugin.domain.text import Said, say
from plugin.web.languages import day, language_name, number, tell

MARKS = {"yes": "✓", "no": "✕", "unknown": "?", "wait": "…", "paused": "‖", "replaced": "→"}
ANSWERS = {Answer.YES: "yes", Answer.NO: "no", Answer.UNKNOWN: "unknown"}
ANSWER_WORDS = {Answer.YES: say("Yes"), Answer.NO: say("No"), Answer.UNKNOWN: say("Cannot tell")}
OUTCOMES = {Outcome.EARNED: "yes", Outcome.NOT_YET: "wait", Outcome.UNKNOWN: "unknown"}
OUTCOME_WORDS = {Outcome.EARNED: say("Earned"), Outcome.NOT_YET: say("Not yet"), Outcome.UNKNOWN: say("Cannot tell")}
STANDINGS = {
    Standing.LIVE: "yes",
    Standing.SUSPENDED: "paused",
    Standing.REVOKED: "no",
    Standing.SUPERSEDED: "replaced",
}
STANDING_WORDS = {
    Standing.LIVE: say("In force"),
    Standing.SUSPENDED: say("Suspended"),
    Standing.REVOKED: say("Withdrawn"),
    Standing.SUPERSEDED: say("Replaced"),
}
MOVE_WORDS = {
    Move.SUSPEND: say("Suspended"),
    Move.RESUME: say("Resumed"),
    Move.REVOKE: say("Withdrawn"),
    Move.SUPERSEDE: say("Issued anew"),
}
WITHDRAWN = {
    Standing.SUSPENDED: say("Suspended by the issuer"),
    Standing.REVOKED: say("Withdrawn by the issuer"),
    Standing.SUPERSEDED: say("Replaced by a newer one"),
}


def register(app: Flask) -> None:
    """Make the words known to the templates."""
    app.jinja_env.filters.update(
        day=day,
        moment=moment,
        number=number,
        language=language_name,
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
    app.jinja_env.tests["written"] = lambda line: not isinstance(line, Said)  # by somebody, in a language of theirs
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def said(lines: tuple[str, ...], element: Element) -> tuple[str, ...]:
    """What a credential says of an element, with a day where it holds a moment."""
    if element is not Element.DATE_OF_ISSUING:
        return lines
    return tuple(day(datetime.fromisoformat(moment)) for moment in lines)


def moment(at: datetime) -> str:
    """A moment as people write it. The page's script puts it into the reader's own time zone."""
    return tell(say("{day}, {time} UTC", day=at.date(), time=f"{at:%H:%M}"))


def grade_words(grade: Grade) -> Said:
    """Points of points, with the letter where there is one."""
    points = say("{value} of {maximum}", value=grade.value, maximum=grade.maximum)
    return say("{letter} ({points})", letter=grade.letter, points=points) if grade.letter else points


def services_of(facts: LearnerFacts) -> tuple[str, ...]:
    """The services of the LMS that said these facts, each once."""
    said_by = [facts.completion.service, *(each.service for each in facts.activities)]
    grades = [facts.course_grade, facts.column, *(each.fact for each in facts.items)]
    said_by += [fact.grade.service for fact in grades if fact and fact.grade]
    said_by += [facts.gate.service] if facts.gate else []
    return tuple(dict.fromkeys(name for name in said_by if name))


def heading(report: VerificationReport) -> Said:
    """The answer to "is this genuine?" in a line."""
    if report.only_withdrawn:
        return WITHDRAWN[report.only_withdrawn.standing]
    if report.verdict is Verdict.INVALID:
        return say("Not valid")
    if report.verdict is Verdict.UNKNOWN:
        return say("We cannot tell whether this is genuine")
    return say("A test: unchanged, but with a test seal") if report.is_test else say("Genuine and valid")


def tone(report: VerificationReport) -> str:
    """The colour that goes with the heading; the heading says the same in words."""
    if report.only_withdrawn:
        return STANDINGS[report.only_withdrawn.standing]
    if report.verdict is Verdict.INVALID:
        return "no"
    return "unknown" if report.verdict is Verdict.UNKNOWN or report.is_test else "yes"
