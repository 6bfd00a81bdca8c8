"""What families share that know people by LTI only: nobody is a learner whom the LMS does not list as one."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from adapters.lms._lti import NOT_LISTED, Connect, listed
from plugin.domain.choices import Chosen
from plugin.domain.errors import TwinsealError
from plugin.domain.facts import (
    NOT_ASKED,
    ActivityFact,
    ActivityState,
    Completion,
    CompletionState,
    CourseFacts,
    Enrolment,
    GradeFact,
    ItemFact,
    LearnerFacts,
    Passed,
    Source,
    Wanted,
)
from plugin.domain.platforms import CoursePlace, CourseRole, Member, Person
from plugin.domain.ports.running import Clock
from plugin.domain.report import Answer

AT_ONCE = 8
Read = Callable[[Member], LearnerFacts]
Reader = Callable[[tuple[Member, ...]], Read]  # given everybody whom the LMS lists


def everybody(connect: Connect | None, place: CoursePlace, reader: Reader, clock: Clock) -> CourseFacts:
    """The facts of all whom NRPS lists as learners, eight at a time; ServiceError when it lists nobody to us."""
    members = listed(connect, place)
    read = reader(members)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        learners = pool.map(read, (member for member in members if member.role is CourseRole.LEARNER))
        return CourseFacts(tuple(learners), clock.now())


def one(
    connect: Connect | None,
    place: CoursePlace,
    person: Person,
    wanted: Wanted,
    reader: Reader,
    clock: Clock,
) -> LearnerFacts:
    """The facts of one, once NRPS lists the person as a learner."""
    try:
        members = listed(connect, place)
    except TwinsealError as error:
        return unknown(person, wanted, error.sentence, clock)
    found = next((m for m in members if m.person.subject == person.subject), None)
    if found is None or found.role is not CourseRole.LEARNER:
        return unknown(person, wanted, NOT_LISTED, clock)
    return reader(members)(found)


def enrolment_of(member: Member) -> Enrolment:
    """Whether a listed member takes part."""
    return Enrolment.ACTIVE if member.active else Enrolment.SUSPENDED


def unknown(person: Person, wanted: Wanted, reason: str, clock: Clock) -> LearnerFacts:
    """Everything that is wanted unknown for that reason, and the rest not asked for."""
    return LearnerFacts(
        person=person,
        completion=Completion(CompletionState.UNKNOWN, reason=reason if wanted.completion else NOT_ASKED),
        grade=None,
        source=Source.PLATFORM,
        read_at=clock.now(),
        grade_reason=reason if wanted.grade else NOT_ASKED,
        passed=Passed(Answer.UNKNOWN, reason) if wanted.passed else None,
        activities=tuple(unknown_activity(chosen, reason) for chosen in wanted.activities),
        items=tuple(ItemFact(chosen, GradeFact(None, reason)) for chosen in wanted.items),
        column=GradeFact(None, reason) if wanted.column else None,
        enrolment=Enrolment.UNKNOWN,
    )


def unknown_activity(chosen: Chosen, reason: str) -> ActivityFact:
    """One activity of which nothing is known."""
    return ActivityFact(chosen, ActivityState.UNKNOWN, reason=reason)
