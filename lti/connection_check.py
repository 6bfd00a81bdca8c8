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

MEMBERSHIPS = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
_ADDRESSES = "Compare the addresses with those that the platform shows of itself, and register it again."
_FIRST = "Open the tool once in a course, then check again."


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
    question = "Does the platform say who is in a course?"
    if not places:
        return Finding(question, Answer.UNKNOWN, "No course is known yet.", _FIRST)
    place = next((place for place in places if place.services.memberships_url), None)
    if place is None:
        evidence, hint = "The latest launches brought no address for it.", "Allow the tool names and roles."
        return Finding(question, Answer.NO, evidence, hint, Setting.MEMBERS)
    try:
        found = members(connector, place.services)
    except TwinsealError as error:
        return Finding(question, Answer.NO, error.sentence, "Allow the tool names and roles.", Setting.MEMBERS)
    named = any(member.person.full_name for member in found)
    hint = (
        ""
        if named
        else "Learners type their names, because the platform shares none. Its setting for the tool's privacy does."
    )
    return Finding(question, Answer.YES, _count(place, found), hint)


def _count(place: CoursePlace, found: Sequence[Member]) -> str:
    learners = sum(member.role is CourseRole.LEARNER and member.active for member in found)
    named = sum(member.person.full_name is not None for member in found)
    title = place.course.title or place.course.id
    return f"{len(found)} people in “{title}”: {learners} active learners, {named} with a name."


def _columns(connector: Connector, places: Sequence[CoursePlace]) -> Finding:
    question = "Does the platform give this tool columns in its grade book?"
    if not places:
        return Finding(question, Answer.UNKNOWN, "No course is known yet.", _FIRST)
    place = next((place for place in places if place.services.line_items_url), None)
    hint = "This is needed only where instructors confirm completion by a column of their grade book."
    if place is None:
        return Finding(question, Answer.NO, "The latest launches brought no address for it.", hint, Setting.COLUMNS)
    given = ", ".join(sorted(scope.rpartition("/")[2] for scope in place.services.scopes)) or "no rights"
    try:
        count = len(GradeColumns(connector, place.services).all())
    except TwinsealError as error:
        return Finding(question, Answer.NO, f"{error.sentence} Rights: {given}.", hint, Setting.COLUMNS)
    return Finding(question, Answer.YES, f"Rights: {given}. Columns of this tool: {count}.")


def _keys_and_clock(registration: Registration, session: BoundedSession, clock: Clock) -> tuple[Finding, Finding]:
    keys, clocks = "Can the platform's keys be fetched?", "Do our clocks agree?"
    try:
        answer = session.get(registration.key_set_url)
        count = len(usable_keys(answer.content)) if answer.ok else 0
    except TwinsealError as error:
        unknown = Finding(clocks, Answer.UNKNOWN, "The platform did not answer.", _ADDRESSES)
        return Finding(keys, Answer.NO, error.sentence, _ADDRESSES, Setting.ADDRESSES), unknown
    if not count:
        said = f"{registration.key_set_url} shows no key that can be used."
        none = Finding(keys, Answer.NO, said, _ADDRESSES, Setting.ADDRESSES)
        return none, _clock(answer.headers.get("Date", ""), clock.now())
    shown = Finding(keys, Answer.YES, f"{count} usable {'key' if count == 1 else 'keys'}.")
    return shown, _clock(answer.headers.get("Date", ""), clock.now())


def _clock(header: str, now: datetime) -> Finding:
    question = "Do our clocks agree?"
    try:
        theirs = parsedate_to_datetime(header).astimezone(UTC)
    except ValueError:
        return Finding(question, Answer.UNKNOWN, "The platform does not say what time it is.", "Compare them by hand.")
    seconds = round(abs((theirs - now).total_seconds()))
    if seconds <= LEEWAY.total_seconds():
        return Finding(question, Answer.YES, f"They differ by {seconds} seconds.")
    hint = "Set both clocks by a time server (NTP); launches are refused when they differ by more than a minute."
    return Finding(question, Answer.NO, f"They differ by {seconds} seconds.", hint)


def _token(connector: Connector) -> Finding:
    question = "Does the platform let this tool use its services?"
    try:
        connector.get_access_token([MEMBERSHIPS])
    except TwinsealError as error:
        hint = "The platform must reach this tool's /lti/jwks, and allow it names and roles."
        return Finding(question, Answer.NO, error.sentence, hint, Setting.TOKEN)
    return Finding(question, Answer.YES, "It gave a token.")
