from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import timedelta

from plugin.demo.visitor import View
from plugin.domain.binding import Binding, Expected
from plugin.domain.platforms import CourseRole, Person
from plugin.domain.rule import Confirmed, Rule
from plugin.domain.sweeps import AlarmState
from plugin.sweeping import LEASE_LASTS, WORKER
from tests.unit.web.conftest import BASE, House

TEACHER = CourseRole.INSTRUCTOR


def binding(house: House) -> Binding:
    found = house.services.bindings.get("b1")
    assert found is not None
    return found


def works(house: House) -> None:
    """A worker says that it lives."""
    house.services.leases.take(WORKER, "w", house.services.clock.now(), LEASE_LASTS)


def read_again(house: House, view: View) -> View:
    form = next(form for form in view.forms if form.action.endswith("/read"))
    return house.submit(view, form)


def test_learners_are_found_by_part_of_a_name_without_accents_or_by_their_id(house: House) -> None:
    for subject in ("1", "22", "3"):
        house.knows(subject)
    named = replace(house.facts.learners[2], person=Person("3", "Łukasz Żółć"))
    house.facts.learners[2] = named
    view = house.enter(TEACHER)
    found = house.open(f"{view.url}?find=zolc+LUK")
    assert "Łukasz Żółć" in found.text
    assert "Learner 1" not in found.text
    assert "Learner 22" in house.open(f"{view.url}?find=22").text
    assert "Nobody is found" in house.open(f"{view.url}?find=%25").text
    assert "Nobody is found" in house.open(f"{view.url}?find=1&show=not-yet").text


def test_the_page_says_of_when_it_is_and_reads_again_when_asked(house: House) -> None:
    house.knows("1", grade="10")
    view = house.enter(TEACHER)
    assert "As your course was at" in view.text
    house.facts.learners.clear()
    house.knows("1")
    assert "does not reach" in house.open(view.url).text  # kept, with its time
    assert "which reaches 50 %" in read_again(house, view).text


def test_reading_again_shows_progress_where_a_worker_does_it(house: House) -> None:
    house.knows("1")
    view = house.enter(TEACHER)
    works(house)
    waiting = read_again(house, view)
    assert "Your course is being read." in waiting.text
    assert b'http-equiv="refresh"' in waiting.body
    state = house.services.sweeps.state("b1")
    now = house.services.clock.now()
    house.services.sweeps.put(replace(state, started_at=now, finished_at=None, done=500, total=10_000))
    assert "500 of 10000" in house.open(view.url).text
    assert "Learner 1" in house.open(view.url).text  # what was known stays to be seen


def test_a_failure_is_said_with_the_next_try_and_what_was_known_stays(house: House) -> None:
    house.knows("1")
    view = house.enter(TEACHER)
    house.facts.away = True
    failed = read_again(house, view)
    assert "lms.example did not answer" in failed.text
    assert "Learner 1" in failed.text
    works(house)
    assert "We try again at" in house.open(view.url).text


def test_the_file_holds_what_is_shown_and_no_formulas(house: House) -> None:
    house.knows("1")
    house.facts.learners[0] = replace(house.facts.learners[0], person=Person("1", '=HYPERLINK("https://x")'))
    house.knows("2", grade="10")
    view = house.enter(TEACHER)
    answer = house.client.get(f"{view.url}/roster.csv", base_url=BASE)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="learners.csv"'
    lines = list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    assert [line[:3] for line in lines[1:]] == [
        ["1", '\'=HYPERLINK("https://x")', "earned it, not awarded yet"],
        ["2", "Learner 2", "not yet"],
    ]
    only = house.client.get(f"{view.url}/roster.csv?show=not-yet", base_url=BASE).get_data(as_text=True)
    assert "HYPERLINK" not in only
    assert house.open(f"{house.enter(TEACHER, course='3').url}/roster.csv").status == 404


def test_one_learners_page_says_what_was_decided_when_and_on_whose_word(house: House) -> None:
    house.knows("1")
    known = house.facts.learners[0]
    house.facts.learners[0] = replace(known, completion=replace(known.completion, service="core_completion"))
    view = house.enter(TEACHER)
    one = house.open(view.link("Learner 1"))
    for words in (
        "Asked there: core_completion",
        "Earned",
        "Decided by the rule",
        "the learning platform said at",
        "Nobody has confirmed anything",
    ):
        assert words in one.text
    assert house.open(f"{view.url}/learner?id=unknown").status == 404
    learner = house.enter(CourseRole.LEARNER, subject="1")
    house.submit(learner, learner.form("full_name"))
    teacher = house.enter(TEACHER)
    one = house.open(f"{teacher.url}/learner?id=1")
    assert "Why it was awarded" in one.text
    assert "Claimed, dated" in one.text


class TestConfirmation:
    def test_a_teachers_word_earns_it_and_can_be_taken_back(self, house: House) -> None:
        house.services.bindings.put(replace(binding(house), rule=Rule(False, None, (Confirmed(),))))
        house.knows("7")
        view = house.enter(TEACHER)
        one = house.open(f"{view.url}/learner?id=7")
        empty = house.submit(one, one.form("note"), note=" ")
        assert empty.status == 400
        done = house.submit(one, one.form("note"), note="Presented <in> class")
        assert "Presented <in> class" in done.text
        assert "Earned" in done.text
        assert "You earned this micro-credential" in house.enter(subject="7").text
        teacher = house.enter(TEACHER)
        one = house.open(f"{teacher.url}/learner?id=7")
        back = house.submit(one, one.form("take_back"))
        assert "Nobody has confirmed anything" in back.text
        assert "You earned" not in house.enter(subject="7").text

    def test_only_an_instructor_confirms_and_only_somebody_of_the_course(self, house: House) -> None:
        house.knows("7")
        view = house.enter(TEACHER)
        form = house.open(f"{view.url}/learner?id=7").form("note")
        form.fields["note"] = "x"
        assert house.submit(view, replace(form, action=f"{view.url}/learner"), id="8").status == 404
        assistant = house.enter(CourseRole.ASSISTANT)
        assert not any("note" in f.fields for f in house.open(f"{assistant.url}/learner?id=7").forms)


class TestAlarms:
    def raised(self, house: House) -> View:
        house.services.bindings.put(replace(binding(house), automatic=True, expected=Expected(1)))
        house.knows("1")
        house.knows("2")
        return house.enter(TEACHER)

    def test_an_alarm_stands_on_the_page_until_it_is_answered(self, house: House) -> None:
        view = self.raised(house)
        assert "Far more than expected: nothing was awarded" in view.text
        assert "you expect 1 at the most" in view.text
        answered = house.submit(view, view.form("release"), dismiss=None)
        assert "Far more than expected" not in answered.text
        assert house.services.sweeps.state("b1").released == 2
        assert house.submit(view, view.form("release"), dismiss=None).status == 404

    def test_stopping_switches_automatic_awards_off(self, house: House) -> None:
        view = self.raised(house)
        answered = house.submit(view, view.form("dismiss"), release=None)
        assert "Learners can claim it" in answered.text
        assert not binding(house).automatic
        assert [a.state for a in house.services.alarms.of("b1")] == [AlarmState.DISMISSED]

    def test_facts_revoked_name_whom_it_is_about(self, house: House) -> None:
        house.knows("1")
        learner = house.enter(subject="1")
        house.submit(learner, learner.form("full_name"))
        house.enter(TEACHER)
        house.facts.learners.clear()
        house.knows("1", grade="10")
        view = read_again(house, house.enter(TEACHER))
        assert "Facts changed after awards" in view.text
        assert "Why it was awarded" in house.open(view.link("Learner 1 in your learning platform")).text

    def test_an_assistant_sees_alarms_and_cannot_answer(self, house: House) -> None:
        self.raised(house)
        view = house.enter(CourseRole.ASSISTANT)
        assert "Far more than expected" in view.text
        assert not any("release" in form.fields for form in view.forms)


def test_where_automatic_awards_wait_for_a_worker_the_page_says_so(house: House) -> None:
    house.services.bindings.put(replace(binding(house), automatic=True))
    house.knows("1")
    assert "the worker of this tool does not run" in house.enter(TEACHER).text
    works(house)
    assert "the worker of this tool does not run" not in house.enter(TEACHER).text


def test_a_launch_asks_for_a_reading_unless_it_is_fresh(house: House) -> None:
    house.knows("1")
    works(house)
    house.enter(CourseRole.LEARNER, subject="1")
    assert house.services.sweeps.state("b1").asked_at is None  # a learner's own page reads that learner
    house.enter(TEACHER)
    assert house.services.sweeps.state("b1").asked_at is not None
    now = house.services.clock.now()
    state = house.services.sweeps.state("b1")
    house.services.sweeps.put(replace(state, asked_at=None, started_at=now, finished_at=now))
    house.enter(TEACHER)
    assert house.services.sweeps.state("b1").asked_at is None


def test_an_unknown_outcome_tells_the_learner_when_we_look_again(house: House) -> None:
    house.knows(done=False)
    unknown = house.facts.learners[0].completion
    house.facts.learners[0] = replace(
        house.facts.learners[0], completion=replace(unknown, state=type(unknown.state).UNKNOWN, reason="No answer.")
    )
    assert "We look again whenever you open this page" in house.enter().text
    house.services.bindings.put(replace(binding(house), automatic=True))
    works(house)
    soon = house.services.clock.now() + timedelta(minutes=7)
    house.services.sweeps.put(replace(house.services.sweeps.state("b1"), next_at=soon))
    view = house.enter()
    assert "Your course has not confirmed yet" in view.text
    assert f"{soon:%H:%M} UTC" in view.text
    assert "Not yet" not in view.text
