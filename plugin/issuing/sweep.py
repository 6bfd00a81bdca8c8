"""One reading of a course: how everybody stands, and awards for those who earned it where they come by themselves.

It can be interrupted anywhere and begun anew: whoever has an award gets no second one. The numbered comments are the
lines of docs/what-happens-when.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from plugin.domain.binding import Binding
from plugin.domain.claim import Claim, ClaimedBy, clean_name
from plugin.domain.eligibility import Outcome, decide
from plugin.domain.errors import InputError, ServiceError, TwinsealError
from plugin.domain.facts import Confirmation, LearnerFacts, confirmed
from plugin.domain.mapping import missing_in_plan
from plugin.domain.plan import CredentialPlan, Institution
from plugin.domain.platforms import CoursePlace, Person
from plugin.domain.ports.platforms import LmsFamily
from plugin.domain.ports.sweeps import AlarmStore, RosterStore, SweepStore
from plugin.domain.roster import KeptLine
from plugin.domain.sweeps import Alarm, AlarmState, next_try
from plugin.issuing.alarms import Signs, found
from plugin.issuing.claim import claim
from plugin.issuing.issue import finish
from plugin.issuing.press import Press

STILL_FRESH = timedelta(minutes=5)  # facts older than this are read again before they award anything
STEP = 100  # learners between two notes of progress


@dataclass(frozen=True, slots=True)
class SweptCourse:
    """A course with what it awards and where its facts are read; `plan` is the plan as the course applies it."""

    binding: Binding
    institution: Institution
    plan: CredentialPlan
    place: CoursePlace


@dataclass(frozen=True, slots=True)
class Desk:
    """What a sweep works with. `goes_on` tells, before each award, whether automatic awards are still wanted."""

    press: Press
    rosters: RosterStore
    sweeps: SweepStore
    alarms: AlarmStore
    lms: LmsFamily
    goes_on: Callable[[], bool]
    interval: timedelta


@dataclass(frozen=True, slots=True)
class Swept:
    """How a sweep ended: how many are in the course and were awarded, and whether an alarm stopped it."""

    learners: int
    awarded: int
    stopped: bool


def sweep(course: SweptCourse, desk: Desk) -> Swept:
    """Read a course once. ServiceError when the LMS or a seal does not answer: then it is kept when to try again."""
    binding_id, began = course.binding.id, desk.press.clock.now()
    before = desk.sweeps.state(binding_id)
    desk.sweeps.put(replace(before, started_at=began, done=0, total=0))
    try:
        swept = _sweep(course, desk)
    except ServiceError as error:
        end(binding_id, desk.sweeps, began, desk.press.clock.now(), desk.interval, error.sentence)
        raise
    end(binding_id, desk.sweeps, began, desk.press.clock.now(), desk.interval, "")
    return swept


def end(binding_id: str, sweeps: SweepStore, began: datetime, now: datetime, interval: timedelta, failure: str) -> None:
    """Keep how a reading ended, and when the next one is."""
    state = sweeps.state(binding_id)
    tries = state.tries + 1 if failure else 0
    asked = state.asked_at if state.asked_at and state.asked_at > began else None  # asked again while it was running
    ended = replace(state, asked_at=asked, finished_at=now, failure=failure, tries=tries)
    sweeps.put(replace(ended, next_at=next_try(now, tries, interval, now - began)))


def _sweep(course: SweptCourse, desk: Desk) -> Swept:
    # 1. Finish what a crash left unfinished.
    _finish(course, desk)
    # 2. Read the facts of everybody in the course, and what teachers confirmed.
    facts = desk.lms.course(course.place, course.plan.wanted)
    words = desk.rosters.confirmations(course.binding.id)
    lines = tuple(_line(each, words, course) for each in facts.learners)
    # 3. Keep how everybody stands (committed).
    _keep(lines, course, desk)
    # 4. Stop when something looks wrong.
    held = desk.press.awards.live_subjects(course.binding.id)
    next_up = _next_up(lines, course, desk)
    if _alarmed(lines, held, len(next_up), course, desk):
        return Swept(len(lines), 0, stopped=course.binding.awards_by_itself)
    # 5. Award those who earned it, each by the issuance cycle, where awards come by themselves.
    awarded = _award_all(next_up, words, course, desk)
    _remember(awarded, bool(held) or awarded > 0, course, desk)
    return Swept(len(lines), awarded, stopped=False)


def _finish(course: SweptCourse, desk: Desk) -> None:
    for award in desk.press.awards.unfinished(course.binding.id):
        try:
            finish(award, desk.press)
        except ServiceError:
            raise
        except TwinsealError as error:
            desk.rosters.fail(course.binding.id, award.key.subject, error.sentence)


def _line(facts: LearnerFacts, words: Mapping[str, Confirmation], course: SweptCourse) -> KeptLine:
    whole = confirmed(facts, words.get(facts.person.subject))
    decision = decide(whole, course.plan.rule)
    waits = decision.outcome is Outcome.EARNED and not _has_name(facts.person)
    return KeptLine(whole, decision, waits_for_name=waits)


def _keep(lines: tuple[KeptLine, ...], course: SweptCourse, desk: Desk) -> None:
    binding_id = course.binding.id
    reading = desk.rosters.begin(binding_id)
    for first in range(0, len(lines), STEP * 5):
        desk.rosters.keep(binding_id, lines[first : first + STEP * 5], reading)
        desk.sweeps.progress(binding_id, min(first + STEP * 5, len(lines)), len(lines))
    desk.rosters.close(binding_id, reading, desk.press.clock.now())


def _next_up(lines: tuple[KeptLine, ...], course: SweptCourse, desk: Desk) -> list[KeptLine]:
    """Whom this sweep awards. Whoever ever had it, even if it was withdrawn, gets no other one by itself."""
    if not course.binding.awards_by_itself or missing_in_plan(course.plan, course.institution):
        return []
    had = desk.press.awards.ever(course.binding.id)
    earned = (line for line in lines if line.decision.outcome is Outcome.EARNED and not line.waits_for_name)
    return [line for line in earned if line.subject not in had]


def _alarmed(
    lines: tuple[KeptLine, ...], held: Mapping[str, str], next_up: int, course: SweptCourse, desk: Desk
) -> bool:
    """Whether an alarm is open, raised now or before."""
    binding, now = course.binding, desk.press.clock.now()
    signs = Signs(str(course.plan.rule), lines, held.keys(), next_up, binding.expected, binding.awards_by_itself)
    earlier, state = desk.alarms.of(binding.id), desk.sweeps.state(binding.id)
    new = tuple(found(signs, state, earlier))
    for sign in new:
        alarm = Alarm(desk.press.new_id(), binding.id, sign.kind, now, sign.sentence, sign.count, sign.subjects)
        desk.alarms.raise_(alarm)
    return bool(new) or any(alarm.state is AlarmState.OPEN for alarm in earlier)


def _award_all(next_up: list[KeptLine], words: Mapping[str, Confirmation], course: SweptCourse, desk: Desk) -> int:
    awarded = 0
    for number, line in enumerate(next_up):
        if not desk.goes_on():
            break
        if number % STEP == 0:
            desk.sweeps.progress(course.binding.id, number, len(next_up))
        awarded += _award(line, words, course, desk)
    return awarded


def _award(line: KeptLine, words: Mapping[str, Confirmation], course: SweptCourse, desk: Desk) -> bool:
    """Whether it was awarded; a fault of this one learner's is kept and stops nobody else."""
    facts, now = line.facts, desk.press.clock.now()
    if now - facts.read_at > STILL_FRESH:
        again = desk.lms.learner(course.place, line.subject, course.plan.wanted)
        facts = replace(confirmed(again, words.get(line.subject)), person=facts.person)
    try:
        made = institution_claim(facts.person, course.binding.include_grade, now)
        claim(facts, made, course.binding, course.institution, course.plan, desk.press)
    except ServiceError:
        raise
    except TwinsealError as error:
        desk.rosters.fail(course.binding.id, line.subject, error.sentence)
        return False
    return True


def institution_claim(person: Person, include_grade: bool, at: datetime) -> Claim:
    """A claim in the learner's place, with the name that the LMS tells; InputError when it tells none to write."""
    name = clean_name(person.full_name or "")
    given, family = (person.given_name, person.family_name) if name == person.full_name else (None, None)
    return Claim(name, include_grade, ClaimedBy.INSTITUTION, at, given, family)


def _has_name(person: Person) -> bool:
    try:
        clean_name(person.full_name or "")
    except InputError:
        return False
    return True


def _remember(awarded: int, anybody_has_it: bool, course: SweptCourse, desk: Desk) -> None:
    state = desk.sweeps.state(course.binding.id)
    state = replace(state, rule=str(course.plan.rule) if anybody_has_it else "")
    if awarded:
        state = replace(state, awarded=awarded, released=max(0, state.released - awarded))
    desk.sweeps.put(state)
