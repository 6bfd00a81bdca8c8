"""What LTI itself tells of learners, for every family: who takes part, our own column, and the gate before our link."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from lti.connector import Connector
from lti.grade_columns import GradeColumns
from lti.memberships import members
from plugin.domain.errors import InputError, ServiceError, TwinsealError
from plugin.domain.facts import Gate, Grade, GradeFact, LearnerFacts, Wanted
from plugin.domain.platforms import CoursePlace, CourseRole, LineItem, Member, Registration
from plugin.domain.report import Answer
from plugin.domain.text import say

Connect = Callable[[Registration], Connector]
Adder = Callable[[LearnerFacts], LearnerFacts]
RESULTS, MEMBERS = "AGS 2.0 results of this tool's own column", "NRPS 2.0 members who can see the link (rlid)"
NOT_LISTED = say("The learning platform does not list this person among the active learners of the course.")
_NO_LTI = "This tool cannot ask the learning platform over LTI here."
_NO_LINK = "No link to this tool is known in this course yet; somebody must open it once."
_OPEN_TO_ALL = say(
    "The learning platform opens the link to every learner, so it is not certain that a restriction is set. "
    "A teacher can check it in the link's settings there."
)
_NO_COLUMN = "This tool has no column of its own in the course's grade book."
_COLUMNS = "This tool has several columns in the course's grade book, and none belongs to this link."


def listed(connect: Connect | None, place: CoursePlace) -> tuple[Member, ...]:
    """Everybody whom the LMS lists for the course; ServiceError when it does not say."""
    if connect is None:
        raise ServiceError("lms.no_lti", _NO_LTI)
    try:
        return members(connect(place.registration), place.services)
    except InputError as error:  # half an answer, say
        raise ServiceError(error.code, error.sentence, error.hint) from None


def lti_facts(
    connect: Connect | None, place: CoursePlace, wanted: Wanted, known: tuple[Member, ...] | None = None
) -> Adder:
    """Reads the lists that are wanted, each once; gives what adds their facts to a learner's. Never raises.

    known: the members of the course, where they were listed already.
    """
    if not (wanted.column or wanted.gate):
        return lambda facts: facts
    column = _column(connect, place) if wanted.column else None
    gate = _gate(connect, place, known) if wanted.gate else None

    def add(facts: LearnerFacts) -> LearnerFacts:
        subject = facts.person.subject
        return replace(facts, column=column and column(subject), gate=gate and gate(subject))

    return add


def _column(connect: Connect | None, place: CoursePlace) -> Callable[[str], GradeFact]:
    try:
        found = _results(connect, place)
    except TwinsealError as error:
        unknown = GradeFact(None, error.sentence)
        return lambda _: unknown
    return lambda subject: found.get(subject, GradeFact(None))


def _results(connect: Connect | None, place: CoursePlace) -> Mapping[str, GradeFact]:
    """By subject; whoever is missing has not been graded."""
    if connect is None:
        raise ServiceError("lms.no_lti", _NO_LTI)
    services = place.services
    columns = GradeColumns(
        connect(place.registration),
        replace(services, line_items_url=services.line_items_url or services.line_item_url),
    )
    column = LineItem(services.line_item_url, "", 0) if services.line_item_url else _only(columns.all())
    return {result.subject: _fact(result.score, result.maximum) for result in columns.results(column)}


def _only(columns: tuple[LineItem, ...]) -> LineItem:
    if len(columns) != 1:
        raise ServiceError("lms.columns", _COLUMNS if columns else _NO_COLUMN)
    return columns[0]


def _fact(score: float | None, maximum: float | None) -> GradeFact:
    """The digits as the LMS wrote them; a score without its scale says nothing."""
    if score is None:
        return GradeFact(None)
    if maximum is None:
        return GradeFact(None, say("The learning platform gave a grade without its scale."))
    return GradeFact(Grade(Decimal(str(score)), Decimal(0), Decimal(str(maximum)), service=RESULTS))


def _gate(connect: Connect | None, place: CoursePlace, known: tuple[Member, ...] | None) -> Callable[[str], Gate]:
    try:
        everybody = _active_learners(listed(connect, place) if known is None else known)
        passed = _active_learners(listed(connect, _behind_the_link(place)))
    except TwinsealError as error:
        unknown = Gate(Answer.UNKNOWN, error.sentence, MEMBERS)
        return lambda _: unknown
    open_to_all = everybody <= passed

    def gate(subject: str) -> Gate:
        if subject not in everybody:
            return Gate(Answer.UNKNOWN, NOT_LISTED, MEMBERS)
        if open_to_all:
            return Gate(Answer.UNKNOWN, _OPEN_TO_ALL, MEMBERS)
        return Gate(Answer.YES if subject in passed else Answer.NO, "", MEMBERS)

    return gate


def _active_learners(found: tuple[Member, ...]) -> frozenset[str]:
    return frozenset(m.person.subject for m in found if m.active and m.role is CourseRole.LEARNER)


def _behind_the_link(place: CoursePlace) -> CoursePlace:
    """The same place, its list of members limited to those who can see the link (NRPS 2.0, section 2.4)."""
    if not place.link_id or place.services.memberships_url is None:
        raise ServiceError("lms.no_link", _NO_LINK)
    parts = urlsplit(place.services.memberships_url)
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "rlid"]
    limited = urlunsplit(parts._replace(query=urlencode([*query, ("rlid", place.link_id)])))
    return replace(place, services=replace(place.services, memberships_url=limited))
