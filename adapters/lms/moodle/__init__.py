"""Moodle 4.5 and later: completion and grades by its web services, with a token that its administrator makes."""

from __future__ import annotations

from contextlib import suppress

from adapters.lms._lti import Connect, lti_facts
from adapters.lms.moodle import activities, grades, rights
from adapters.lms.moodle.answers import STRANGE, learners
from adapters.lms.moodle.course import description
from adapters.lms.moodle.reading import ENROLLED, Reading
from adapters.lms.moodle.web_service import MoodleError, WebService
from plugin.domain.choices import Choice, CourseDescription
from plugin.domain.connection import Finding
from plugin.domain.facts import BASICS, Completion, CompletionState, CourseFacts, LearnerFacts, Source, Wanted
from plugin.domain.platforms import CoursePlace, Person, Registration
from plugin.domain.ports.running import Clock
from plugin.domain.report import Answer
from plugin.domain.text import say

NOT_CONNECTED = "This Moodle has not given the tool access to completion and grades. Its administrator must do so."


class Moodle:
    """Implements the port `LmsFamily`. LTI's subject and context id are Moodle's own user and course ids."""

    name = "moodle"

    def __init__(self, service: tuple[str, str] | None, clock: Clock, connect: Connect | None = None) -> None:
        self._service = WebService(*service) if service else None
        self._clock = clock
        self._connect = connect

    def course(self, place: CoursePlace, wanted: Wanted = BASICS) -> CourseFacts:
        """All learners of the course; ServiceError when Moodle does not even say who they are."""
        reading = self._reading(self._connected, place, wanted)
        return CourseFacts(reading.everybody(), self._clock.now())

    def learner(self, place: CoursePlace, subject: str, wanted: Wanted = BASICS) -> LearnerFacts:
        """One learner, read afresh."""
        if self._service is None:
            unknown = Completion(CompletionState.UNKNOWN, reason=NOT_CONNECTED)
            now = self._clock.now()
            facts = LearnerFacts(Person(subject), unknown, None, Source.PLATFORM, now, grade_reason=NOT_CONNECTED)
            return lti_facts(self._connect, place, wanted)(facts)
        return self._reading(self._service, place, wanted).one(Person(subject))

    def activities(self, place: CoursePlace) -> tuple[Choice, ...]:
        """Tracked activities and grade items, as one learner of the course has them."""
        service, course_id = self._connected, place.course.id
        found = activities.choices(service.call(rights.CONTENTS, courseid=course_id))
        someone = next(iter(learners(service.call(ENROLLED, courseid=course_id))), None)
        if someone is None:
            return found
        book = grades.rows_by_person(service.call(grades.GRADES, courseid=course_id, userid=someone.subject))
        return (*found, *grades.choices(book.get(someone.subject, ())))

    def describe(self, place: CoursePlace) -> CourseDescription:
        """What Moodle says of the course; competencies only where it tells them."""
        service, course_id = self._connected, place.course.id
        course = service.call(rights.COURSE, field="id", value=course_id)
        competencies: object = None
        with suppress(MoodleError):
            competencies = service.call(rights.COMPETENCIES, id=course_id)
        found = description(course, competencies)
        if found is None:
            raise MoodleError("strange", STRANGE)
        return found

    def access(self, registration: Registration, place: CoursePlace | None = None) -> tuple[Finding, ...]:
        """Which functions the token may use; with a place, whether they answer there."""
        question = say("Can completion and grades be read?")
        if self._service is None:
            hint = say(
                "Make a token in Moodle, then: twinseal platform service ISSUER --url …/webservice/rest/server.php"
            )
            return (Finding(question, Answer.NO, NOT_CONNECTED, hint),)
        try:
            found = rights.of_functions(self._service.call(rights.SITE))
        except MoodleError as error:
            return (
                Finding(question, Answer.NO, error.sentence, say("Check the address and token of the web service.")),
            )
        return (*found, rights.in_course(self._service.call, place.course.id)) if place else found

    @property
    def _connected(self) -> WebService:
        if self._service is None:
            raise MoodleError("not_connected", NOT_CONNECTED)
        return self._service

    def _reading(self, service: WebService, place: CoursePlace, wanted: Wanted) -> Reading:
        return Reading(service, place.course.id, wanted, lti_facts(self._connect, place, wanted), self._clock)
