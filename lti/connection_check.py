"""What can be tried of a connection: keys, clock, token, and the services of courses that launches made known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from lti.connector import Connector
from lti.grade_columns import GradeColumns
from lti.http import BoundedSession
from lti.id_token import LEEWAY
from lti.key_sets import usable_keys
from lti.memberships import members
from plugin.domain.connection import Finding, Setting
from plugin.domain.errors import TwinsealError
from plugin.domain.platforms import CoursePlace, CourseRole, Member, Registration
from plugin.domain.ports.running import Clock
from plugin.domain.report import Answer
from plugin.domain.text import say, say_many

MEMBERSHIPS = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
_ADDRESSES = say("Compare the addresses with those that the platform shows of itself, and register it again.")
_NO_NAMES = say("Learners type their names, because the platform shares none. Its setting for the tool's privacy does.")
_FIRST = say("Open the tool once in a course, then check again.")


def check_connection(
    registration: Registration,
    session: BoundedSession,
    connector: Connector,
    clock: Clock,
    places: Sequence[CoursePlace] = (),
) -> tuple[Finding, ...]:
    """Each question answered now; nothing is changed, nothing is cached. `places`: known courses, the latest first."""
    tried = (*_keys_and_clock(registration, session, clock), _token(connector))
    return (*tried, _members(connector, places), _columns(connector, places))


def _members(connector: Connector, places: Sequence[CoursePlace]) -> Finding:
    question = say("Does the platform say who is in a course?")
    if not places:
        return Finding(question, Answer.UNKNOWN, say("No course is known yet."), _FIRST)
    place = next((place for place in places if place.services.memberships_url), None)
    if place is None:
        evidence, hint = say("The latest launches brought no address for it."), say("Allow the tool names and roles.")
        return Finding(question, Answer.NO, evidence, hint, Setting.MEMBERS)
    try:
        found = members(connector, place.services)
    except TwinsealError as error:
        return Finding(question, Answer.NO, error.sentence, say("Allow the tool names and roles."), Setting.MEMBERS)
    named = any(member.person.full_name for member in found)
    return Finding(question, Answer.YES, _count(place, found), say("") if named else _NO_NAMES)


def _count(place: CoursePlace, found: Sequence[Member]) -> str:
    learners = sum(member.role is CourseRole.LEARNER and member.active for member in found)
    named = sum(member.person.full_name is not None for member in found)
    title = place.course.title or place.course.id
    return say_many(
        "{count} person in “{title}”: {learners} active learners, {named} with a name.",
        "{count} people in “{title}”: {learners} active learners, {named} with a name.",
        len(found),
        title=title,
        learners=learners,
        named=named,
    )


def _columns(connector: Connector, places: Sequence[CoursePlace]) -> Finding:
    question = say("Does the platform give this tool columns in its grade book?")
    if not places:
        return Finding(question, Answer.UNKNOWN, say("No course is known yet."), _FIRST)
    place = next((place for place in places if place.services.line_items_url), None)
    hint = say("This is needed only where instructors confirm completion by a column of their grade book.")
    if place is None:
        return Finding(
            question, Answer.NO, say("The latest launches brought no address for it."), hint, Setting.COLUMNS
        )
    given = ", ".join(sorted(scope.rpartition("/")[2] for scope in place.services.scopes)) or say("no rights")
    try:
        count = len(GradeColumns(connector, place.services).all())
    except TwinsealError as error:
        return Finding(
            question,
            Answer.NO,
            say("{error} Rights: {given}.", error=error.sentence, given=given),
            hint,
            Setting.COLUMNS,
        )
    return Finding(
        question, Answer.YES, say("Rights: {given}. Columns of this tool: {count}.", given=given, count=count)
    )


def _keys_and_clock(registration: Registration, session: BoundedSession, clock: Clock) -> tuple[Finding, Finding]:
    keys, clocks = say("Can the platform's keys be fetched?"), say("Do our clocks agree?")
    try:
        answer = session.get(registration.key_set_url)
        count = len(usable_keys(answer.content)) if answer.ok else 0
    except TwinsealError as error:
        unknown = Finding(clocks, Answer.UNKNOWN, say("The platform did not answer."), _ADDRESSES)
        return Finding(keys, Answer.NO, error.sentence, _ADDRESSES, Setting.ADDRESSES), unknown
    if not count:
        said = say("{address} shows no key that can be used.", address=registration.key_set_url)
        none = Finding(keys, Answer.NO, said, _ADDRESSES, Setting.ADDRESSES)
        return none, _clock(answer.headers.get("Date", ""), clock.now())
    shown = Finding(keys, Answer.YES, say_many("{count} usable key.", "{count} usable keys.", count))
    return shown, _clock(answer.headers.get("Date", ""), clock.now())


def _clock(header: str, now: datetime) -> Finding:
    question = say("Do our clocks agree?")
    try:
        theirs = parsedate_to_datetime(header).astimezone(UTC)
    except ValueError:
        return Finding(
            question, Answer.UNKNOWN, say("The platform does not say what time it is."), say("Compare them by hand.")
        )
    seconds = round(abs((theirs - now).total_seconds()))
    if seconds <= LEEWAY.total_seconds():
        return Finding(question, Answer.YES, say("They differ by {seconds} seconds.", seconds=seconds))
    hint = say("Set both clocks by a time server (NTP); launches are refused when they differ by more than a minute.")
    return Finding(question, Answer.NO, say("They differ by {seconds} seconds.", seconds=seconds), hint)


def _token(connector: Connector) -> Finding:
    question = say("Does the platform let this tool use its services?")
    try:
        connector.get_access_token([MEMBERSHIPS])
    except TwinsealError as error:
        hint = say("The platform must reach this tool's /lti/jwks, and allow it names and roles.")
        return Finding(question, Answer.NO, error.sentence, hint, Setting.TOKEN)
    return Finding(question, Answer.YES, say("It gave a token."))
