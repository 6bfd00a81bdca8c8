"""One reading of one Moodle course: each list once, and for one person at a time what Moodle gives no list of."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from adapters.lms import _form as form
from adapters.lms._lti import Adder
from adapters.lms.moodle import activities, grades
from adapters.lms.moodle.activities import ACTIVITIES
from adapters.lms.moodle.answers import COMPLETION, completion, hidden_learners, learners, passed
from adapters.lms.moodle.grades import GRADES, Rows
from adapters.lms.moodle.web_service import FOR_EVERYBODY, SENTENCES, UNREADABLE, MoodleError, WebService
from plugin.domain.facts import (
    NOT_ASKED,
    ActivityState,
    Completion,
    CompletionState,
    Enrolment,
    GradeFact,
    ItemFact,
    LearnerFacts,
    Passed,
    Source,
    Wanted,
)
from plugin.domain.platforms import Person
from plugin.domain.ports.running import Clock
from plugin.domain.report import Answer
from plugin.domain.text import say

ENROLLED, THEIR_COURSES = "core_enrol_get_enrolled_users", "core_enrol_get_users_courses"
AT_ONCE = 8  # Moodle sites commonly run this many workers; completion is asked for one person at a time
FAILURES_MAX = 3  # after so many calls without an answer nobody else is asked for
NOT_ENROLLED = "usernotenroled"
NOT_ACTIVE = say("Moodle does not confirm that this person takes part in the course.")
HIDDEN = (
    "Moodle hides learners of this course from the tool. Its administrator must let the web service’s user "
    "see users’ profiles (moodle/user:viewdetails) and all groups (moodle/site:accessallgroups)."
)
SETTLED = say("This was not asked for: whatever it is, it no longer decides.")
Book = dict[str, Rows] | str


class Reading:
    """What is wanted of one course. `add` adds the facts that LTI gives. Only `everybody` raises."""

    def __init__(self, service: WebService, course_id: str, wanted: Wanted, add: Adder, clock: Clock) -> None:
        self._service = service
        self._course_id = course_id
        self._wanted = wanted
        self._add = add
        self._clock = clock
        self._failures = 0
        self._refused: dict[str, MoodleError] = {}
        self._lock = threading.Lock()

    def everybody(self) -> tuple[LearnerFacts, ...]:
        """The facts of all, in Moodle's order; only those of whom something is still open are asked for.

        MoodleError when Moodle does not say who is in the course, or leaves learners out.
        """
        listed, book = self._participants(), self._book()
        if not listed or (isinstance(book, dict) and hidden_learners(listed, book)):
            raise MoodleError("hidden", HIDDEN)
        facts = [self._listed(person, book) for person in learners(listed)]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            asked = {n: pool.submit(self._asked, f, book) for n, f in enumerate(facts) if self._is_open(f)}
            return tuple(asked[n].result() if n in asked else f for n, f in enumerate(facts))

    def _participants(self) -> object:
        """Everybody enrolled, suspended ones and teachers as well."""
        return self._service.call(ENROLLED, courseid=self._course_id)

    def one(self, person: Person) -> LearnerFacts:
        """One person, of whom nobody knows yet whether they take part."""
        book = self._book(person.subject)
        return self._confirmed(self._more(self._graded(person, book), book), listed=False)

    def _listed(self, person: Person, book: Book) -> LearnerFacts:
        """What the lists say of somebody whom Moodle lists as a learner."""
        active = isinstance(book, dict) and person.subject in book  # the whole book lists active learners only
        facts = self._graded(person, book, Enrolment.ACTIVE if active else Enrolment.UNKNOWN)
        settled = self._wanted.settled
        if settled and settled(facts):
            return replace(facts, completion=replace(facts.completion, reason=SETTLED))
        return facts

    def _asked(self, facts: LearnerFacts, book: Book) -> LearnerFacts:
        return self._confirmed(self._more(facts, book), listed=True)

    def _is_open(self, facts: LearnerFacts) -> bool:
        if facts.completion.reason == SETTLED:
            return False
        return self._asks_each or is_doubtful(facts)

    @property
    def _asks_each(self) -> bool:
        wanted = self._wanted
        return bool(wanted.completion or wanted.passed or wanted.activities or wanted.items_passed)

    def _graded(self, person: Person, book: Book, enrolment: Enrolment = Enrolment.UNKNOWN) -> LearnerFacts:
        """What the grade book and LTI say; nothing else is known yet."""
        wanted = self._wanted
        total, items = self._grades(person.subject, book)
        facts = LearnerFacts(
            person=person,
            completion=Completion(CompletionState.UNKNOWN, reason=NOT_ASKED),
            grade=total.grade if wanted.grade else None,
            source=Source.PLATFORM,
            read_at=self._clock.now(),
            grade_reason=total.reason if wanted.grade else NOT_ASKED,
            items=items,
            enrolment=enrolment,
        )
        return self._add(facts)

    def _grades(self, subject: str, book: Book) -> tuple[GradeFact, tuple[ItemFact, ...]]:
        if isinstance(book, str) or subject not in book:
            none = GradeFact(None, book if isinstance(book, str) else SENTENCES[NOT_ENROLLED])
            return none, tuple(ItemFact(chosen, none) for chosen in self._wanted.items)
        rows = book[subject]
        return grades.total(rows), tuple(ItemFact(c, grades.item(rows, c)) for c in self._wanted.items)

    def _book(self, subject: str = "0") -> Book:
        """Moodle's user id to the rows that matter; or why grades are unknown. "0" asks for all active learners."""
        if not (self._wanted.grade or self._wanted.items):
            return {}
        try:
            return grades.rows_by_person(self._call(GRADES, subject))
        except MoodleError as error:
            return error.sentence

    def _more(self, facts: LearnerFacts, book: Book) -> LearnerFacts:
        """What Moodle answers for one person at a time."""
        if self._wanted.completion or self._wanted.passed:
            facts = self._completed(facts)
        if self._wanted.activities or self._wanted.items_passed:
            rows = book.get(facts.person.subject, ()) if isinstance(book, dict) else ()
            facts = self._active(facts, rows)
        return facts

    def _completed(self, facts: LearnerFacts) -> LearnerFacts:
        wanted = self._wanted
        try:
            answer = self._call(COMPLETION, facts.person.subject)
            done, course_passed = completion(answer), passed(answer)
        except MoodleError as error:
            unknown = Completion(CompletionState.UNKNOWN, reason=error.sentence, service=COMPLETION)
            no_pass = Passed(Answer.UNKNOWN, error.sentence, COMPLETION)
            return replace(facts, completion=unknown, passed=no_pass if wanted.passed else None)
        return replace(
            facts,
            completion=done if wanted.completion else facts.completion,
            passed=course_passed if wanted.passed else None,
            enrolment=Enrolment.ACTIVE,  # Moodle refuses for suspended learners and for teachers
        )

    def _active(self, facts: LearnerFacts, rows: Rows) -> LearnerFacts:
        """Activities, and whether items are a pass, which Moodle says of their activities only."""
        wanted = self._wanted
        try:
            found = activities.statuses(self._call(ACTIVITIES, facts.person.subject))
        except MoodleError as error:
            return replace(facts, activities=activities.unknown(wanted.activities, error.sentence))
        items = facts.items
        if wanted.items_passed:
            items = tuple(_with_pass(i, activities.passed(found, grades.module(rows, i.item))) for i in items)
        return replace(
            facts,
            activities=tuple(activities.state(found, chosen) for chosen in wanted.activities),
            items=items,
            enrolment=Enrolment.ACTIVE if activities.tracked(found) else facts.enrolment,
        )

    def _confirmed(self, facts: LearnerFacts, listed: bool) -> LearnerFacts:
        """The same, once Moodle says that the person takes part; otherwise nothing that it said counts."""
        if not is_doubtful(facts):
            return facts
        try:
            enrolment = self._enrolment(facts.person.subject, listed)
        except MoodleError as error:
            return nothing_counts(facts, error.sentence)
        if enrolment is Enrolment.ACTIVE:
            return replace(facts, enrolment=enrolment)
        return nothing_counts(replace(facts, enrolment=enrolment), NOT_ACTIVE)

    def _enrolment(self, subject: str, listed: bool) -> Enrolment:
        """Teachers are enrolled as well, so a learner must be `listed` as one, or be tracked by Moodle."""
        courses = form.objects_of(self._call(THEIR_COURSES, subject, of_course=False))
        active = any(form.identifier(course.get("id")) == self._course_id for course in courses)
        if active and not listed and activities.tracked(activities.statuses(self._call(ACTIVITIES, subject))):
            return Enrolment.ACTIVE
        if not listed and all(person.subject != subject for person in learners(self._participants())):
            return Enrolment.UNKNOWN
        return Enrolment.ACTIVE if active else Enrolment.SUSPENDED

    def _call(self, function: str, subject: str, of_course: bool = True) -> Any:
        """One call; MoodleError at once where Moodle refused for the whole course, or left several unanswered."""
        if function in self._refused:
            raise self._refused[function]
        if self._failures >= FAILURES_MAX:
            raise MoodleError(UNREADABLE, "Moodle did not answer, so nothing more was asked. It is tried again later.")
        course = {"courseid": self._course_id} if of_course else {}
        try:
            return self._service.call(function, userid=subject, **course)
        except MoodleError as error:
            if error.kind in FOR_EVERYBODY:
                self._refused[function] = error
            if error.kind == UNREADABLE:
                with self._lock:
                    self._failures += 1
            raise


def is_doubtful(facts: LearnerFacts) -> bool:
    """Whether it matters, and is not known yet, that the person takes part."""
    reasons = (facts.completion.reason, facts.grade_reason, *(item.fact.reason for item in facts.items))
    left_out = SENTENCES[NOT_ENROLLED] in reasons
    return facts.enrolment is not Enrolment.ACTIVE and (left_out or says_something(facts))


def says_something(facts: LearnerFacts) -> bool:
    """Whether any fact of the LMS is known."""
    return (
        facts.completion.state is not CompletionState.UNKNOWN
        or not facts.grade_reason
        or any(not fact.fact.reason for fact in facts.items)
        or any(fact.state is not ActivityState.UNKNOWN for fact in facts.activities)
    )


def nothing_counts(facts: LearnerFacts, reason: str) -> LearnerFacts:
    """Every fact of the LMS unknown; a reason that is there already stays."""
    passed_too = facts.passed and Passed(Answer.UNKNOWN, facts.passed.reason or reason)
    return replace(
        facts,
        completion=Completion(CompletionState.UNKNOWN, reason=facts.completion.reason or reason),
        grade=None,
        grade_reason=facts.grade_reason or reason,
        passed=passed_too,
        activities=activities.unknown(tuple(fact.activity for fact in facts.activities), reason),
        items=tuple(ItemFact(fact.item, GradeFact(None, fact.fact.reason or reason)) for fact in facts.items),
    )


def _with_pass(fact: ItemFact, is_pass: Passed) -> ItemFact:
    return replace(fact, fact=replace(fact.fact, passed=is_pass))
