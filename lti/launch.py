"""The launch (LTI Core 1.3, section 5.1; Security Framework 1.0, section 5.1.3), by pylti1p3, with its gaps closed."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import requests
from pylti1p3.message_launch import MessageLaunch

from lti.browser_storage import storage_in
from lti.claims import LTI, to_launch
from lti.id_token import ADMINISTRATOR, AGAIN, IdToken, check_signature, check_times, is_meant_for, parse
from lti.login import Nothing, Parameters, hash_of, is_ours
from lti.platforms import Platforms
from lti.room import LtiRoom
from plugin.domain.errors import LaunchError
from plugin.domain.platforms import BrowserProof, BrowserStorage, Deployment, Launch, LoginRecord, Registration
from plugin.domain.text import Said, say

_UNKNOWN = say("This place in your learning platform is not known to this tool yet.")
_WAITING = say("This place in your learning platform waits for the administrator's approval.")

_UNUSED = requests.Session()  # the library would open one for every launch; we ask through the room's own


def accept_launch(
    parameters: Mapping[str, str], browser_secret: str | None, room: LtiRoom, from_storage: bool = False
) -> Launch:
    """The checked launch; LaunchError for everything else, with nothing of the token in it.

    from_storage: whether the secret comes out of the LMS's storage, by a page of our own, and not in a cookie.
    """
    launch = _Launch(parameters, browser_secret, room, from_storage)
    launch.validate()
    made = to_launch(launch.claims, launch.registered, launch.deployed, room.clock.now())
    return replace(made, browser=launch.browser)


def storage_to_ask(state: str, room: LtiRoom) -> BrowserStorage | None:
    """Where the secret of that login is kept, when the LMS keeps it; nothing is spent by asking."""
    record = room.replay.peek(state)
    known = room.platforms.registrations(record.issuer, record.client_id) if record and record.storage_target else ()
    return storage_in(record.storage_target, state, known[0].auth_login_url) if record and known else None


class _Launch(MessageLaunch):  # type: ignore[misc]  # the library has no types
    """The library's steps in the library's order; each step that it leaves open is replaced."""

    registered: Registration
    deployed: Deployment
    _record: LoginRecord
    _token: IdToken
    _known: Deployment | None
    _named: str  # the deployment id that the LMS says; empty when it says none

    def __init__(
        self, parameters: Mapping[str, str], browser_secret: str | None, room: LtiRoom, from_storage: bool
    ) -> None:
        platforms = Platforms(room.platforms)
        super().__init__(Parameters(parameters), platforms, Nothing(), Nothing(), requests_session=_UNUSED)
        self._platforms = platforms
        self._parameters = parameters
        self._room = room
        self._browser_secret = browser_secret or ""
        self._from_storage = from_storage

    def _get_request_param(self, key: str) -> str:
        return self._parameters.get(key, "")

    @property
    def claims(self) -> Mapping[str, Any]:
        """The claims of the id_token."""
        return self._token.claims

    def validate_state(self) -> _Launch:
        """Spends the login that this launch answers, and asks for the browser that began it."""
        if self._get_request_param("error"):
            raise LaunchError("launch.error", "The learning platform refused to sign you in.", AGAIN)
        record = self._room.replay.pop(self._get_request_param("state"))
        if record is None:
            sentence = "This launch was used already, or it waited for too long."
            raise LaunchError("launch.state", sentence, AGAIN)
        same = hmac.compare_digest(record.browser, hash_of(self._browser_secret))
        if not same or (self._from_storage and not record.storage_target):
            sentence = "Your browser did not bring back the cookie that protects this launch."
            hint = "Go back to your course and open the activity again; allow cookies for this page if it stays."
            raise LaunchError("launch.browser", sentence, hint)
        self._record = record
        return self

    @property
    def browser(self) -> BrowserProof:
        """How the browser was recognised."""
        if self._from_storage:
            return BrowserProof.STORAGE
        return BrowserProof.TAB if self._record.in_tab else BrowserProof.COOKIE

    def validate_jwt_format(self) -> _Launch:
        """Header and claims within limits of size and depth."""
        self._token = parse(self._get_request_param("id_token"))
        self._jwt = {"header": self._token.header, "body": self._token.claims}
        return self

    def validate_nonce(self) -> _Launch:
        """The nonce of this very login."""
        nonce = self.claims.get("nonce")
        if not isinstance(nonce, str) or not hmac.compare_digest(nonce.encode(), self._record.nonce.encode()):
            raise LaunchError("launch.nonce", "This message does not answer your login.", AGAIN)
        return self

    def get_client_id(self) -> str:
        """The client id of this login, when the token is meant for it (OpenID Connect Core, section 3.1.3.7)."""
        if not is_meant_for(self._record.client_id, self.claims):
            raise LaunchError("launch.audience", "This message is meant for another tool.", ADMINISTRATOR)
        return self._record.client_id

    def validate_registration(self) -> _Launch:
        """The issuer and the client of this login, and registered."""
        if self.claims.get("iss") != self._record.issuer:
            raise LaunchError("launch.issuer", "This message comes from another learning platform.", ADMINISTRATOR)
        named = self.claims.get(LTI + "deployment_id")
        self._named = named if isinstance(named, str) else ""
        self.registered, self._known = self._platforms.launched_from(
            self._record.issuer, self._record.client_id, self._named
        )
        super().validate_registration()
        return self

    def validate_jwt_signature(self) -> _Launch:
        """RS256 by a published key; times present, not over, not to come, and not a day old."""
        check_signature(self._token, self.registered, self._room.key_sets)
        check_times(self.claims, self._room.clock.now())
        return self

    def validate_deployment(self) -> _Launch:
        """A deployment that is known, and that an administrator bound to an institution."""
        if self._known is None:
            if self._named:
                self._room.platforms.propose_deployment(self.registered.id, self._named)
            raise self._deployment_refused("launch.deployment.unknown", _UNKNOWN)
        if self._known.institution_id is None:
            raise self._deployment_refused("launch.deployment.waiting", _WAITING)
        self.deployed = self._known
        return self

    def validate_message(self) -> _Launch:
        """Any message for pages of ours; which page answers an unusual one is not for this room to say."""
        if self.claims.get(LTI + "version") != "1.3.0":
            raise LaunchError("launch.version", "The learning platform speaks another version of LTI.", ADMINISTRATOR)
        message = self.claims.get(LTI + "message_type")
        if not isinstance(message, str) or not message:
            sentence = "The learning platform did not say what it asks for."
            raise LaunchError("launch.message", sentence, "Open the micro-credential from inside a course.")
        target = self.claims.get(LTI + "target_link_uri")
        if not isinstance(target, str) or not is_ours(target, self._room.public_url):
            sentence = "The learning platform asks to be sent to pages that are not ours."
            raise LaunchError("launch.target.foreign", sentence, ADMINISTRATOR)
        return self

    def save_launch_data(self) -> _Launch:
        """Nothing of a token is kept."""
        return self

    def _deployment_refused(self, code: str, sentence: Said) -> LaunchError:
        details = (
            ("issuer", self.registered.issuer),
            (say("client id"), self.registered.client_id),
            (say("deployment id"), self._named[:300] or say("not sent")),
        )
        hint = "Nothing is lost. The administrator of this tool must bind it to an institution; then open it again."
        return LaunchError(code, sentence, hint, details)
