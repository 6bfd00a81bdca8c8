from __future__ import annotations

import pytest
from sqlalchemy import Engine

from plugin.domain.errors import ConflictError, NotFoundError
from plugin.domain.intake.institution_profile import Profile, profile_of, read_profile
from plugin.domain.intake.plan_draft import Draft
from plugin.domain.plan import Institution
from plugin.store.plans import Plans
from plugin.store.profiles import Profiles
from tests.factories import sample_organisation
from tests.fakes.clock import SetClock
from tests.functional.commands import EXAMPLES

PLAN = (EXAMPLES / "plan.toml").read_bytes()
ZED: Draft = {"languages": ["en"], "name": {"en": "University of Zed"}, "country": "Ireland"}


def read(institution_id: str, typed: Draft) -> Profile:
    found = read_profile(institution_id, typed)
    assert found.problems == ()
    assert found.profile
    return found.profile


def test_an_institution_exists_without_a_plan(engine: Engine) -> None:
    profiles, plans = Profiles(engine, SetClock()), Plans(engine, SetClock())
    profiles.put(read("zed", ZED), ZED, 0)
    assert profiles.find("zed") == read("zed", ZED)
    assert [str(i.organisation.legal_name) for i in plans.institutions()] == ["University of Zed"]
    assert plans.institution("zed").id == "zed"
    with pytest.raises(NotFoundError):
        plans.institution("nobody")


def test_the_profile_says_what_the_institution_is_now_and_a_published_plan_what_it_was_then(engine: Engine) -> None:
    profiles, plans = Profiles(engine, SetClock()), Plans(engine, SetClock())
    published = plans.publish(PLAN)
    assert plans.institutions() == (published.institution,)
    changed = profile_of(published.institution) | {"homepage": "https://new.example/"}
    profiles.put(read("uniz", changed), changed, 0)
    assert plans.institution("uniz").organisation.homepage == "https://new.example/"
    assert plans.latest("uniz", published.plan.id)[0] == published.institution
    assert plans.source("uniz", published.plan.id, 1) == PLAN


def test_a_profile_is_saved_only_over_the_edit_that_was_seen(engine: Engine) -> None:
    profiles = Profiles(engine, SetClock())
    profiles.put(read("zed", ZED), ZED, 0)
    with pytest.raises(ConflictError):
        profiles.put(read("zed", ZED), ZED, 0)
    profiles.put(read("zed", ZED), ZED | {"email": "a@b.example"}, 1)
    with pytest.raises(ConflictError):
        profiles.put(read("zed", ZED), ZED, 1)
    assert profiles.typed("zed") == (ZED | {"email": "a@b.example"}, 2)
    assert profiles.typed("nobody") == ({}, 0)


def test_the_profile_begins_as_what_the_plan_file_said() -> None:
    known = Institution("zed", sample_organisation())
    assert read("zed", profile_of(known)).institution == known
