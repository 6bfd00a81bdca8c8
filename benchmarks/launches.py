"""How fast launches are checked, beside pylti1p3 as it comes, against the same platform in the same run.

    PYTHONPATH=. .venv/bin/python benchmarks/launches.py [LAUNCHES]

All check the same id_tokens of 3.7 kB; logins and tokens are made beforehand. Ours adds the database on disk, the
binding to the browser and single use; as a page also the course, the session and the redirect. Prints launches per
second, p50 and p99, processor time, and how often the platform was asked; the library with its key set cached is the
bare validation.
"""

from __future__ import annotations

import json
import secrets
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.asymmetric import rsa
from flask import Flask, request
from pylti1p3.message_launch import MessageLaunch
from pylti1p3.tool_config import ToolConfDict
from werkzeug.test import EnvironBuilder

from lti.claims import LTI
from lti.http import BoundedSession
from lti.key_sets import KeySets
from lti.launch import accept_launch
from lti.login import Parameters, begin_login
from lti.room import LtiRoom
from lti.tool_keys import ToolKeys
from plugin.app import create_app
from plugin.clock import SystemClock
from plugin.compose import open_services
from plugin.domain.platforms import Deployment, Registration
from plugin.settings import Settings
from plugin.store.database import open_database
from plugin.store.plans import Plans
from plugin.store.platforms import Platforms
from plugin.store.replay import Replay
from tests.fakes.misbehaving_platform import MisbehavingPlatform, Reply

PUBLIC_URL = "https://tool.example"
PLAN = Path(__file__).parents[1] / "examples" / "plan.toml"
ROUNDS = 5
OURS, OUR_PAGE = "Twinseal, check and database", "Twinseal, the whole page over WSGI"
BARE, BARE_PAGE = "pylti1p3, key set cached", "the same over WSGI, in Flask"
DEFAULT = "pylti1p3 as it comes"
CLIENT = "client-1"
Launch = Callable[[], object]
ROLE = "http://purl.imsglobal.org/vocab/lis/v2/"
SERVICE = "https://purl.imsglobal.org/spec/"
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
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    platform = MisbehavingPlatform()
    jwk = {**jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True), "kid": "k1", "alg": "RS256"}
    keys = json.dumps({"keys": [jwk]}).encode()
    platform.says("/jwks", Reply(body=keys))
    with tempfile.TemporaryDirectory() as folder, BoundedSession() as session:
        library, cached = validation_by_the_library(platform), validation_by_the_library(platform, KeptForever())
        runs = {
            OURS: ours(platform, Path(folder) / "check", session),
            BARE: lambda: partial(cached, token(platform, "n")),
            DEFAULT: lambda: partial(library, token(platform, "n")),
            OUR_PAGE: our_page(platform, Path(folder) / "home"),
            BARE_PAGE: page_of_the_library(platform, cached),
        }
        for begin in runs.values():
            begin()()  # warm
        print(f"{count} launches in each of {ROUNDS} interleaved rounds")
        tell(measured(platform, runs, count))
        platform.says("/jwks", Reply(body=keys, after=0.05))
        slow = measured(platform, {name: runs[name] for name in (OURS, DEFAULT)}, 10)
        wall = [median(slow[name].spans) for name in (DEFAULT, OURS)]
        print(f"with 50 ms to the platform's keys: {wall[0] / wall[1]:.0f} x as fast as {DEFAULT}")
    platform.close()


@dataclass
class Taken:
    """Milliseconds of each launch; milliseconds of processor time for one, by round; requests to the platform."""

    spans: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    asked: int = 0


def measured(platform: MisbehavingPlatform, runs: dict[str, Callable[[], Launch]], count: int) -> dict[str, Taken]:
    """Every way in turn, round by round; logins and tokens are made beforehand."""
    taken = {name: Taken() for name in runs}
    for _ in range(ROUNDS):
        for name, begin in runs.items():
            launches, before, busy = [begin() for _ in range(count)], platform.count("/jwks"), time.process_time()
            for launch in launches:
                began = time.perf_counter()
                launch()
                taken[name].spans.append((time.perf_counter() - began) * 1000)
            taken[name].busy.append(1000 * (time.process_time() - busy) / count)
            taken[name].asked += platform.count("/jwks") - before
    return taken


def tell(taken: dict[str, Taken]) -> None:
    """A line for each way, and the ratios."""
    for name, found in taken.items():
        cuts = quantiles(found.spans, n=100)
        rate = 1000 * len(found.spans) / sum(found.spans)
        print(f"{name:<42}{rate:>6.0f}/s   p50 {cuts[49]:.2f} ms   p99 {cuts[98]:.2f} ms   processor "
              f"{median(found.busy):.2f} ms   platform asked {found.asked} times")  # fmt: skip
    for name, beside in ((OURS, BARE), (OUR_PAGE, BARE_PAGE), (OURS, DEFAULT)):
        ratio = median(taken[name].busy) / median(taken[beside].busy)
        print(f"processor time, {name} / {beside}: {ratio:.2f}")


def token(platform: MisbehavingPlatform, nonce: str) -> str:
    """A sound id_token with all that a Moodle says: about 3.4 kB, as measured at real ones."""
    now = int(time.time())
    base, course = platform.base, f"{platform.base}/mod/lti/services.php"
    claims: dict[str, Any] = {
        "iss": base,
        "aud": CLIENT,
        "sub": "42",
        "iat": now,
        "exp": now + 60,
        "nonce": nonce,
        "given_name": "Ada",
        "family_name": "Lovelace",
        "name": "Ada Lovelace",
        "email": "ada.lovelace@university.example",
        LTI + "message_type": "LtiResourceLinkRequest",
        LTI + "version": "1.3.0",
        LTI + "deployment_id": "1",
        LTI + "target_link_uri": f"{PUBLIC_URL}/lti/launch",
        LTI + "roles": [f"{ROLE}institution/person#Student", f"{ROLE}membership#Learner"],
        LTI + "context": {
            "id": "2",
            "label": "DEP-2026",
            "title": "Data Ethics in Practice",
            "type": ["CourseSection"],
        },
        LTI + "resource_link": {"id": "7", "title": "Micro-credential: Data Ethics in Practice", "description": ""},
        LTI + "launch_presentation": {
            "locale": "en",
            "document_target": "iframe",
            "return_url": f"{base}/mod/lti/return.php?course=2&launch_container=3&instanceid=7&sesskey=XbZ5cYpLqT",
        },
        LTI + "tool_platform": {
            "product_family_code": "moodle",
            "version": "2024100706",
            "guid": "0e5b7a1fd3c84a2e9d8b6c5a4f3e2d1c",
            "name": "Campus",
            "description": "The learning platform of the university",
        },
        LTI + "lis": {"person_sourcedid": "S-2026-0042", "course_section_sourcedid": "DEP-2026-AUTUMN"},
        LTI + "custom": {"context_id_history": "", "resource": "micro-credential", "gradebook": None},
        LTI + "lti1p1": {"user_id": "42"},
        LTI + "ext": {"user_username": "ada.lovelace", "lms": "moodle-2"},
        SERVICE + "lti-ags/claim/endpoint": {
            "scope": [SERVICE + f"lti-ags/scope/{name}" for name in ("lineitem", "result.readonly", "score")],
            "lineitems": f"{course}/2/lineitems?type_id=1",
            "lineitem": f"{course}/2/lineitems/9/lineitem?type_id=1",
        },
        SERVICE + "lti-nrps/claim/namesroleservice": {
            "context_memberships_url": f"{course}/CourseSection/2/bindings/1/memberships",
            "service_versions": ["1.0", "2.0"],
        },
    }
    return jwt.encode(claims, KEY, "RS256", headers={"kid": "k1"})


def ours(platform: MisbehavingPlatform, folder: Path, session: BoundedSession) -> Callable[[], Launch]:
    """Our login and launch, with the real database."""
    clock, engine = SystemClock(), open_database(folder / "twinseal.sqlite3")
    store = Platforms(engine, Fernet(Fernet.generate_key()))
    known(platform, store, Plans(engine, clock))
    keys = ToolKeys(ToolKeys.create(b"benchmark"), b"benchmark")
    key_sets, new_secret = KeySets(session, clock), lambda: secrets.token_urlsafe(32)
    room = LtiRoom(PUBLIC_URL, True, False, store, Replay(engine, clock), clock, keys, key_sets, new_secret)

    def begin() -> Launch:
        login = {"iss": platform.base, "login_hint": "42", "client_id": CLIENT}
        begun = begin_login(login, "secret", room)
        return partial(accept_launch, answer(platform, begun.redirect_to), "secret", room)

    return begin


def known(platform: MisbehavingPlatform, store: Platforms, plans: Plans) -> None:
    """The platform, with its one deployment, of the institution that the plan names."""
    plan = plans.publish(PLAN.read_bytes())
    base = platform.base
    store.add(Registration("p1", base, CLIENT, f"{base}/auth", f"{base}/token", f"{base}/jwks"))
    store.add_deployment(Deployment("d1", "p1", "1", None))
    store.bind_deployment("d1", plan.institution.id)


def answer(platform: MisbehavingPlatform, redirect_to: str) -> dict[str, str]:
    """What the platform sends back to a login."""
    sent = {name: values[0] for name, values in parse_qs(urlsplit(redirect_to).query).items()}
    return {"state": sent["state"], "id_token": token(platform, sent["nonce"])}


def our_page(platform: MisbehavingPlatform, home: Path) -> Callable[[], Launch]:
    """The whole application: the launch over WSGI, with the course, the session and the redirect to the page."""
    services = open_services(Settings(home, PUBLIC_URL))
    known(platform, services.platforms, services.plans)
    app = create_app(services)
    login = {"iss": platform.base, "login_hint": "42", "client_id": CLIENT}

    def begin() -> Launch:
        with app.test_client() as browser:
            first = browser.post("/lti/login", base_url=PUBLIC_URL, data=login)
            second = browser.post(first.location, base_url=PUBLIC_URL, data=login)
            fields = answer(platform, second.location)
            cookie = browser.get_cookie("__Host-twinseal_lti", "tool.example")
        assert cookie is not None
        environ = EnvironBuilder("/lti/launch", PUBLIC_URL, method="POST", data=fields).get_environ()
        environ["HTTP_COOKIE"] = f"{cookie.key}={cookie.value}"
        return partial(over_wsgi, app, environ, 303)

    return begin


def page_of_the_library(platform: MisbehavingPlatform, check: Callable[[str], None]) -> Callable[[], Launch]:
    """A Flask application that does the library's check, and nothing else."""
    app = Flask("benchmark")

    @app.post("/launch")
    def launch() -> dict[str, str]:
        check(request.form["id_token"])
        return {"status": "fine"}

    def begin() -> Launch:
        fields = {"state": "s", "id_token": token(platform, "n")}
        environ = EnvironBuilder("/launch", PUBLIC_URL, method="POST", data=fields).get_environ()
        return partial(over_wsgi, app, environ, 200)

    return begin


def over_wsgi(app: Flask, environ: dict[str, Any], expected: int) -> None:
    """One request, as a server hands it over."""
    statuses: list[str] = []
    answered = app(environ, lambda status, _headers, _error=None: statuses.append(status))  # type: ignore[arg-type, return-value]
    for _ in answered:
        pass
    assert statuses[0].startswith(str(expected)), statuses


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


def validation_by_the_library(platform: MisbehavingPlatform, kept: KeptForever | None = None) -> Callable[[str], None]:
    """The library's check as it comes: no login record, nothing on disk, keys fetched for each launch unless `kept`."""
    base = platform.base
    settings = {
        "client_id": CLIENT,
        "auth_login_url": f"{base}/auth",
        "auth_token_url": f"{base}/token",
        "key_set_url": f"{base}/jwks",
        "deployment_ids": ["1"],
    }

    def check(id_token: str) -> None:
        parameters = Parameters({"state": "s", "id_token": id_token})
        launch = LibraryLaunch(parameters, ToolConfDict({base: settings}), Remembers(), Remembers())
        if kept:
            launch._public_key_cache_data_storage, launch._public_key_cache_lifetime = kept, 7200
        launch.validate()

    return check


if __name__ == "__main__":
    main()
