from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Engine

from plugin.store.catalogue import Catalogue
from plugin.store.plans import Plans
from tests.fakes.clock import SetClock
from tests.functional.commands import EXAMPLES

PLAN = (EXAMPLES / "plan.toml").read_text("utf-8")


def published(engine: Engine, *files: str) -> tuple[Catalogue, Plans]:
    clock = SetClock()
    plans = Plans(engine, clock)
    for file in files:
        clock.forward(timedelta(days=1))
        plans.publish(file.encode())
    return Catalogue(engine, plans), plans


def version(number: int, title: str, more: str = "") -> str:
    changed = PLAN.replace("version = 1", f"version = {number}\n{more}")
    return changed.replace('title = "Digital micro-credential creation"', f'title = "{title}"')


def titles(catalogue: Catalogue) -> list[str]:
    return [str(entry.plan.title) for entry in catalogue.entries()]


def test_an_empty_installation_lists_nothing(engine: Engine) -> None:
    catalogue, _ = published(engine)
    assert catalogue.entries() == ()
    assert catalogue.changed_at() is None


def test_the_newest_version_of_each_plan_is_listed_by_title(engine: Engine) -> None:
    other = PLAN.replace('"micro-credential-creation"', '"another"').replace('title = "Digital', 'title = "A digital')
    catalogue, _ = published(engine, version(9, "Nine"), version(10, "Ten"), other)
    assert titles(catalogue) == ["A digital micro-credential creation", "Ten"]


def test_what_is_published_later_appears(engine: Engine) -> None:
    catalogue, plans = published(engine, version(1, "One"))
    assert catalogue.entries() is catalogue.entries()
    plans.publish(version(2, "Two").encode())
    assert titles(catalogue) == ["Two"]


def test_a_plan_can_be_kept_out_and_the_moment_tells_that_something_changed(engine: Engine) -> None:
    catalogue, _ = published(engine, version(1, "One"), version(2, "Two", "catalogue = false"))
    assert titles(catalogue) == []
    assert catalogue.changed_at() == SetClock().now() + timedelta(days=2)


def test_a_draft_is_not_listed(engine: Engine) -> None:
    catalogue, _ = published(engine, PLAN.replace("workload = { ects = 2, hours = 60 }\n", ""))
    assert titles(catalogue) == []


def test_the_institution_is_described_as_it_is_now_for_all_its_plans(engine: Engine) -> None:
    old = PLAN.replace('"micro-credential-creation"', '"another"').replace('name = "University', 'name = "College')
    catalogue, _ = published(engine, old, PLAN)
    assert [str(entry.institution.organisation.legal_name) for entry in catalogue.entries()] == [
        "University of Zed"
    ] * 2
