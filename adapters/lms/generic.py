"""An LMS of which we know nothing beyond LTI: nothing is guessed."""

from __future__ import annotations

from plugin.domain.connection import Finding
from plugin.domain.facts import Completion, CompletionState, CourseFacts, LearnerFacts, Source
from plugin.domain.platforms import CoursePlace, Person, Registration
from plugin.domain.ports import Clock
from plugin.domain.report import Answer

REASON = "This learning platform does not tell this tool who completed the course."


class Generic:
    """Implements the port `LmsFamily`."""

    name = "generic"

    def __init__(self, service: tuple[str, str] | None, clock: Clock) -> None:
        self._clock = clock

    def course(self, place: CoursePlace) -> CourseFacts:
        """Nobody is known."""
        return CourseFacts((), self._clock.now())

    def access(self, registration: Registration) -> Finding:
        """There is nothing to read."""
        hint = "Nobody can earn anything there yet. For a Moodle, register it with --family moodle."
        return Finding("Can completion and grades be read?", Answer.NO, REASON, hint)

    def learner(self, place: CoursePlace, subject: str) -> LearnerFacts:
        """Nothing is known, and why."""
        unknown = Completion(CompletionState.UNKNOWN, reason=REASON)
        now = self._clock.now()
        return LearnerFacts(Person(subject), unknown, None, Source.PLATFORM, now, grade_reason=REASON)
