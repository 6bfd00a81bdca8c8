from __future__ import annotations

import pytest
from sqlalchemy import Engine, insert

from plugin.domain.drafts import PlanDraft
from plugin.domain.errors import ConflictError, InputError, NotFoundError
from plugin.store.drafts import CONTENT_MAX, Drafts
from plugin.store.tables import deployment, institution, platform
from tests.factories import ISSUED_AT
from tests.fakes.clock import SetClock

NEW = PlanDraft("zed", "ethics", {"title": {"en": "Ethics"}}, 0, "lms 7", ISSUED_AT, 0, "d1", "2")
LMS = {
    name: name for name in ("id", "issuer", "client_id", "auth_login_url", "auth_token_url", "key_set_url", "family")
}


@pytest.fixture
def drafts(engine: Engine) -> Drafts:
    with engine.begin() as connection:
        connection.execute(insert(institution).values(id="zed", name="Zed", created_at=ISSUED_AT))
        connection.execute(insert(platform).values(LMS))
        connection.execute(insert(deployment).values(id="d1", platform_id="id", deployment_id="1"))
    return Drafts(engine, SetClock())


def test_a_draft_is_found_again_as_it_was_typed(drafts: Drafts) -> None:
    begun = drafts.begin(NEW)
    saved = drafts.save(begun, {"title": {"en": "Ethics\x00 <b>", "de": " "}}, "lms 8")
    assert drafts.get("zed", "ethics") == saved
    assert (saved.edit, saved.edited_by, saved.based_on) == (2, "lms 8", 0)
    assert drafts.begun_in("d1", "2") == (saved,)
    assert drafts.begun_in("d1", "3") == ()


def test_the_second_of_two_who_save_at_once_is_told_and_overwrites_nothing(drafts: Drafts) -> None:
    seen = drafts.begin(NEW)
    first = drafts.save(seen, {"title": {"en": "Mine"}}, "lms 7")
    with pytest.raises(ConflictError, match="Somebody else saved"):
        drafts.save(seen, {"title": {"en": "Theirs"}}, "lms 8")
    assert drafts.find("zed", "ethics") == first


def test_a_plan_has_one_draft(drafts: Drafts) -> None:
    drafts.begin(NEW)
    with pytest.raises(ConflictError, match="writing a draft of this plan already"):
        drafts.begin(NEW)


def test_a_draft_is_dropped_only_as_it_was_seen(drafts: Drafts) -> None:
    seen = drafts.begin(NEW)
    saved = drafts.save(seen, {}, "lms 8")
    assert not drafts.drop(seen)
    assert drafts.drop(saved)
    with pytest.raises(NotFoundError):
        drafts.get("zed", "ethics")


def test_a_draft_beyond_all_bounds_is_refused_and_the_last_one_kept(drafts: Drafts) -> None:
    seen = drafts.begin(NEW)
    with pytest.raises(InputError, match="the last change was not saved"):
        drafts.save(seen, {"title": {"en": "x" * CONTENT_MAX}}, "lms 7")
    assert drafts.find("zed", "ethics") == seen
