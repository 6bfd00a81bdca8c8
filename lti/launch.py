"""The launch (LTI Core 1.3, section 5.1; Security Framework 1.0, section 5.1.3), by pylti1p3, with its gaps closed."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
from pylti1p3.message_launch import MessageLaunch

from lti.browser_storage import storage_in
from lti.claims import LTI, to_launch
from lti.login import Nothing, Parameters, hash_of, is_ours
from lti.platforms import Platforms
from lti.room import LtiRoom
from plugin.domain.bounded_json import load_json
from plugin.domain.errors import InputError, LaunchError
from plugin.domain.platforms import BrowserProof, BrowserStorage, Deployment, Launch, LoginRecord, Registration

LEEWAY = timedelta(seconds=60)
OLDEST = timedelta(hours=1)
TOKEN_MAX = 100_000
_AGAIN = "Go back to your course and open the activity again."
_ADMINISTRATOR = "Open the activity again. If it stays, show this page to the administrator."


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

    def __init__(
        self, parameters: Mapping[str, str], browser_secret: str | None, room: LtiRoom, from_storage: bool
    ) -> None:
        super().__init__(Parameters(parameters), Platforms(room.platforms), Nothing(), Nothing())
        self._parameters = parameters
        self._room = room
        self._browser_secret = browser_secret or ""
        self._from_storage = from_storage

    def _get_request_param(self, key: str) -> str:
        return self._parameters.get(key, "")

    @property
    def claims(self) -> Mapping[str, Any]:
        """The claims of the id_token."""
        claims: Mapping[str, Any] = self._jwt["body"]
        return claims

    def validate_state(self) -> _Launch:
        """Spends the login that this launch answers, and asks for the browser that began it."""
        if self._get_request_param("error"):
            raise LaunchError("launch.error", "The learning platform refused to sign you in.", _AGAIN)
        record = self._room.replay.pop(self._get_request_param("state"))
        if record is None:
            sentence = "This launch was used already, or it waited for too long."
            raise LaunchError("launch.state", sentence, _AGAIN)
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
        token = self._get_request_param("id_token")
        if len(token) > TOKEN_MAX or token.count(".") != 2:
            raise LaunchError("launch.token.form", "The learning platform's message is damaged.", _AGAIN)
        try:
            parts = [self.urlsafe_b64decode(part) for part in token.split(".")[:2]]
            header, body = (load_json(_bytes(part), TOKEN_MAX, "The message") for part in parts)
        except (InputError, ValueError):
            raise LaunchError("launch.token.form", "The learning platform's message is damaged.", _AGAIN) from None
        if not isinstance(header, dict) or not isinstance(body, dict):
            raise LaunchError("launch.token.form", "The learning platform's message is damaged.", _AGAIN)
        self._jwt = {"header": header, "body": body}
        return self

    def validate_nonce(self) -> _Launch:
        """The nonce of this very login."""
        nonce = self.claims.get("nonce")
        if not isinstance(nonce, str) or not hmac.compare_digest(nonce.encode(), self._record.nonce.encode()):
            raise LaunchError("launch.nonce", "This message does not answer your login.", _AGAIN)
        return self

    def get_client_id(self) -> str:
        """The client id of this login, when the token is meant for it (OpenID Connect Core, section 3.1.3.7)."""
        ours, audience, party = self._record.client_id, self.claims.get("aud"), self.claims.get("azp")
        several = isinstance(audience, list)
        meant = ours in audience if isinstance(audience, list) else audience == ours
        alone = not several or len(audience) == 1  # type: ignore[arg-type]  # a list when `several`
        if not meant or (party is not None and party != ours) or (not alone and party is None):
            raise LaunchError("launch.audience", "This message is meant for another tool.", _ADMINISTRATOR)
        return ours

    def validate_registration(self) -> _Launch:
        """The issuer and the client of this login, and registered."""
        if self.claims.get("iss") != self._record.issuer:
            raise LaunchError("launch.issuer", "This message comes from another learning platform.", _ADMINISTRATOR)
        super().validate_registration()
        self.registered = self._tool_config.registration(self._record.issuer, self._record.client_id)
        return self

    def validate_jwt_signature(self) -> _Launch:
        """RS256 by a published key; times present, not over, not to come, and not a day old."""
        kid, algorithm = self._jwt["header"].get("kid"), self._jwt["header"].get("alg")
        if algorithm != "RS256" or not isinstance(kid, str) or not kid:
            sentence = "The learning platform's message is not signed as the standard demands."
            raise LaunchError("launch.signature.kind", sentence, _ADMINISTRATOR)
        key = self._room.key_sets.key(self.registered.key_set_url, kid)
        ours: Any = {f"verify_{name}": False for name in ("aud", "sub", "exp", "iat", "nbf")}  # checked by us
        try:
            jwt.decode(self._get_request_param("id_token"), key, ["RS256"], ours)
        except jwt.InvalidTokenError:
            sentence = "The signature of the learning platform's message does not hold."
            raise LaunchError("launch.signature", sentence, _ADMINISTRATOR) from None
        self._check_times()
        return self

    def validate_deployment(self) -> _Launch:
        """A deployment that is known, and that an administrator bound to an institution."""
        deployment_id = self.claims.get(LTI + "deployment_id")
        known = isinstance(deployment_id, str) and self._room.platforms.deployment(self.registered.id, deployment_id)
        if not known:
            if isinstance(deployment_id, str) and deployment_id:
                self._room.platforms.propose_deployment(self.registered.id, deployment_id)
            raise self._deployment_refused("launch.deployment.unknown", "is not known to this tool yet")
        if known.institution_id is None:
            raise self._deployment_refused("launch.deployment.waiting", "waits for the administrator's approval")
        self.deployed = known
        return self

    def validate_message(self) -> _Launch:
        """Any message for pages of ours; which page answers an unusual one is not for this room to say."""
        if self.claims.get(LTI + "version") != "1.3.0":
            raise LaunchError("launch.version", "The learning platform speaks another version of LTI.", _ADMINISTRATOR)
        message = self.claims.get(LTI + "message_type")
        if not isinstance(message, str) or not message:
            sentence = "The learning platform did not say what it asks for."
            raise LaunchError("launch.message", sentence, "Open the micro-credential from inside a course.")
        target = self.claims.get(LTI + "target_link_uri")
        if not isinstance(target, str) or not is_ours(target, self._room.public_url):
            sentence = "The learning platform asks to be sent to pages that are not ours."
            raise LaunchError("launch.target.foreign", sentence, _ADMINISTRATOR)
        return self

    def save_launch_data(self) -> _Launch:
        """Nothing of a token is kept."""
        return self

    def _check_times(self) -> None:
        now = self._room.clock.now()
        issued, ends = (_moment(self.claims.get(name)) for name in ("iat", "exp"))
        if issued is None or ends is None:
            sentence = "The learning platform's message does not say when it was made and until when it holds."
            raise LaunchError("launch.time.none", sentence, _ADMINISTRATOR)
        if issued > now + LEEWAY:
            seconds = int((issued - now).total_seconds())
            sentence = f"The learning platform's clock is {seconds} seconds ahead of ours."
            raise LaunchError("launch.time.ahead", sentence, _ADMINISTRATOR)
        if ends < now - LEEWAY or issued < now - OLDEST:
            raise LaunchError("launch.time.old", "The learning platform's message is too old.", _AGAIN)

    def _deployment_refused(self, code: str, why: str) -> LaunchError:
        deployment_id = str(self.claims.get(LTI + "deployment_id"))[:300]
        details = (
            ("issuer", self.registered.issuer),
            ("client id", self.registered.client_id),
            ("deployment id", deployment_id),
        )
        hint = "Nothing is lost. The administrator of this tool must bind it to an institution; then open it again."
        return LaunchError(code, f"This place in your learning platform {why}.", hint, details)


def _moment(value: object) -> datetime | None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _bytes(part: str | bytes) -> bytes:
    return part.encode() if isinstance(part, str) else part
