"""A platform on loopback, and a tool that knows it."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from lti.claims import AGS, LTI, NRPS
from lti.http import BoundedSession
from lti.key_sets import KeySets
from lti.room import LtiRoom
from lti.tool_keys import ToolKeys
from plugin.domain.platforms import Deployment, Registration
from tests.fakes.clock import SetClock
from tests.fakes.misbehaving_platform import MisbehavingPlatform, Reply
from tests.fakes.stores import MemoryPlatforms, MemoryReplay

PUBLIC_URL = "https://tool.example"
CLIENT = "client-1"
SECRET = "browser-secret"
PASSWORD = b"for tests"
LEARNER = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"


@cache
def platform_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@cache
def tool_keys() -> ToolKeys:
    return ToolKeys(ToolKeys.create(PASSWORD), PASSWORD)


def jwks(key: rsa.RSAPrivateKey, kid: str = "k1", **changes: Any) -> bytes:
    members = {**jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": kid, **changes}
    return json.dumps({"keys": [{k: v for k, v in members.items() if v is not None}]}).encode()


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def platform() -> Iterator[MisbehavingPlatform]:
    running = MisbehavingPlatform()
    running.says("/jwks", Reply(body=jwks(platform_key())))
    yield running
    running.close()


@pytest.fixture
def registration(platform: MisbehavingPlatform) -> Registration:
    base = platform.base
    return Registration("p1", base, CLIENT, f"{base}/auth", f"{base}/token", f"{base}/jwks")


@pytest.fixture
def session() -> Iterator[BoundedSession]:
    with BoundedSession(read_seconds=0.5) as opened:
        yield opened


@pytest.fixture
def room(registration: Registration, clock: SetClock, session: BoundedSession) -> LtiRoom:
    numbers = itertools.count(1)
    deployments = (Deployment("d1", "p1", "1", "zed"), Deployment("d2", "p1", "2", None))
    return LtiRoom(
        PUBLIC_URL,
        True,
        False,
        MemoryPlatforms(registration, deployments=deployments),
        MemoryReplay(clock),
        clock,
        tool_keys(),
        KeySets(session, clock),
        lambda: f"secret-{next(numbers)}",
    )


def claims(clock: SetClock, registration: Registration, answers: str, /, **changes: Any) -> dict[str, Any]:
    """The claims of a sound id_token; a change to None takes a claim away."""
    now = int(clock.now().timestamp())
    sound = {
        "iss": registration.issuer,
        "aud": CLIENT,
        "sub": "42",
        "iat": now,
        "exp": now + 60,
        "nonce": answers,
        "name": "Ada Byrne",
        LTI + "message_type": "LtiResourceLinkRequest",
        LTI + "version": "1.3.0",
        LTI + "deployment_id": "1",
        LTI + "target_link_uri": f"{PUBLIC_URL}/lti/launch",
        LTI + "roles": [LEARNER],
        LTI + "context": {"id": "2", "label": "DE", "title": "Data Ethics"},
        LTI + "resource_link": {"id": "7", "title": "Micro-credential"},
        LTI + "launch_presentation": {
            "locale": "en",
            "document_target": "iframe",
            "return_url": "https://lms.example/",
        },
        LTI + "custom": {"a": "b", "unknown": "$Canvas.id", "none": None},
        NRPS: {"context_memberships_url": f"{registration.issuer}/members"},
        AGS: {"lineitems": f"{registration.issuer}/columns", "scope": ["s"]},
    }
    return {name: value for name, value in {**sound, **changes}.items() if value is not None}


def later(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)
