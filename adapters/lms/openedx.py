"""Open edX: grades and certificates by its REST API, as documented and in its source; not seen on a real site yet.

No API tells which account LTI's subject is. Both the list of members (NRPS) and the list of grades name e-mail
addresses, which are unique in an Open edX: the course must let the tool see them, otherwise all stays unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any
from urllib.parse import quote

from adapters.lms import _form as form
from adapters.lms._lti import Connect, lti_facts
from adapters.lms._people import Read, enrolment_of, everybody, one, unknown
from adapters.lms._rest import RestError, RestService, credentials
from plugin.domain.choices import Choice, CourseDescription
from plugin.domain.connection import Finding
from plugin.domain.errors import TwinsealError
from plugin.domain.facts import (
    BASICS,
    Completion,
    CompletionState,
    CourseFacts,
    Grade,
    GradeFact,
    LearnerFacts,
    Passed,
    Wanted,
)
from plugin.domain.platforms import CoursePlace, Member, Person, Registration
from plugin.domain.ports.running import Clock
from plugin.domain.report import Answer
from plugin.domain.text import say

NOT_CONNECTED = "This Open edX has not given the tool access to grades and certificates. Its administrator must do so."
NO_EMAIL = say("Open edX does not tell this tool the learner's e-mail address, by which its grades are found.")
NO_ROW = say("Open edX lists no grade under this learner's e-mail address.")
NO_ACTIVITIES = say("Open edX does not tell this tool of single activities.")
STRANGE = say("Open edX answered in a form that this tool does not know.")
NONE_YET = "no_certificate_for_user"
GRADES, CERTIFICATES = "Open edX grades", "Open edX certificates"
_QUESTION = say("Can completion and grades be read?")
_HINT = say(
    "Give the OAuth2 application the scopes grades:read and certificates:read, and a staff account; see docs/lms.md."
)
_NOT_DONE = ("notpassing", "unavailable", "audit_notpassing")
Rows = Mapping[str, Mapping[str, Any]]


class OpenEdx:
    """Implements the port `LmsFamily`."""

    name = "openedx"

    def __init__(self, service: tuple[str, str] | None, clock: Clock, connect: Connect | None = None) -> None:
        self._service = service
        self._clock = clock
        self._connect = connect

    def course(self, place: CoursePlace, wanted: Wanted = BASICS) -> CourseFacts:
        """Everybody whom NRPS lists as a learner; ServiceError when it lists nobody to us."""
        return everybody(self._connect, place, partial(self._reader, place, wanted), self._clock)

    def learner(self, place: CoursePlace, subject: str, wanted: Wanted = BASICS) -> LearnerFacts:
        """One learner, read afresh."""
        return one(self._connect, place, Person(subject), wanted, partial(self._reader, place, wanted), self._clock)

    def activities(self, place: CoursePlace) -> tuple[Choice, ...]:
        """The APIs that are asked know the course as a whole only."""
        return ()

    def describe(self, place: CoursePlace) -> CourseDescription:
        """What Open edX says of the course (courses API v1)."""
        found = form.object_of(self._rest().get(f"/api/courses/v1/courses/{_course(place)}/"))
        return CourseDescription(
            title=form.words(found.get("name")),
            code=form.words(found.get("number")),
            starts_on=form.day(form.written_moment(found.get("start"))),
            ends_on=form.day(form.written_moment(found.get("end"))),
            summary=form.words(found.get("short_description"), 4000),
        )

    def access(self, registration: Registration, place: CoursePlace | None = None) -> tuple[Finding, ...]:
        """Whether a token can be had; with a place, whether grades are told there."""
        try:
            rest = self._rest()
            rest.get("/api/user/v1/me") if place is None else rest.get(_grades(place), page_size="1")
        except TwinsealError as error:
            return (Finding(_QUESTION, Answer.NO, error.sentence, _HINT),)
        return (Finding(_QUESTION, Answer.YES, say("Open edX answers.")),)

    def _rest(self) -> RestService:
        if self._service is None:
            raise RestError(0, NOT_CONNECTED)
        base, token = self._service
        more = {"grant_type": "client_credentials", "token_type": "jwt"}
        access = credentials(token, ("client_id", "client_secret"), more)
        return RestService("Open edX", base, "/oauth2/access_token", access, "JWT")

    def _reader(self, place: CoursePlace, wanted: Wanted, members: tuple[Member, ...]) -> Read:
        """What reads one learner; the list of grades is read once."""
        add = lti_facts(self._connect, place, wanted, members)
        try:
            rest = self._rest()
            rows = by_email(rest.pages(_grades(place), page_size="100"))
        except TwinsealError as error:
            reason = error.sentence
            return lambda member: add(
                replace(unknown(member.person, wanted, reason, self._clock), enrolment=enrolment_of(member))
            )
        return lambda member: add(self._facts(member, rows, rest, place, wanted))

    def _facts(self, member: Member, rows: Rows, rest: RestService, place: CoursePlace, wanted: Wanted) -> LearnerFacts:
        email = (member.person.email or "").lower()
        row = rows.get(email)
        reason = NO_ACTIVITIES if row else NO_ROW if email else NO_EMAIL
        facts = replace(unknown(member.person, wanted, reason, self._clock), enrolment=enrolment_of(member))
        if row is None:
            return facts
        total = grade(row)
        return replace(
            facts,
            completion=_certificate(rest, row, place) if wanted.completion else facts.completion,
            grade=total.grade if wanted.grade else None,
            grade_reason=total.reason if wanted.grade else facts.grade_reason,
            passed=total.passed if wanted.passed else None,
        )


def by_email(entries: list[Any]) -> Rows:
    """The rows of the grade list by address; an address that stands twice belongs to nobody."""
    found: dict[str, Mapping[str, Any]] = {}
    twice: set[str] = set()
    for row in form.objects_of(entries):
        email = row.get("email")
        if isinstance(email, str) and email:
            twice |= {email.lower()} & found.keys()
            found[email.lower()] = row
    return {email: row for email, row in found.items() if email not in twice}


def grade(row: Mapping[str, Any]) -> GradeFact:
    """The part of the course that was reached, as percent; every digit stays."""
    part, told = form.number(row.get("percent")), row.get("passed")
    passed = Passed(Answer.YES if told else Answer.NO, service=GRADES) if isinstance(told, bool) else None
    if part is None:
        return GradeFact(None, STRANGE, passed or Passed(Answer.UNKNOWN, STRANGE))
    letter = form.words(row.get("letter_grade"), 40) or None
    reached = Grade(part.scaleb(2), Decimal(0), Decimal(100), letter, service=GRADES)
    return GradeFact(reached, "", passed or Passed(Answer.UNKNOWN, STRANGE))


def certificate(answer: object) -> Completion:
    """Complete with a certificate that can be had and is passing."""
    said = form.object_of(answer)
    status, passing = said.get("status"), said.get("is_passing")
    if status == "downloadable" and passing is True:
        at = form.written_moment(said.get("created_date"))
        return Completion(CompletionState.COMPLETE, at, service=CERTIFICATES)
    if status in _NOT_DONE:
        return Completion(CompletionState.INCOMPLETE, missing=(say("the course's certificate"),), service=CERTIFICATES)
    reason = (
        say("Open edX says “{status}” of this learner's certificate.", status=form.words(status, 40))
        if status
        else STRANGE
    )
    return Completion(CompletionState.UNKNOWN, reason=reason, service=CERTIFICATES)


def _certificate(rest: RestService, row: Mapping[str, Any], place: CoursePlace) -> Completion:
    username = quote(form.identifier(row.get("username")), safe="")
    try:
        return certificate(rest.get(f"/api/certificates/v0/certificates/{username}/courses/{_course(place)}/"))
    except RestError as error:
        if error.said == NONE_YET:
            return Completion(
                CompletionState.INCOMPLETE, missing=(say("the course's certificate"),), service=CERTIFICATES
            )
        return Completion(CompletionState.UNKNOWN, reason=error.sentence, service=CERTIFICATES)


def _course(place: CoursePlace) -> str:
    return quote(place.course.id, safe="")


def _grades(place: CoursePlace) -> str:
    return f"/api/grades/v1/courses/{_course(place)}/"
