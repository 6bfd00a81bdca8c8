"""The OIDC login that begins every launch (Security Framework 1.0, section 5.1.1), by pylti1p3, hardened."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from pylti1p3.exception import OIDCException
from pylti1p3.oidc_login import OIDCLogin
from pylti1p3.request import Request

from lti.addresses import origin
from lti.browser_storage import storage_in
from lti.platforms import Platforms
from lti.room import LtiRoom
from plugin.domain.errors import LaunchError
from plugin.domain.platforms import BrowserStorage, LoginRecord
from plugin.domain.text import say

LASTS = timedelta(minutes=10)
PARAMETER_MAX = 10_000


@dataclass(frozen=True, slots=True)
class Begun:
    """Where to send the browser, and the secret that it must bring back: in a cookie, or out of the LMS's storage."""

    redirect_to: str
    browser_secret: str
    storage: BrowserStorage | None = None


def begin_login(
    parameters: Mapping[str, str],
    browser_secret: str | None,
    room: LtiRoom,
    storage_target: str = "",
    in_tab: bool = False,
) -> Begun:
    """Remember a login and say where to go; LaunchError when the platform is unknown or asks for foreign pages."""
    secret = browser_secret or room.new_secret()
    login = check_login(parameters, room)
    record = LoginRecord(
        state=login.state,
        nonce=login.nonce,
        issuer=login.get_iss(),
        client_id=login.get_client_id(),
        target_link_uri=login.target,
        browser=hash_of(secret),
        expires_at=room.clock.now() + LASTS,
        storage_target=storage_target,
        in_tab=in_tab,
    )
    room.replay.put(record)
    storage = storage_in(storage_target, login.state, login.auth_login_url) if storage_target else None
    return Begun(login.redirect_to, secret, storage)


def check_login(parameters: Mapping[str, str], room: LtiRoom) -> _Login:
    """The login that these parameters begin; LaunchError as above. Nothing is remembered."""
    if any(len(value) > PARAMETER_MAX for value in parameters.values()):
        raise LaunchError("login.large", "The learning platform's request is too large.", "Open the activity again.")
    login = _Login(parameters, room)
    try:
        login.prepare()
    except OIDCException as error:
        sentence = say("The learning platform's request is not complete: {error}.", error=error)
        hint = "Open the activity from your course. This address does nothing by itself."
        raise LaunchError("login.incomplete", sentence, hint) from None
    if not is_ours(login.target, room.public_url):
        raise LaunchError(
            "login.target.foreign",
            "The learning platform asks to be sent to pages that are not ours.",
            say("The administrator must set the tool's address to {launch_url}.", launch_url=room.launch_url),
            (("target_link_uri", login.target[:300]),),
        )
    return login


def hash_of(secret: str) -> str:
    """What we keep of a browser's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def is_ours(url: str, public_url: str) -> bool:
    """Whether the address lies on this tool: same scheme, host and port."""
    return origin(url) is not None and origin(url) == origin(public_url)


class Parameters(Request):  # type: ignore[misc]  # the library has no types
    """The library's view of a request: its parameters and nothing else."""

    def __init__(self, parameters: Mapping[str, str]) -> None:
        self._parameters = parameters

    def get_param(self, key: str) -> str | None:
        """One parameter."""
        return self._parameters.get(key)


class Nothing:
    """Stands where the library would keep state in cookies and sessions: a record of ours does that."""

    def set_cookie(self, name: str, value: str, exp: int | None = 3600) -> None:
        """Not kept."""

    def save_nonce(self, nonce: str) -> None:
        """Not kept."""


class _Login(OIDCLogin):  # type: ignore[misc]  # the library has no types
    """The library's login with our own state and nonce."""

    redirect_to: str

    def __init__(self, parameters: Mapping[str, str], room: LtiRoom) -> None:
        super().__init__(Parameters(parameters), Platforms(room.platforms), Nothing(), Nothing())
        self._secret = room.new_secret()
        self._launch_url = room.launch_url
        self.nonce = room.new_secret()
        self.target = parameters.get("target_link_uri") or room.launch_url

    @property
    def state(self) -> str:
        """The state as the library sends it."""
        return f"state-{self._secret}"

    @property
    def auth_login_url(self) -> str:
        """Where the registered platform signs people in."""
        address: str = self._registration.get_auth_login_url()
        return address

    def prepare(self) -> None:
        """Find the platform, and write down where the browser goes."""
        url: str = self._prepare_redirect_url(self._launch_url)
        address = self.auth_login_url
        self.redirect_to = url.replace(f"{address}?", f"{address}&", 1) if "?" in address else url

    def _get_uuid(self) -> str:
        return self._secret

    def _generate_nonce(self) -> str:
        return self.nonce  # the library's own nonce would give away the machine's network address and clock
