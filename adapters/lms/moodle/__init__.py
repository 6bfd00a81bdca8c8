"""Moodle 4.5 and later: completion and grades by its web services, with a token that its administrator makes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from adapters.lms._lti import Connect
from adapters.lms.moodle.answers import completion, grades, lacking_functions, learners
from adapters.lms.moodle.web_service import MoodleError, WebService
from plugin.domain.choices import Choice, CourseDescription
from plugin.domain.connection import Finding
from plugin.domain.facts import BASICS, Completion, CompletionState, CourseFacts, Grade, LearnerFacts, Source, Wanted
from plugin.domain.platforms import CoursePlace, Person, Registration
from plugin.domain.ports import Clock
from plugin.domain.report import Answer

AT_ONCE = 8  # Moodle sites commonly run this many workers; completion is asked for one person at a time
NOT_CONNECTED = "This Moodle has not given the tool access to completion and grades. Its administrator must do so."
NO_GRADE_ROW = "Moodle shows no grades of this person; the enrolment may be suspended."


class Moodle:
    """Implements the port `LmsFamily`. LTI's subject and context id are Moodle's own user and course ids."""

    name = "moodle"

    def __init__(self, service: tuple[str, str] | None, clock: Clock, connect: Connect | None = None) -> None:
        self._service = WebService(*service) if service else None
        self._clock = clock

    def course(self, place: CoursePlace, wanted: Wanted = BASICS) -> CourseFacts:
        """All learners of the course; ServiceError when Moodle does not even say who they are."""
        if self._service is None:
            raise MoodleError("not_connected", NOT_CONNECTED)
        course_id = place.course.id
        enrolled = learners(self._service.call("core_enrol_get_enrolled_users", courseid=course_id))
        graded = self._grades(course_id)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            completions = pool.map(lambda person: self._completion(course_id, person.subject), enrolled)
            facts = [self._facts(person, done, graded) for person, done in zip(enrolled, completions, strict=True)]
        return CourseFacts(tuple(facts), self._clock.now())

    def activities(self, place: CoursePlace) -> tuple[Choice, ...]:
        """Nothing can be chosen yet."""
        return ()

    def describe(self, place: CoursePlace) -> CourseDescription:
        """What launches said."""
        return CourseDescription(place.course.title, place.course.label)

    def access(self, registration: Registration, place: CoursePlace | None = None) -> tuple[Finding, ...]:
        """Whether everything can be called."""
        return (self._access(),)

    def _access(self) -> Finding:
        """Asks Moodle which functions the token may use."""
        question = "Can completion and grades be read?"
        if self._service is None:
            hint = "Make a token in Moodle, then: twinseal platform service ISSUER --url …/webservice/rest/server.php"
            return Finding(question, Answer.NO, NOT_CONNECTED, hint)
        try:
            lacking = lacking_functions(self._service.call("core_webservice_get_site_info"))
        except MoodleError as error:
            return Finding(question, Answer.NO, error.sentence, "Check the address and the token of the web service.")
        if lacking:
            evidence = f"The web service lacks: {', '.join(lacking)}."
            return Finding(question, Answer.NO, evidence, "Add these functions to the service in Moodle.")
        return Finding(question, Answer.YES, "Moodle lets this tool call every function that it needs.")

    def learner(self, place: CoursePlace, subject: str, wanted: Wanted = BASICS) -> LearnerFacts:
        """One learner, read afresh."""
        course_id = place.course.id
        graded = self._grades(course_id, subject)
        return self._facts(Person(subject), self._completion(course_id, subject), graded)

    def _completion(self, course_id: str, subject: str) -> Completion:
        if self._service is None:
            return Completion(CompletionState.UNKNOWN, reason=NOT_CONNECTED)
        try:
            function = "core_completion_get_course_completion_status"
            return completion(self._service.call(function, courseid=course_id, userid=subject))
        except MoodleError as error:
            return Completion(CompletionState.UNKNOWN, reason=error.sentence)

    def _grades(self, course_id: str, subject: str = "0") -> dict[str, Grade | None] | str:
        """Subject to course grade (None: not graded yet); or why grades are unknown."""
        if self._service is None:
            return NOT_CONNECTED
        try:
            return grades(self._service.call("gradereport_user_get_grade_items", courseid=course_id, userid=subject))
        except MoodleError as error:
            return error.sentence

    def _facts(self, person: Person, done: Completion, graded: dict[str, Grade | None] | str) -> LearnerFacts:
        now, subject = self._clock.now(), person.subject
        if isinstance(graded, str) or subject not in graded:
            reason = graded if isinstance(graded, str) else NO_GRADE_ROW
            return LearnerFacts(person, done, None, Source.PLATFORM, now, grade_reason=reason)
        return LearnerFacts(person, done, graded[subject], Source.PLATFORM, now)
