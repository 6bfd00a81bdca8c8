"""Moodle's REST web services: always status 200, errors in the body; the token travels in the body, never in a URL."""

from __future__ import annotations

import threading
from decimal import Decimal
from typing import Any

from lti.http import BoundedSession
from plugin.domain.bounded_json import load_json
from plugin.domain.errors import InputError, ServiceError
from plugin.domain.text import say

ANSWER_MAX = 100_000_000  # the grade book of 10,000 learners with 15 items
READ_SECONDS = 60  # Moodle makes that grade book before it sends the first byte
UNREADABLE = "unreadable"

_NOT_LET_IN = say(
    "Moodle does not let the tool into this course. Its administrator must allow it "
    "(moodle/course:view; for a hidden course moodle/course:viewhiddencourses)."
)
SENTENCES = {
    "usernotenroled": say("Moodle says that this person is not, or no longer, actively enrolled in the course."),
    "cannotviewreport": (
        say(
            "Completion tracking is off in this course, or Moodle does not let the tool see it "
            "(report/completion:view). A teacher can switch it on in the course settings."
        )
    ),
    "nocriteriaset": say(
        "The course has no conditions of completion. A teacher can set them under “Course completion”."
    ),
    "invalidtoken": say("Moodle does not accept the tool's web service token. Its administrator must give a new one."),
    "accessexception": say("Moodle does not let the tool use a function. Its administrator must add it."),
    "nopermissions": say("Moodle does not let the tool see this. Its administrator must allow it."),
    "accessdenied": say(
        "Moodle does not let the tool see this person. Its administrator must allow it to see all groups."
    ),
    "requireloginerror": _NOT_LET_IN,
    "errorcoursecontextnotvalid": _NOT_LET_IN,
    "invalidrecord": say("Moodle does not know this course."),
    "invaliduser": say("Moodle does not know this person."),
    "sitemaintenance": say("Moodle is being maintained and does not answer for now."),
}

FOR_EVERYBODY = frozenset(SENTENCES) - {"usernotenroled", "accessdenied", "invaliduser"}  # asking again is no use


class MoodleError(ServiceError):
    """Moodle's refusal in our words; its own message may hold names. `kind` is its own code, where we know it."""

    def __init__(self, kind: str, sentence: str) -> None:
        super().__init__(f"moodle.{kind}", sentence, say("Nothing is lost; it is read again the next time."))
        self.kind = kind


class WebService:
    """One Moodle site. `url` is that of server.php; the token is in no repr and in no error."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url
        self._token = token
        self._own = threading.local()  # a session is not made for several threads

    def call(self, function: str, **arguments: str) -> Any:
        """What the function answers, with numbers exactly as they were written; MoodleError otherwise."""
        form = {"wstoken": self._token, "wsfunction": function, "moodlewsrestformat": "json", **arguments}
        try:
            answer = self._session.post(self._url, data=form)
            value = load_json(answer.content, ANSWER_MAX, say("{name}'s answer", name="Moodle"), number=Decimal)
        except (ServiceError, InputError) as error:
            raise MoodleError(UNREADABLE, say("Moodle could not be asked. {error}", error=error.sentence)) from None
        if isinstance(value, dict) and "exception" in value:
            code = str(value.get("errorcode"))
            raise MoodleError(
                code if code in SENTENCES else "refused", SENTENCES.get(code, say("Moodle refused to answer."))
            )
        return value

    @property
    def _session(self) -> BoundedSession:
        if not hasattr(self._own, "session"):
            self._own.session = BoundedSession(READ_SECONDS, ANSWER_MAX)
        session: BoundedSession = self._own.session
        return session
