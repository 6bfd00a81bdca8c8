"""The list of a course's awards."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from plugin.domain.errors import NotFoundError
from plugin.domain.standing import Standing
from plugin.store.award_lists import AwardLists
from plugin.store.awards import Awards
from plugin.store.standings import Standings
from tests.unit.store.test_standings import REVOKE, SUPERSEDE, engine, finished, sample

__all__ = ["engine"]
NAMES = ("zoë Adams", "Ada Byrne", "Ben 100%")


@pytest.fixture
def awards(engine: Engine) -> Awards:
    awards = Awards(engine)
    for number, name in enumerate(NAMES, 1):
        award = sample(number, str(number))
        finished(awards, awards.reserve(replace(award, claim=replace(award.claim, full_name=name))))
    return awards


def test_a_list_comes_by_name_and_in_pages(awards: Awards, engine: Engine) -> None:
    lists = AwardLists(engine)
    assert [line.full_name for line in lists.page("b", 0, 2)] == ["Ada Byrne", "Ben 100%"]
    assert [line.full_name for line in lists.page("b", 2, 2)] == ["zoë Adams"]
    assert lists.page("another", 0, 2) == ()


def test_a_part_of_a_name_is_enough_and_no_pattern(awards: Awards, engine: Engine) -> None:
    lists = AwardLists(engine)
    assert [line.full_name for line in lists.page("b", 0, 9, "ada")] == ["Ada Byrne", "zoë Adams"]
    assert [line.full_name for line in lists.page("b", 0, 9, "%")] == ["Ben 100%"]
    assert sum(lists.counts("b", "_").values()) == 0


def test_what_was_replaced_is_not_listed_and_what_was_withdrawn_is(awards: Awards, engine: Engine) -> None:
    lists = AwardLists(engine)
    Standings(engine).change("award-1", REVOKE)
    finished(awards, awards.replace(sample(9, "2", supersedes="award-2"), SUPERSEDE))
    assert {line.id: line.standing for line in lists.page("b", 0, 9)} == {
        "award-1": Standing.REVOKED,
        "award-9": Standing.LIVE,
        "award-3": Standing.LIVE,
    }
    assert lists.counts("b")[Standing.LIVE] == 2
    assert lists.counts("b")[Standing.SUPERSEDED] == 0


def test_an_award_is_found_by_its_number_its_credential_and_its_learner(awards: Awards) -> None:
    awards.replace(sample(9, "2", supersedes="award-2"), SUPERSEDE)
    assert [award.id for award in awards.find("award-1")] == ["award-1"]
    assert [award.id for award in awards.find("credential-3")] == ["award-3"]
    assert [award.id for award in awards.find("2")] == ["award-2", "award-9"]
    assert awards.find("Ada Byrne") == ()
    with pytest.raises(NotFoundError):
        awards.get("nothing")
