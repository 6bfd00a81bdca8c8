"""What can be tried of a connection without a launch: keys, clock, token."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from lti.connector import Connector
from lti.http import BoundedSession
from lti.id_token import LEEWAY
from lti.key_sets import usable_keys
from plugin.domain.connection import Finding
from plugin.domain.errors import TwinsealError
from plugin.domain.platforms import Registration
from plugin.domain.ports import Clock
from plugin.domain.report import Answer

MEMBERSHIPS = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
_ADDRESSES = "Compare the addresses with those that the platform shows of itself, and register it again."


def check_connection(
    registration: Registration, session: BoundedSession, connector: Connector, clock: Clock
) -> tuple[Finding, ...]:
    """Each question answered now; nothing is changed, nothing is cached."""
    return (*_keys_and_clock(registration, session, clock), _token(connector))


def _keys_and_clock(registration: Registration, session: BoundedSession, clock: Clock) -> tuple[Finding, Finding]:
    keys, clocks = "Can the platform's keys be fetched?", "Do our clocks agree?"
    try:
        answer = session.get(registration.key_set_url)
        count = len(usable_keys(answer.content)) if answer.ok else 0
    except TwinsealError as error:
        unknown = Finding(clocks, Answer.UNKNOWN, "The platform did not answer.", _ADDRESSES)
        return Finding(keys, Answer.NO, error.sentence, _ADDRESSES), unknown
    if not count:
        none = Finding(keys, Answer.NO, f"{registration.key_set_url} shows no key that can be used.", _ADDRESSES)
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
        hint = (
            "The platform must reach this tool's /lti/jwks, and allow it names and roles in the tool's settings there."
        )
        return Finding(question, Answer.NO, error.sentence, hint)
    return Finding(question, Answer.YES, "It gave a token.")
