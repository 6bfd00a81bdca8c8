"""How fast launches are checked, beside pylti1p3 as it comes, against the same platform in the same run.

    PYTHONPATH=. .venv/bin/python benchmarks/launches.py [LAUNCHES]

Both check the same id_tokens; logins and tokens are made beforehand. Ours adds the database on disk, the binding to the
browser and single use. Prints launches per second, p50 and p99, processor time, and how often the
platform was asked; the library with its key set cached is the bare validation.
"""

from __future__ import annotations

import json
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.asymmetric import rsa
from pylti1p3.message_launch import MessageLaunch
from pylti1p3.tool_config import ToolConfDict

from lti.claims import LTI
from lti.http import BoundedSession
from lti.key_sets import KeySets
from lti.launch import accept_launch
from lti.login import Parameters, begin_login
from lti.room import LtiRoom
from lti.tool_keys import ToolKeys
from plugin.clock import SystemClock
from plugin.domain.platforms import Deployment, Registration
from plugin.store.database import open_database
from plugin.store.platforms import Platforms
from plugin.store.replay import Replay
from tests.fakes.misbehaving_platform import MisbehavingPlatform, Reply

PUBLIC_URL = "https://tool.example"
CLIENT = "client-1"
Launch = Callable[[], object]
KEY = rsa.generate_private_key(65537, 2048)


class Remembers:
    """The cookie and session services that the library asks for, in memory."""

    def get_cookie(self, name: str) -> str:
        return name

    def check_state_is_valid(self, _state: str, _hash: str) -> bool:
        return False

    def check_nonce(self, _nonce: str) -> bool:
        return True

    def save_launch_data(self, _id: str, _data: object) -> None:
        """Forgotten: the library's default would write it into a cookie."""

    def set_state_valid(self, _state: str, _hash: str) -> None:
        """As above."""


class LibraryLaunch(MessageLaunch):  # type: ignore[misc]  # the library has no types
    """pylti1p3 as it comes, reading parameters from a mapping."""

    def _get_request_param(self, key: str) -> str:
        return str(self._request.get_param(key))


def main() -> None:
    """Run and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    platform = MisbehavingPlatform()
    jwk = {**jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True), "kid": "k1", "alg": "RS256"}
    platform.says("/jwks", Reply(body=json.dumps({"keys": [jwk]}).encode()))
    with tempfile.TemporaryDirectory() as folder, BoundedSession() as session:
        ours = prepared(platform, Path(folder), session)
        library, cached = of_the_library(platform), of_the_library(platform, KeptForever())
        results = {}
        for name, launch in (("Twinseal", ours), ("pylti1p3", library), ("pylti1p3, key set cached", cached)):
            launch()()  # warm
            before = platform.count("/jwks")
            spans, busy = measured(launch, count)
            results[name] = spans, platform.count("/jwks") - before, busy
    for name, (spans, asked, busy) in results.items():
        cuts = statistics.quantiles(spans, n=100)
        print(f"{name:<25} {1000 * count / sum(spans):>8.0f} launches/s   p50 {cuts[49]:.2f} ms   p99 {cuts[98]:.2f} ms"
              f"   processor {busy:.2f} ms"
              f"   platform asked {asked} times")  # fmt: skip
    for name in ("pylti1p3", "pylti1p3, key set cached"):
        wall = sum(results["Twinseal"][0]) / sum(results[name][0])
        print(f"ratio Twinseal / {name}: {wall:.2f}, of processor time {results['Twinseal'][2] / results[name][2]:.2f}")
    platform.close()


def measured(begin: Callable[[], Launch], count: int) -> tuple[list[float], float]:
    """Milliseconds of each launch, and of processor time for one; logins and tokens are made beforehand."""
    spans, launches = [], [begin() for _ in range(count)]
    busy = time.process_time()
    for launch in launches:
        began = time.perf_counter()
        launch()
        spans.append((time.perf_counter() - began) * 1000)
    return spans, 1000 * (time.process_time() - busy) / count


def token(platform: MisbehavingPlatform, nonce: str) -> str:
    """A sound id_token."""
    now = int(time.time())
    claims: dict[str, Any] = {
        "iss": platform.base,
        "aud": CLIENT,
        "sub": "42",
        "iat": now,
        "exp": now + 60,
        "nonce": nonce,
    }
    claims |= {LTI + "message_type": "LtiResourceLinkRequest", LTI + "version": "1.3.0", LTI + "deployment_id": "1"}
    claims |= {LTI + "target_link_uri": f"{PUBLIC_URL}/lti/launch", LTI + "context": {"id": "2"}}
    claims |= {LTI + "roles": [], LTI + "resource_link": {"id": "7"}}
    return jwt.encode(claims, KEY, "RS256", headers={"kid": "k1"})


def prepared(platform: MisbehavingPlatform, folder: Path, session: BoundedSession) -> Callable[[], Launch]:
    """Our login and launch, with the real database."""
    clock, engine = SystemClock(), open_database(folder / "twinseal.sqlite3")
    store = Platforms(engine, Fernet(Fernet.generate_key()))
    base = platform.base
    store.add(Registration("p1", base, CLIENT, f"{base}/auth", f"{base}/token", f"{base}/jwks"))
    store.add_deployment(Deployment("d1", "p1", "1", None))
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO institution VALUES ('zed', 'Zed', '2026-01-01 00:00:00')")
    store.bind_deployment("d1", "zed")
    keys = ToolKeys(ToolKeys.create(b"benchmark"), b"benchmark")
    key_sets, new_secret = KeySets(session, clock), lambda: secrets.token_urlsafe(32)
    room = LtiRoom(PUBLIC_URL, True, False, store, Replay(engine, clock), clock, keys, key_sets, new_secret)

    def begin() -> Launch:
        begun = begin_login({"iss": base, "login_hint": "42", "client_id": CLIENT}, "secret", room)
        sent = {name: values[0] for name, values in parse_qs(urlsplit(begun.redirect_to).query).items()}
        brought = {"state": sent["state"], "id_token": token(platform, sent["nonce"])}
        return lambda: accept_launch(brought, "secret", room)

    return begin


class KeptForever:
    """The library's storage for key sets."""

    def __init__(self) -> None:
        self._kept: dict[str, object] = {}

    def get_value(self, key: str) -> object:
        return self._kept.get(key)

    def set_value(self, key: str, value: object, exp: int | None = None) -> None:  # noqa: ARG002 - the library's signature
        """Kept."""
        self._kept[key] = value

    def get_session_id(self) -> None:
        return None

    def remove_session_id(self) -> None:
        """There is none."""

    def set_session_id(self, _id: object) -> None:
        """There is none."""

    def check_value(self, key: str) -> bool:
        return key in self._kept


def of_the_library(platform: MisbehavingPlatform, kept: KeptForever | None = None) -> Callable[[], Launch]:
    """The library's launch as it comes: no login record, nothing on disk, keys fetched for each launch."""
    base = platform.base
    settings = {
        "client_id": CLIENT,
        "auth_login_url": f"{base}/auth",
        "auth_token_url": f"{base}/token",
        "key_set_url": f"{base}/jwks",
        "deployment_ids": ["1"],
    }

    def begin() -> Launch:
        brought = {"state": "s", "id_token": token(platform, "n")}
        return lambda: validate(brought)

    def validate(brought: dict[str, str]) -> None:
        config = ToolConfDict({base: settings})
        parameters = Parameters(brought)
        launch = LibraryLaunch(parameters, config, Remembers(), Remembers())
        if kept:
            launch._public_key_cache_data_storage, launch._public_key_cache_lifetime = kept, 7200
        launch.validate()

    return begin


if __name__ == "__main__":
    main()
