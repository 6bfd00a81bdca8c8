from __future__ import annotations

from dataclasses import replace

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine, select

from plugin.domain.errors import ConflictError
from plugin.domain.platforms import Deployment, Registration
from plugin.store.database import reading
from plugin.store.platforms import Platforms
from plugin.store.tables import platform

LMS = Registration(
    "p1",
    "https://lms.example",
    "client-1",
    "https://lms.example/auth",
    "https://lms.example/token",
    "https://lms.example/jwks",
    "moodle",
)
PLACE = Deployment("d1", "p1", "1", None)


@pytest.fixture
def platforms(engine: Engine) -> Platforms:
    store = Platforms(engine, Fernet(Fernet.generate_key()))
    store.add(LMS)
    store.add_deployment(PLACE)
    return store


def test_a_registration_is_found_by_issuer_and_client_id(platforms: Platforms) -> None:
    second = replace(LMS, id="p2", client_id="client-2")
    platforms.add(second)
    assert platforms.registrations(LMS.issuer, "client-2") == (second,)
    assert set(platforms.registrations(LMS.issuer, None)) == {LMS, second}
    assert platforms.registrations("https://other.example", None) == ()


def test_a_registration_is_found_by_our_own_id(platforms: Platforms) -> None:
    assert platforms.registration("p1") == LMS
    assert platforms.registration("p9") is None
    assert platforms.all() == (LMS,)


def test_the_same_registration_is_not_kept_twice(platforms: Platforms) -> None:
    with pytest.raises(ConflictError, match="registered already"):
        platforms.add(replace(LMS, id="p3"))


def test_a_deployment_belongs_to_its_registration(platforms: Platforms) -> None:
    assert platforms.deployment("p1", "1") == PLACE
    assert platforms.deployment("p2", "1") is None
    assert platforms.deployments("p1") == (PLACE,)


def test_the_same_deployment_is_not_kept_twice(platforms: Platforms) -> None:
    with pytest.raises(ConflictError, match="known already"):
        platforms.add_deployment(replace(PLACE, id="d2"))


def test_the_service_token_comes_back_and_is_encrypted_at_rest(platforms: Platforms, engine: Engine) -> None:
    assert platforms.service("p1") is None
    platforms.set_service("p1", "https://lms.example/ws", "s3cret-token")
    assert platforms.service("p1") == ("https://lms.example/ws", "s3cret-token")
    with reading(engine) as connection:
        assert b"s3cret-token" not in connection.scalars(select(platform.c.service_token)).one()


def test_further_pages_that_may_show_the_tool_are_kept(platforms: Platforms) -> None:
    platforms.set_frames("d1", ["https://a.example", "https://b.example"])
    assert platforms.deployment("p1", "1") == replace(PLACE, frame_origins=("https://a.example", "https://b.example"))
    platforms.set_frames("d1", [])
    assert platforms.deployments("p1") == (PLACE,)
