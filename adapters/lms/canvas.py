"""Canvas: progress, grades and modules by its REST API, as documented; not seen on a real site yet.

Courses and people are named by what LTI calls them (Canvas REST API, “SIS IDs”: lti_context_id, lti_1_3_id).
The API lists nobody by LTI's subject, so people come from NRPS and are asked for eight at a time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any
from urllib.parse import quote

from adapters.lms import _form as form
from adapters.lms._lti import NOT_LISTED, Connect, lti_facts
from adapters.lms._people import Read, enrolment_of, everybody, one, unknown, unknown_activity
from adapters.lms._rest import RestError, RestService, credentials
from plugin.domain.choices import Choice, ChoiceKind, Chosen, CourseDescription
from plugin.domain.connection import Finding
from plugin.domain.errors import TwinsealError
from plugin.domain.facts import (
    BASICS,
    ActivityFact,
    ActivityState,
    Completion,
    CompletionState,
    CourseFacts,
    Enrolment,
    Grade,
    GradeFact,
    ItemFact,
    LearnerFacts,
    Passed,
    Wanted,
)
from plugin.domain.platforms import CoursePlace, Member, Person, Registration
from plugin.domain.ports.running import Clock
from plugin.domain.report import Answer
from plugin.domain.text import say, together

NOT_CONNECTED = "This Canvas has not given the tool access to progress and grades. Its administrator must do so."
NO_REQUIREMENTS = say("This course has no modules with requirements, so Canvas calls nobody finished.")
NO_GRADES = say("Canvas shows the tool no grades of this person.")
NO_PASS = say("Canvas calls a grade a pass only in assignments that are complete or incomplete.")
STRANGE = say("Canvas answered in a form that this tool does not know.")
SCOPES = (
    "url:GET|/api/v1/courses/:id",
    "url:GET|/api/v1/courses/:course_id/enrollments",
    "url:GET|/api/v1/courses/:course_id/users/:user_id/progress",
    "url:GET|/api/v1/courses/:course_id/modules",
    "url:GET|/api/v1/courses/:course_id/assignments",
    "url:GET|/api/v1/courses/:course_id/assignments/:assignment_id/submissions/:user_id",
)
_QUESTION = say("Can completion and grades be read?")
_MODULES = {"completed": ActivityState.COMPLETE} | dict.fromkeys(
    ("locked", "unlocked", "started"), ActivityState.INCOMPLETE
)


class Canvas:
    """Implements the port `LmsFamily`."""

    name = "canvas"

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
        """Modules, and assignments as grade items."""
        rest, course = self._rest(), _course(place)
        modules = rest.pages(f"{course}/modules", per_page="100")
        assignments = rest.pages(f"{course}/assignments", per_page="100")
        return (*_choices(ChoiceKind.ACTIVITY, modules), *_choices(ChoiceKind.GRADE_ITEM, assignments))

    def describe(self, place: CoursePlace) -> CourseDescription:
        """What Canvas says of the course."""
        found = form.object_of(self._rest().get(_course(place), **{"include[]": "public_description"}))
        return CourseDescription(
            title=form.words(found.get("name")),
            code=form.words(found.get("course_code")),
            starts_on=form.day(form.written_moment(found.get("start_at"))),
            ends_on=form.day(form.written_moment(found.get("end_at"))),
            summary=form.words(found.get("public_description"), 4000),
        )

    def access(self, registration: Registration, place: CoursePlace | None = None) -> tuple[Finding, ...]:
        """Whether a token can be had; with a place, whether each address that is needed answers there."""
        hint = say("Make an API developer key with these scopes: {names}; see docs/lms.md.", names=tuple(SCOPES))
        try:
            rest = self._rest()
            rest.get("/api/v1/users/self") if place is None else rest.get(_course(place))
            refused = _refusals(rest, place) if place else ()
        except TwinsealError as error:
            return (Finding(_QUESTION, Answer.NO, error.sentence, hint),)
        if refused:
            return (Finding(_QUESTION, Answer.NO, together(refused), hint),)
        return (Finding(_QUESTION, Answer.YES, say("Canvas answers.")),)

    def _rest(self) -> RestService:
        if self._service is None:
            raise RestError(0, NOT_CONNECTED)
        base, token = self._service
        needed = ("client_id", "client_secret", "refresh_token")
        access = credentials(token, needed, {"grant_type": "refresh_token"})
        return RestService("Canvas", base, "/login/oauth2/token", access)

    def _reader(self, place: CoursePlace, wanted: Wanted, members: tuple[Member, ...]) -> Read:
        """What reads one learner; the course's own settings are read once."""
        add = lti_facts(self._connect, place, wanted, members)
        try:
            rest = self._rest()
            hides = form.object_of(rest.get(_course(place))).get("hide_final_grades") is True
        except TwinsealError as error:
            reason = error.sentence
            return lambda member: add(
                replace(unknown(member.person, wanted, reason, self._clock), enrolment=enrolment_of(member))
            )
        return lambda member: add(_Reading(rest, _course(place), wanted, hides).facts(member, self._clock))


class _Reading:
    """One learner's facts, each with its own reason where Canvas does not tell."""

    def __init__(self, rest: RestService, course: str, wanted: Wanted, hides: bool) -> None:
        self._rest = rest
        self._course = course
        self._wanted = wanted
        self._hides = hides

    def facts(self, member: Member, clock: Clock) -> LearnerFacts:
        subject, wanted = f"lti_1_3_id:{member.person.subject}", self._wanted
        facts = unknown(member.person, wanted, NOT_LISTED, clock)
        try:
            enrolment = self._enrolment(subject)
        except RestError as error:
            return replace(unknown(member.person, wanted, error.sentence, clock), enrolment=enrolment_of(member))
        if enrolment is None:
            return facts
        state = Enrolment.ACTIVE if enrolment.get("enrollment_state") == "active" else Enrolment.SUSPENDED
        total = _total(enrolment.get("grades"), self._hides)
        return replace(
            facts,
            enrolment=state,
            completion=self._progress(subject) if wanted.completion else facts.completion,
            grade=total.grade if wanted.grade else None,
            grade_reason=total.reason if wanted.grade else facts.grade_reason,
            passed=Passed(Answer.UNKNOWN, NO_PASS) if wanted.passed else None,
            activities=self._modules(form.identifier(enrolment.get("user_id"))),
            items=tuple(ItemFact(chosen, self._submission(chosen, subject)) for chosen in wanted.items),
        )

    def _enrolment(self, subject: str) -> Mapping[str, Any] | None:
        """The student enrolment; an active one of several sections counts before one that ended."""
        query = {"user_id": subject, "type[]": "StudentEnrollment", "per_page": "100"}
        found = form.objects_of(self._rest.pages(f"{self._course}/enrollments", **query))
        students = [entry for entry in found if entry.get("type") == "StudentEnrollment"]
        active = [entry for entry in students if entry.get("enrollment_state") == "active"]
        return next(iter(active or students), None)

    def _progress(self, subject: str) -> Completion:
        try:
            return progress(self._rest.get(f"{self._course}/users/{quote(subject, safe=':')}/progress"))
        except RestError as error:
            return Completion(CompletionState.UNKNOWN, reason=error.sentence)

    def _modules(self, user_id: str) -> tuple[ActivityFact, ...]:
        if not self._wanted.activities:
            return ()
        try:
            listed_ = self._rest.pages(f"{self._course}/modules", student_id=user_id, per_page="100")
        except RestError as error:
            return tuple(unknown_activity(chosen, error.sentence) for chosen in self._wanted.activities)
        by_id = {form.identifier(module.get("id")): module for module in form.objects_of(listed_)}
        return tuple(module_fact(chosen, by_id.get(chosen.id)) for chosen in self._wanted.activities)

    def _submission(self, chosen: Chosen, subject: str) -> GradeFact:
        path = f"{self._course}/assignments/{quote(chosen.id, safe='')}/submissions/{quote(subject, safe=':')}"
        try:
            return submission(self._rest.get(path, **{"include[]": "assignment"}))
        except RestError as error:
            return GradeFact(None, error.sentence)


def progress(answer: object) -> Completion:
    """Complete when there are requirements and all are met (CourseProgress)."""
    said = form.object_of(answer)
    if "error" in said:
        return Completion(CompletionState.UNKNOWN, reason=NO_REQUIREMENTS, service="Canvas course progress")
    total, done = (form.number(said.get(n)) for n in ("requirement_count", "requirement_completed_count"))
    if total is None or done is None:
        return Completion(CompletionState.UNKNOWN, reason=STRANGE, service="Canvas course progress")
    if not total:
        return Completion(CompletionState.UNKNOWN, reason=NO_REQUIREMENTS, service="Canvas course progress")
    if done >= total:
        at = form.written_moment(said.get("completed_at"))
        return Completion(CompletionState.COMPLETE, at, service="Canvas course progress")
    left = (say("{left} of {total} requirements of the modules", left=total - done, total=total),)
    return Completion(CompletionState.INCOMPLETE, missing=left, service="Canvas course progress")


def module_fact(chosen: Chosen, module: Mapping[str, Any] | None) -> ActivityFact:
    """How far the learner is with a module; one that Canvas does not list is unknown."""
    if module is None:
        return unknown_activity(chosen, say("Canvas does not show {chosen} to this tool.", chosen=chosen.words))
    state = _MODULES.get(str(module.get("state")))
    if state is None:
        return unknown_activity(chosen, STRANGE)
    at = form.written_moment(module.get("completed_at")) if state is ActivityState.COMPLETE else None
    return ActivityFact(chosen, state, at, service="Canvas modules")


def submission(answer: object) -> GradeFact:
    """A score with the points possible; what is not posted yet is hidden from the learner."""
    said = form.object_of(answer)
    if "score" not in said:
        return GradeFact(None, STRANGE)
    assignment = form.object_of(said.get("assignment"))
    value, most = form.number(said.get("score")), form.number(assignment.get("points_possible"))
    has_passed = Passed(Answer.UNKNOWN, NO_PASS)
    if assignment.get("grading_type") == "pass_fail" and said.get("grade") in ("complete", "incomplete"):
        has_passed = Passed(Answer.YES if said["grade"] == "complete" else Answer.NO, service="Canvas submissions")
    if value is None or most is None:
        reason = STRANGE if value is not None else ""
        return GradeFact(None, reason, has_passed)
    letter, at = form.words(said.get("grade"), 40) or None, form.written_moment(said.get("graded_at"))
    hidden = said.get("posted_at") is None
    return GradeFact(Grade(value, Decimal(0), most, letter, at, hidden, "Canvas submissions"), "", has_passed)


def _total(answer: object, hides: bool) -> GradeFact:
    """The final score, in percent: it counts what was not handed in as zero, so it never flatters."""
    grades = form.object_of(answer)
    if "final_score" not in grades:
        return GradeFact(None, NO_GRADES)
    value = form.number(grades["final_score"])
    if value is None:
        return GradeFact(None)
    letter = form.words(grades.get("final_grade"), 40) or None
    return GradeFact(Grade(value, Decimal(0), Decimal(100), letter, None, hides, "Canvas enrollments"))


def _course(place: CoursePlace) -> str:
    return f"/api/v1/courses/lti_context_id:{quote(place.course.id, safe='')}"


def _choices(kind: ChoiceKind, entries: list[Any]) -> tuple[Choice, ...]:
    named = ((form.identifier(e.get("id")), form.words(e.get("name"))) for e in form.objects_of(entries))
    return tuple(Choice(kind, Chosen(id_, title)) for id_, title in named if id_ and title)


def _refusals(rest: RestService, place: CoursePlace) -> tuple[str, ...]:
    refused = []
    for part in ("enrollments", "modules", "assignments"):
        try:
            rest.get(f"{_course(place)}/{part}", per_page="1")
        except RestError as error:
            refused.append(say("{name}: {reason}", name=part, reason=error.sentence))
    return tuple(refused)
