from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine, insert

from plugin.domain.binding import Binding, binding_of_lists
from plugin.domain.platforms import Deployment, Registration
from plugin.domain.sweeps import Alarm, AlarmKind, AlarmState, SweepState
from plugin.store.bindings import Bindings
from plugin.store.platforms import Platforms
from plugin.store.sweeps import Alarms, Leases, Sweeps
from plugin.store.tables import award, document, institution
from tests.factories import ISSUED_AT as NOW

MINUTE = timedelta(minutes=1)


@pytest.fixture
def bindings(engine: Engine) -> Bindings:
    platforms = Platforms(engine, Fernet(Fernet.generate_key()))
    with engine.begin() as connection:
        connection.execute(insert(institution).values(id="zed", name="Zed", created_at=NOW))
    for number in "12":
        platforms.add(
            Registration(f"p{number}", f"https://{number}.example", "c", "https://a", "https://t", "https://k")
        )
        platforms.add_deployment(Deployment(f"d{number}", f"p{number}", "1", "zed"))
    return Bindings(engine)


def course(bindings: Bindings, number: str, automatic: bool = True, enabled: bool = True) -> str:
    bindings.put(Binding(f"b{number}", "zed", "ethics", f"d{number}", "2", enabled, automatic=automatic))
    return f"b{number}"


def test_a_course_that_awards_by_itself_is_due_when_its_time_has_come(bindings: Bindings, engine: Engine) -> None:
    sweeps = Sweeps(engine)
    bindings.put(binding_of_lists("zed", "ethics"))
    course(bindings, "1")
    course(bindings, "2", enabled=False)
    assert sweeps.due(NOW) == (("p1", "b1"),)
    sweeps.put(SweepState("b1", next_at=NOW + MINUTE))
    assert sweeps.due(NOW) == ()
    assert sweeps.due(NOW + MINUTE) == (("p1", "b1"),)


def test_a_course_that_is_asked_for_is_due_before_others(bindings: Bindings, engine: Engine) -> None:
    sweeps = Sweeps(engine)
    course(bindings, "1")
    course(bindings, "2", automatic=False)
    sweeps.put(SweepState("b1", next_at=NOW))
    sweeps.ask("b2", NOW + MINUTE)
    assert [binding for _, binding in sweeps.due(NOW + MINUTE)] == ["b2", "b1"]
    assert sweeps.state("b2").asked_at == NOW + MINUTE


def test_a_course_with_an_award_left_unfinished_is_due(bindings: Bindings, engine: Engine) -> None:
    sweeps = Sweeps(engine)
    course(bindings, "1", automatic=False)
    with engine.begin() as connection:
        values = {"binding_id": "b1", "plan_id": "ethics", "institution_id": "zed", "plan_version": 1, "digest": ""}
        values |= {"subject": "7", "subject_id": "s", "share_token": "t", "facts": "", "decision": "", "live": True}
        connection.execute(insert(award).values(id="a", issued_at=NOW, **values))
        document_values = {"format": "europass", "position": 0, "credential_id": "c", "state": "reserved"}
        connection.execute(insert(document).values(award_id="a", **document_values))
    assert sweeps.due(NOW + MINUTE) == ()  # whoever began it may still be at it
    assert sweeps.due(NOW + 6 * MINUTE) == (("p1", "b1"),)
    sweeps.put(SweepState("b1", next_at=NOW + 10 * MINUTE))
    assert sweeps.due(NOW + 6 * MINUTE) == ()  # tried in vain, and tried again later


def test_where_a_reading_stands_comes_back(bindings: Bindings, engine: Engine) -> None:
    sweeps = Sweeps(engine)
    assert sweeps.state(course(bindings, "1")) == SweepState("b1")
    state = SweepState("b1", NOW, NOW, None, NOW + MINUTE, 1, 2, "No answer.", 3, 4, "it is done", 5)
    sweeps.put(state)
    assert sweeps.state("b1") == state
    sweeps.progress("b1", 7, 9)
    assert sweeps.state("b1") == replace(state, done=7, total=9)
    sweeps.ask("b1", NOW + MINUTE)
    assert sweeps.state("b1") == replace(state, done=7, total=9, asked_at=NOW + MINUTE)


class TestLeases:
    def test_one_holder_at_a_time_until_it_is_given_back_or_ends(self, engine: Engine) -> None:
        leases = Leases(engine)
        assert leases.take("platform:1", "a", NOW, MINUTE)
        assert not leases.take("platform:1", "b", NOW, MINUTE)
        assert not leases.take("platform:1", "a", NOW, MINUTE)
        assert leases.take("platform:2", "b", NOW, MINUTE)
        assert leases.held("platform:1", NOW)
        leases.give_back("platform:1", "b")  # not theirs
        assert leases.held("platform:1", NOW)
        leases.give_back("platform:1", "a")
        assert not leases.held("platform:1", NOW)
        assert leases.take("platform:2", "c", NOW + 2 * MINUTE, MINUTE)  # b died

    def test_a_holder_that_lives_renews_all_that_it_has(self, engine: Engine) -> None:
        leases = Leases(engine)
        leases.take("x", "a", NOW, MINUTE)
        leases.take("y", "b", NOW, MINUTE)
        leases.renew("a", NOW + MINUTE, MINUTE)
        assert leases.held("x", NOW + 2 * MINUTE)
        assert not leases.held("y", NOW + 2 * MINUTE)

    def test_those_who_died_are_forgotten_by_how_their_names_begin(self, engine: Engine) -> None:
        leases = Leases(engine)
        leases.take("x", "worker:1", NOW, MINUTE)
        leases.take("y", "page", NOW, MINUTE)
        leases.forget("worker:")
        assert (leases.held("x", NOW), leases.held("y", NOW)) == (False, True)


class TestAlarms:
    def test_while_an_alarm_is_open_another_of_its_kind_brings_it_up_to_date(
        self, bindings: Bindings, engine: Engine
    ) -> None:
        alarms, binding_id = Alarms(engine), course(bindings, "1")
        first = Alarm("1", binding_id, AlarmKind.FACTS_REVOKED, NOW, "One.", 1, ("7",))
        alarms.raise_(first)
        alarms.raise_(Alarm("2", binding_id, AlarmKind.FACTS_REVOKED, NOW + MINUTE, "Two.", 2, ("7", "8")))
        alarms.raise_(Alarm("3", binding_id, AlarmKind.MASS_AWARD, NOW + MINUTE, "Many.", 50))
        found = alarms.of(binding_id)
        assert found[0] == replace(first, sentence="Two.", count=2, subjects=("7", "8"))
        assert [alarm.id for alarm in found] == ["1", "3"]

    def test_an_alarm_is_settled_once(self, bindings: Bindings, engine: Engine) -> None:
        alarms, binding_id = Alarms(engine), course(bindings, "1")
        alarm = Alarm("1", binding_id, AlarmKind.MASS_AWARD, NOW, "Many.", 50)
        alarms.raise_(alarm)
        assert alarms.settle("1", AlarmState.RELEASED, "t-1", NOW)
        assert not alarms.settle("1", AlarmState.DISMISSED, "t-2", NOW)
        assert alarms.of(binding_id) == (replace(alarm, state=AlarmState.RELEASED, settled_by="t-1", settled_at=NOW),)
        alarms.raise_(replace(alarm, id="2"))
        assert len(alarms.of(binding_id)) == 2
