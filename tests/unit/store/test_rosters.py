from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine, insert

from plugin.domain.binding import Binding, Expected, ExpectedUnit
from plugin.domain.decision import Decision, Outcome, Reason
from plugin.domain.facts import Completion, CompletionState, Confirmation, LearnerFacts, Source
from plugin.domain.platforms import Deployment, Person, Registration
from plugin.domain.roster import Group, KeptLine, Search
from plugin.domain.rule import Confirmed, Rule
from plugin.store.bindings import Bindings
from plugin.store.platforms import Platforms
from plugin.store.rosters import Rosters
from plugin.store.tables import institution
from tests.factories import ISSUED_AT as NOW

DAY = timedelta(days=1)


@pytest.fixture
def rosters(engine: Engine) -> Rosters:
    platforms = Platforms(engine, Fernet(Fernet.generate_key()))
    platforms.add(Registration("p1", "https://lms.example", "c", "https://a", "https://t", "https://k"))
    with engine.begin() as connection:
        connection.execute(insert(institution).values(id="zed", name="Zed", created_at=NOW))
    platforms.add_deployment(Deployment("d1", "p1", "1", "zed"))
    for number in "12":
        Bindings(engine).put(Binding(f"b{number}", "zed", "ethics", "d1", number, enabled=True))
    return Rosters(engine)


def line(subject: str, name: str | None = None, outcome: Outcome = Outcome.EARNED) -> KeptLine:
    done = Completion(CompletionState.UNKNOWN)
    facts = LearnerFacts(Person(subject, name), done, None, Source.PLATFORM, NOW)
    return KeptLine(facts, Decision(outcome, (Reason("it is done", outcome, "It is so."),), "it is done"))


def keep(rosters: Rosters, *lines: KeptLine, binding: str = "b1") -> None:
    number = rosters.begin(binding)
    rosters.keep(binding, lines, number)
    rosters.close(binding, number, NOW)


def shown(rosters: Rosters, **search: object) -> list[str]:
    page = rosters.page("b1", Search(**search), NOW)  # type: ignore[arg-type]
    return [found.name or found.kept.subject for found in page.lines]


def test_a_standing_comes_back_without_the_name_which_is_kept_apart(rosters: Rosters, engine: Engine) -> None:
    keep(rosters, line("7", "Ada Byrne"))
    kept = rosters.of("b1", "7")
    assert kept == line("7")
    with engine.connect() as connection:
        assert "Ada" not in str(connection.exec_driver_sql("SELECT * FROM roster_line").all())
    assert rosters.of("b2", "7") is None


def test_names_are_forgotten_after_a_day(rosters: Rosters, engine: Engine) -> None:
    keep(rosters, line("7", "Ada Byrne"))
    assert rosters.page("b1", Search("ada"), NOW + DAY).matching == 1
    later = NOW + DAY + timedelta(seconds=1)
    assert rosters.page("b1", Search("ada"), later).matching == 0  # not shown, whether or not anybody has swept
    rosters.forget_names(later)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM learner_name").scalar() == 0


def test_who_is_no_longer_in_the_course_is_not_listed_and_forgotten_after_half_a_year(rosters: Rosters) -> None:
    keep(rosters, line("1"), line("2"))
    keep(rosters, line("2"))
    assert shown(rosters) == ["2"]
    gone = rosters.line("b1", "1", NOW)
    assert gone is not None
    assert not gone.kept.listed
    rosters.close("b1", rosters.begin("b1"), NOW + timedelta(days=181))
    assert rosters.line("b1", "1", NOW) is None


def test_attempts_in_vain_stay_through_readings(rosters: Rosters) -> None:
    keep(rosters, line("1"))
    rosters.fail("b1", "1", "The seal did not answer.")
    keep(rosters, line("1"))
    kept = rosters.of("b1", "1")
    assert kept is not None
    assert (kept.attempts, kept.failure) == (1, "The seal did not answer.")


def test_lines_come_by_name_and_those_without_one_last(rosters: Rosters) -> None:
    keep(rosters, line("1", "zoe"), line("2", "Émile"), line("3"), line("4", "Łukasz"))
    assert shown(rosters) == ["Émile", "Łukasz", "zoe", "3"]
    assert shown(rosters, first=1, count=2) == ["Łukasz", "zoe"]


def test_a_search_finds_all_its_words_and_no_wild_cards(rosters: Rosters) -> None:
    keep(rosters, line("1", "José María Núñez"), line("2", "100 % Max_Power"), line("30", "Maria"))
    assert shown(rosters, words="nunez JOSE") == ["José María Núñez"]
    assert shown(rosters, words="%") == ["100 % Max_Power"]
    assert shown(rosters, words="x_p") == ["100 % Max_Power"]
    assert shown(rosters, words="30") == ["Maria"]
    assert shown(rosters, words="3") == []


def test_groups_are_counted_within_the_search(rosters: Rosters) -> None:
    keep(rosters, line("1", "Ada"), line("2", "Adam", Outcome.NOT_YET), line("3", "Bo", Outcome.UNKNOWN))
    page = rosters.page("b1", Search("ada", Group.NOT_YET), NOW)
    assert page.counts == {Group.AWARDED: 0, Group.EARNED: 1, Group.NOT_YET: 1, Group.UNKNOWN: 0}
    assert [found.name for found in page.lines] == ["Adam"]
    assert [found.name for found in rosters.every("b1", Search("ada"), NOW)] == ["Ada", "Adam"]


def test_the_newest_word_of_a_teacher_counts(rosters: Rosters) -> None:
    word = Confirmation("t-1", NOW, "Presented in class", vouches=True)
    assert rosters.confirmations("b1") == {}
    rosters.confirm("b1", "7", word)
    assert rosters.confirmations("b1") == {"7": word}
    rosters.confirm("b1", "7", word, given=False)
    assert rosters.confirmations("b1") == {}
    again = replace(word, note="And again")
    rosters.confirm("b1", "7", again)
    assert rosters.confirmations("b1") == {"7": again}


def test_a_binding_comes_back_with_how_it_awards(rosters: Rosters, engine: Engine) -> None:
    bindings = Bindings(engine)
    made = Binding(
        "b3", "zed", "ethics", "d1", "3", True, Rule(False, None, (Confirmed(),)), True, True,
        Expected(50, ExpectedUnit.PERCENT),
    )  # fmt: skip
    bindings.put(made)
    assert bindings.get("b3") == made
    bindings.put(replace(made, rule=None, expected=None, automatic=False))
    assert bindings.of_course("d1", "3") == replace(made, rule=None, expected=None, automatic=False)
    assert bindings.get("nobody") is None
