from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine

from plugin.domain.binding import Binding, Expected
from plugin.domain.choices import Choice, CourseDescription
from plugin.domain.claim import ClaimedBy
from plugin.domain.connection import Finding
from plugin.domain.documents import Checked, Intent, Sealed
from plugin.domain.eligibility import GradeThreshold, Outcome, Rule
from plugin.domain.errors import ConflictError, ServiceError
from plugin.domain.facts import Confirmation, CourseFacts, LearnerFacts, Wanted
from plugin.domain.lifecycle import AwardKey
from plugin.domain.platforms import Course, CoursePlace, Deployment, Person, Registration, ServiceAddresses
from plugin.domain.ports.credentials import Seal
from plugin.domain.rule import Confirmed
from plugin.domain.sweeps import AlarmKind, AlarmState
from plugin.issuing.claim import claim
from plugin.issuing.issue import NotEarnedError
from plugin.issuing.press import Press
from plugin.issuing.settle import dismiss, release
from plugin.issuing.sweep import Desk, Swept, SweptCourse, institution_claim, sweep
from plugin.store.bindings import Bindings
from plugin.store.database import open_database
from plugin.store.platforms import Platforms
from plugin.store.rosters import Rosters
from plugin.store.sweeps import Alarms, Sweeps
from tests.fakes.clock import SetClock
from tests.functional.commands import EXAMPLES
from tests.unit.issuing.conftest import facts

LMS = Registration("p1", "https://lms.example", "c", "https://a", "https://t", "https://k")
PLACE = CoursePlace(LMS, "d1", Course("2"), "7", ServiceAddresses())
ANYTHING = Wanted()


@dataclass
class SetFacts:
    """Implements the port `LmsFamily` with what a test says; `failure` is raised once the list was read so often."""

    clock: SetClock
    name: str = "set"
    learners: dict[str, LearnerFacts] = field(default_factory=dict)
    failure: ServiceError | None = None
    asked: list[str] = field(default_factory=list)
    takes: timedelta = timedelta(0)

    def knows(self, subject: str, grade: str = "84", name: str | None = "", done: bool = True) -> None:
        person = Person(subject, f"Learner {subject}" if name == "" else name, "Learner", subject)
        self.learners[subject] = replace(facts(self.clock, grade, done), person=person)

    def course(self, place: CoursePlace, wanted: Wanted = ANYTHING) -> CourseFacts:
        if self.failure:
            raise self.failure
        found = tuple(self.learners.values())
        self.clock.forward(self.takes)
        return CourseFacts(found, self.clock.now())

    def learner(self, place: CoursePlace, subject: str, wanted: Wanted = ANYTHING) -> LearnerFacts:
        self.asked.append(subject)
        return replace(self.learners[subject], read_at=self.clock.now(), person=Person(subject))

    def activities(self, place: CoursePlace) -> tuple[Choice, ...]:
        return ()

    def describe(self, place: CoursePlace) -> CourseDescription:
        return CourseDescription("A course")

    def access(self, registration: Registration, place: CoursePlace | None = None) -> tuple[Finding, ...]:
        return ()


@dataclass
class Room:
    """One course with everything that a sweep works with."""

    course: SweptCourse
    desk: Desk
    lms: SetFacts
    clock: SetClock
    rosters: Rosters
    alarms: Alarms
    sweeps: Sweeps
    on: bool = True

    def sweeps_once(self) -> Swept:
        return sweep(self.course, self.desk)

    def holds(self, subject: str) -> bool:
        key = AwardKey(self.course.binding.id, subject, self.course.plan.id)
        return self.desk.press.awards.live(key) is not None

    def stands(self, subject: str) -> Outcome:
        kept = self.rosters.of(self.course.binding.id, subject)
        assert kept is not None
        return kept.decision.outcome

    def now_is(self, **changes: object) -> None:
        binding = replace(self.course.binding, **changes)  # type: ignore[arg-type]
        self.course = replace(self.course, binding=binding, plan=binding.applied(self.course.plan))

    def open(self) -> list[AlarmKind]:
        return [a.kind for a in self.alarms.of(self.course.binding.id) if a.state is AlarmState.OPEN]

    def releases(self) -> None:
        for alarm in self.alarms.of(self.course.binding.id):
            if alarm.state is AlarmState.OPEN:
                release(alarm, self.course.plan.rule, "t-1", self.clock.now(), self.alarms, self.sweeps)


@pytest.fixture
def engine(press: Press, tmp_path: Path) -> Iterator[Engine]:
    opened = open_database(tmp_path / "twinseal.sqlite3")
    yield opened
    opened.dispose()


@pytest.fixture
def room(press: Press, engine: Engine, clock: SetClock) -> Room:
    institution, plan = press.plans.latest("uniz", "micro-credential-creation")  # type: ignore[attr-defined]
    platforms = Platforms(engine, Fernet(Fernet.generate_key()))
    platforms.add(LMS)
    platforms.add_deployment(Deployment("d1", "p1", "1", institution.id))
    binding = Binding("b1", institution.id, plan.id, "d1", "2", enabled=True, automatic=True)
    Bindings(engine).put(binding)
    lms, rosters, sweeps, alarms = SetFacts(clock), Rosters(engine), Sweeps(engine), Alarms(engine)
    made = Room(
        SweptCourse(binding, institution, plan, PLACE),
        Desk(press, rosters, sweeps, alarms, lms, lambda: made.on, timedelta(minutes=15)),
        lms,
        clock,
        rosters,
        alarms,
        sweeps,
    )
    return made


def test_those_who_earned_it_get_it_once_with_the_name_of_the_lms(room: Room) -> None:
    room.lms.knows("1")
    room.lms.knows("2", grade="10")
    room.lms.knows("3", done=False)
    assert room.sweeps_once() == Swept(3, 1, stopped=False)
    award = room.desk.press.awards.live(AwardKey("b1", "1", room.course.plan.id))
    assert award is not None
    assert award.complete
    assert (award.claim.full_name, award.claim.by, award.claim.include_grade) == (
        "Learner 1",
        ClaimedBy.INSTITUTION,
        False,
    )
    assert award.decision.rule == str(room.course.plan.rule)
    assert [room.stands(s) for s in "123"] == [Outcome.EARNED, Outcome.NOT_YET, Outcome.UNKNOWN]
    assert room.sweeps_once().awarded == 0


def test_where_learners_claim_nothing_is_awarded_by_itself(room: Room) -> None:
    room.lms.knows("1")
    for changes in ({"automatic": False}, {"automatic": True, "enabled": False}):
        room.now_is(**changes)
        assert room.sweeps_once() == Swept(1, 0, stopped=False)
        assert room.stands("1") is Outcome.EARNED


def test_a_plan_that_is_not_complete_awards_nobody(room: Room) -> None:
    room.lms.knows("1")
    room.course = replace(room.course, plan=replace(room.course.plan, workload=None))
    assert room.sweeps_once().awarded == 0


def test_whose_name_is_hidden_waits_for_it(room: Room) -> None:
    room.lms.knows("1", name=None)
    room.lms.knows("2", name="a\u202eb")
    assert room.sweeps_once().awarded == 0
    for subject in "12":
        kept = room.rosters.of("b1", subject)
        assert kept is not None
        assert kept.waits_for_name
    room.lms.knows("1")
    assert room.sweeps_once().awarded == 1
    assert not room.holds("2")


def test_an_lms_that_does_not_answer_awards_nobody_and_is_asked_again_later(room: Room) -> None:
    room.lms.knows("1")
    room.sweeps_once()
    room.lms.knows("2")
    room.lms.failure = ServiceError("lms.away", "It did not answer.", "")
    waits = []
    for _ in range(3):
        with pytest.raises(ServiceError):
            room.sweeps_once()
        state = room.sweeps.state("b1")
        assert state.failure == "It did not answer."
        assert state.next_at is not None
        waits.append((state.next_at - room.clock.now()).total_seconds())
    assert waits == [120, 240, 480]
    assert not room.holds("2")
    assert room.stands("1") is Outcome.EARNED  # what was known stays known, with its time
    room.lms.failure = None
    assert room.sweeps_once().awarded == 1
    state = room.sweeps.state("b1")
    assert (state.failure, state.tries) == ("", 0)


def test_facts_that_grew_old_while_others_were_read_are_read_again(room: Room) -> None:
    room.lms.knows("1")
    room.lms.knows("2")
    room.lms.takes = timedelta(minutes=10)
    assert room.sweeps_once().awarded == 2
    assert room.lms.asked == ["1", "2"]
    assert room.holds("1")


def test_whoever_lost_it_between_reading_and_awarding_gets_nothing(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room.lms.knows("1")
    room.lms.takes = timedelta(minutes=10)
    worse = replace(facts(room.clock, "10"), person=Person("1"))
    monkeypatch.setattr(room.lms, "learner", lambda *_: worse)
    assert room.sweeps_once().awarded == 0
    kept = room.rosters.of("b1", "1")
    assert kept is not None
    assert (kept.attempts, "does not reach" in kept.failure) == (1, True)


def test_switching_it_off_stops_a_running_sweep(room: Room) -> None:
    room.lms.knows("1")
    room.on = False
    assert room.sweeps_once().awarded == 0


def test_a_seal_that_cannot_be_reached_stops_the_sweep_and_the_next_one_finishes(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.lms.knows("1")
    room.lms.knows("2")
    suite = room.desk.press.proofs["eseal"]
    real = suite.seal

    def away(_intent: Intent, _seal: Seal) -> Sealed:
        raise ServiceError("seal.away", "The seal did not answer.", "")

    monkeypatch.setattr(suite, "seal", away)
    with pytest.raises(ServiceError):
        room.sweeps_once()
    assert len(room.desk.press.awards.unfinished("b1")) == 1
    with pytest.raises(ServiceError):
        room.sweeps_once()
    monkeypatch.setattr(suite, "seal", real)
    assert room.sweeps_once().awarded == 1
    assert room.desk.press.awards.unfinished("b1") == ()


def test_a_fault_of_one_learners_award_is_kept_and_stops_nobody_else(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    suite = room.desk.press.proofs["eseal"]
    real = suite.intend

    def picky(checked: Checked, *more: object) -> Intent:
        if "Learner 1" in str(checked):
            raise ConflictError("test.broken", "This cannot be written.", "")
        return real(checked, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(suite, "intend", picky)
    room.lms.knows("1")
    room.lms.knows("2")
    assert room.sweeps_once().awarded == 1
    kept = room.rosters.of("b1", "1")
    assert kept is not None
    assert (kept.attempts, kept.failure) == (1, "This cannot be written.")
    room.sweeps_once()  # it was reserved, so it is tried again as one that was left unfinished
    kept = room.rosters.of("b1", "1")
    assert kept is not None
    assert kept.attempts == 2


class TestConfirmation:
    def test_a_teachers_word_earns_where_the_rule_asks_for_it(self, room: Room) -> None:
        room.now_is(rule=Rule(False, None, (Confirmed(),)))
        room.lms.knows("1")
        room.lms.knows("2")
        assert room.sweeps_once().awarded == 0
        room.rosters.confirm("b1", "2", Confirmation("t-1", room.clock.now(), "Presented in class"))
        assert room.sweeps_once().awarded == 1
        assert room.holds("2")

    def test_a_word_taken_back_counts_no_more(self, room: Room) -> None:
        room.now_is(rule=Rule(False, None, (Confirmed(),)))
        room.lms.knows("1")
        word = Confirmation("t-1", room.clock.now(), "Presented")
        room.rosters.confirm("b1", "1", word)
        room.rosters.confirm("b1", "1", word, given=False)
        assert room.sweeps_once().awarded == 0


class TestAlarms:
    def test_far_more_than_expected_stops_until_an_instructor_agrees(self, room: Room) -> None:
        room.now_is(expected=Expected(1))
        for subject in "12":
            room.lms.knows(subject)
        assert room.sweeps_once() == Swept(2, 0, stopped=True)
        assert room.open() == [AlarmKind.MASS_AWARD]
        assert room.sweeps_once().stopped  # it stays stopped, with one alarm
        assert room.open() == [AlarmKind.MASS_AWARD]
        room.releases()
        assert room.sweeps_once() == Swept(2, 2, stopped=False)
        assert room.sweeps.state("b1").released == 0  # the next ones need a word of their own

    def test_a_rule_that_changed_stops_until_an_instructor_agrees(self, room: Room) -> None:
        room.lms.knows("1")
        room.lms.knows("2", grade="30")
        room.sweeps_once()
        room.now_is(rule=Rule(True, GradeThreshold(Decimal(20))))
        assert room.sweeps_once().stopped
        assert room.open() == [AlarmKind.RULE_CHANGED]
        room.releases()
        assert room.sweeps_once().awarded == 1
        assert room.holds("1")

    def test_facts_revoked_are_shown_and_nothing_is_withdrawn(self, room: Room) -> None:
        room.lms.knows("1")
        room.sweeps_once()
        room.lms.knows("1", grade="10")
        room.lms.knows("2")
        assert room.sweeps_once().stopped
        assert room.open() == [AlarmKind.FACTS_REVOKED]
        assert room.holds("1")
        room.releases()
        assert room.sweeps_once().awarded == 1
        assert room.open() == []

    def test_dismissing_switches_automatic_awards_off(self, room: Room) -> None:
        room.now_is(expected=Expected(1))
        for subject in "12":
            room.lms.knows(subject)
        room.sweeps_once()
        (alarm,) = room.alarms.of("b1")
        changed = dismiss(alarm, room.course.binding, "t-1", room.clock.now(), room.alarms)
        assert not changed.automatic
        with pytest.raises(ConflictError):
            release(alarm, room.course.plan.rule, "t-2", room.clock.now(), room.alarms, room.sweeps)


class TestWhatHappensWhen:
    """docs/what-happens-when.md, line by line."""

    def test_a_course_that_is_taken_again_gives_no_second_award(self, room: Room) -> None:
        room.lms.knows("1")
        room.sweeps_once()
        room.lms.knows("1", grade="99")
        assert room.sweeps_once().awarded == 0

    def test_a_grade_that_is_corrected_upwards_awards_at_the_next_sweep(self, room: Room) -> None:
        room.lms.knows("1", grade="10")
        assert room.sweeps_once().awarded == 0
        room.lms.knows("1", grade="50")
        assert room.sweeps_once().awarded == 1

    def test_a_learner_who_left_keeps_the_award_and_is_no_longer_listed(self, room: Room) -> None:
        room.lms.knows("1")
        room.lms.knows("2", grade="10")
        room.sweeps_once()
        room.lms.learners.clear()
        assert room.sweeps_once() == Swept(0, 0, stopped=False)
        assert room.holds("1")
        for subject in "12":
            kept = room.rosters.of("b1", subject)
            assert kept is not None
            assert not kept.listed
        assert room.open() == []

    def test_a_new_version_of_the_plan_never_awards_earlier_earners_again(self, room: Room) -> None:
        room.lms.knows("1")
        room.sweeps_once()
        text = (EXAMPLES / "plan.toml").read_text("utf-8").replace("version = 1", "version = 2")
        room.desk.press.plans.publish(text.encode())  # type: ignore[attr-defined]
        room.course = replace(room.course, plan=replace(room.course.plan, version=2))
        room.lms.knows("2")
        assert room.sweeps_once().awarded == 1
        first = room.desk.press.awards.live(AwardKey("b1", "1", room.course.plan.id))
        assert first is not None
        assert first.plan_version == 1

    def test_whose_award_was_withdrawn_gets_no_other_one_by_itself(self, room: Room, engine: Engine) -> None:
        room.lms.knows("1")
        room.sweeps_once()
        with engine.begin() as connection:
            connection.exec_driver_sql("UPDATE award SET live = 0")
        assert room.sweeps_once().awarded == 0
        assert not room.holds("1")


def test_a_sweep_that_is_asked_for_while_one_runs_is_run_afterwards(room: Room) -> None:
    room.sweeps.ask("b1", room.clock.now())
    room.sweeps_once()
    assert room.sweeps.state("b1").asked_at is None
    room.sweeps.ask("b1", room.clock.now() + timedelta(minutes=1))
    room.lms.takes = timedelta(minutes=2)
    room.sweeps_once()
    assert room.sweeps.state("b1").asked_at is not None


def test_a_claim_of_the_institution_takes_the_parts_of_a_name_only_with_the_whole(clock: SetClock) -> None:
    made = institution_claim(Person("1", "Ada  Byrne", "Ada", "Byrne"), False, clock.now())
    assert (made.full_name, made.given_name) == ("Ada Byrne", None)
    whole = institution_claim(Person("1", "Ada Byrne", "Ada", "Byrne"), True, clock.now())
    assert (whole.given_name, whole.family_name, whole.include_grade) == ("Ada", "Byrne", True)


def test_the_rule_of_the_course_decides_when_a_learner_claims(room: Room) -> None:
    room.now_is(rule=Rule(False, GradeThreshold(Decimal(90))), automatic=False)
    room.lms.knows("1")
    made = institution_claim(Person("1", "Ada Byrne"), False, room.clock.now())
    course = room.course
    with pytest.raises(NotEarnedError):
        claim(room.lms.learners["1"], made, course.binding, course.institution, course.plan, room.desk.press)
