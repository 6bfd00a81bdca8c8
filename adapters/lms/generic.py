"""An LMS of which we know nothing beyond LTI: its list of members, our own column, the gate before our link.

Completion and the course grade are never guessed. What a teacher confirms is added by whoever decides.
"""

from __future__ import annotations

from adapters.lms._lti import NOT_LISTED, Connect, listed, lti_facts
from plugin.domain.choices import Choice, CourseDescription
from plugin.domain.connection import Finding
from plugin.domain.errors import TwinsealError
from plugin.domain.facts import (
    BASICS,
    Completion,
    CompletionState,
    CourseFacts,
    Enrolment,
    GradeFact,
    LearnerFacts,
    Source,
    Wanted,
)
from plugin.domain.platforms import CoursePlace, CourseRole, Member, Person, Registration
from plugin.domain.ports.running import Clock
from plugin.domain.report import Answer
from plugin.domain.text import say

REASON = say("This learning platform does not tell this tool who completed the course.")
_QUESTION = say("Can completion and grades be read?")
_HINT = say(
    "Rules may ask for a grade in this tool's own column, a link that the platform restricts, or a teacher's word. "
    "For a Moodle, Canvas or Open edX, register it with its --family."
)


class Generic:
    """Implements the port `LmsFamily`."""

    name = "generic"

    def __init__(self, service: tuple[str, str] | None, clock: Clock, connect: Connect | None = None) -> None:
        self._clock = clock
        self._connect = connect

    def course(self, place: CoursePlace, wanted: Wanted = BASICS) -> CourseFacts:
        """Everybody whom the LMS lists as a learner; ServiceError when it lists nobody to us."""
        found = listed(self._connect, place)
        add = lti_facts(self._connect, place, wanted, found)
        learners = tuple(add(self._facts(m.person, _enrolment(m))) for m in found if m.role is CourseRole.LEARNER)
        return CourseFacts(learners, self._clock.now())

    def learner(self, place: CoursePlace, subject: str, wanted: Wanted = BASICS) -> LearnerFacts:
        """What our column and the gate say, once the LMS confirms that the person is a learner of the course."""
        try:
            members = listed(self._connect, place)
        except TwinsealError:
            return lti_facts(self._connect, place, wanted)(self._facts(Person(subject), Enrolment.UNKNOWN))
        found = next((m for m in members if m.person.subject == subject), None)
        if found is None or found.role is not CourseRole.LEARNER:
            return self._facts(Person(subject), Enrolment.UNKNOWN, NOT_LISTED, wanted)
        return lti_facts(self._connect, place, wanted, members)(self._facts(found.person, _enrolment(found)))

    def activities(self, place: CoursePlace) -> tuple[Choice, ...]:
        """LTI shows a tool no activities but its own."""
        return ()

    def describe(self, place: CoursePlace) -> CourseDescription:
        """What launches said."""
        return CourseDescription(place.course.title, place.course.label)

    def access(self, registration: Registration, place: CoursePlace | None = None) -> tuple[Finding, ...]:
        """Completion cannot be read; whether members can is tried where a place is given."""
        findings = [Finding(_QUESTION, Answer.NO, REASON, _HINT)]
        if place:
            findings.append(self._members(place))
        return tuple(findings)

    def _members(self, place: CoursePlace) -> Finding:
        question = say("Does the platform list the members of the course?")
        try:
            count = len(listed(self._connect, place))
        except TwinsealError as error:
            return Finding(question, Answer.NO, error.sentence, error.hint)
        return Finding(question, Answer.YES, say("It lists {count}.", count=count))

    def _facts(self, person: Person, enrolment: Enrolment, reason: str = "", wanted: Wanted = BASICS) -> LearnerFacts:
        return LearnerFacts(
            person=person,
            completion=Completion(CompletionState.UNKNOWN, reason=reason or REASON),
            grade=None,
            source=Source.PLATFORM,
            read_at=self._clock.now(),
            grade_reason=reason or REASON,
            column=GradeFact(None, reason) if reason and wanted.column else None,
            enrolment=enrolment,
        )


def _enrolment(member: Member) -> Enrolment:
    return Enrolment.ACTIVE if member.active else Enrolment.SUSPENDED
