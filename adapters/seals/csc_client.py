"""Calls to a CSC service: a token by OAuth 2.0 client credentials (RFC 6749, section 4.4), then JSON by POST."""

from __future__ import annotations

import time
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

from adapters.seals.configuration import Configuration
from plugin.domain.bounded_json import load_json
from plugin.domain.errors import InputError, ServiceError
from plugin.domain.text import say

SECONDS = (5.0, 20.0)  # to connect, and between two bytes of the answer
IN_ALL = 40.0
ANSWER_MAX = 1_000_000
PART = 65_536
AT_ONCE = 32
EARLY = 30  # seconds before its end that a token is given up
_WAITS = "What is to be sealed waits; try again later."
_LATE = say("The signing service {host} does not answer in time.")
_AWAY = say("The signing service {host} does not answer at all.")


class CscClient:
    """One service as one client of it. Safe for many threads; the token is asked for once and kept until it ends."""

    def __init__(self, how: Configuration, secret: str) -> None:
        self._service = _secure(how.text("service").rstrip("/"))
        self._token_url = _secure(how.text("token_url", f"{self._service}/oauth2/token"))
        self._client = (how.text("client_id"), secret)
        self._session = requests.Session()
        self._session.trust_env = False  # no netrc: it would replace the bearer token
        self._session.mount("https://", HTTPAdapter(pool_connections=1, pool_maxsize=AT_ONCE))
        self._session.mount("http://", HTTPAdapter(pool_connections=1, pool_maxsize=AT_ONCE))
        self._lock = Lock()
        self._token, self._until = "", 0.0

    def call(self, method: str, request: dict[str, Any]) -> dict[str, Any]:
        """The answer to a method such as `credentials/info`; ServiceError for anything but a good answer."""
        answer = self._post(f"{self._service}/{method}", json=request, token=self._fresh_token())
        if answer[0] == requests.codes.unauthorized:  # the token was withdrawn before its end
            answer = self._post(f"{self._service}/{method}", json=request, token=self._fresh_token(spent=True))
        return _good(*answer)

    def _fresh_token(self, spent: bool = False) -> str:
        with self._lock:
            if spent or time.monotonic() >= self._until:
                form = {"grant_type": "client_credentials", "scope": "service"}
                answer = _good(*self._post(self._token_url, data=form, auth=self._client))
                token, seconds = answer.get("access_token"), answer.get("expires_in", 60)
                if not isinstance(token, str) or not isinstance(seconds, int | float):
                    raise wrong()
                self._token, self._until = token, time.monotonic() + seconds - EARLY
            return self._token

    def _post(self, url: str, token: str = "", **what: Any) -> tuple[int, bytes]:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        try:
            with self._session.post(
                url, headers=headers, timeout=SECONDS, allow_redirects=False, stream=True, **what
            ) as answer:
                return answer.status_code, _body(answer)
        except (requests.RequestException, OSError) as error:
            sentence = _LATE if isinstance(error, requests.Timeout) else _AWAY
            raise ServiceError("seal.away", sentence.with_values(host=urlsplit(url).hostname), _WAITS) from None


def _body(answer: requests.Response) -> bytes:
    """At most `ANSWER_MAX` bytes and a little, and not drop by drop for ever."""
    data, until = b"", time.monotonic() + IN_ALL
    while len(data) <= ANSWER_MAX and (part := answer.raw.read1(PART, decode_content=True)):
        data += part
        if time.monotonic() > until:
            raise requests.Timeout
    return data


def wrong() -> ServiceError:
    """The service answered, but not as the API says."""
    return ServiceError("seal.wrong", "The signing service gave an answer that cannot be used.", _WAITS)


def _good(status: int, body: bytes) -> dict[str, Any]:
    if status in (requests.codes.bad_request, requests.codes.unauthorized, requests.codes.forbidden):
        hint = "What is to be sealed waits. Check client, secret and credential: twinseal keys connect"
        raise ServiceError("seal.refused", "The signing service refuses to seal.", hint)
    if status != requests.codes.ok:
        raise ServiceError(
            "seal.away", say("The signing service is out of order (status {status}).", status=status), _WAITS
        )
    try:
        answer = load_json(body, ANSWER_MAX, say("The answer of the signing service"))
    except InputError:
        raise wrong() from None
    if not isinstance(answer, dict):
        raise wrong()
    return answer


def _secure(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname == "127.0.0.1"):
        return url
    raise InputError(
        "seal.configuration", say("{url} is not an https address.", url=url[:200]), "The secret goes there: use https."
    )
