"""Calls to an LMS's LTI services with a token (Security Framework 1.0, section 4), by pylti1p3, hardened."""

from __future__ import annotations

import json
import re
import threading
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

import jwt
import requests
from pylti1p3.service_connector import ServiceConnector

from lti.addresses import origin
from lti.http import BoundedSession, refused
from lti.platforms import to_library
from lti.tool_keys import SigningKeys
from plugin.domain.bounded_json import load_json
from plugin.domain.errors import ServiceError
from plugin.domain.platforms import Registration
from plugin.domain.ports.running import Clock
from plugin.domain.text import say

ANSWER_MAX = 20_000_000
TOKEN_ANSWER_MAX = 50_000
TOKEN_LASTS = 3600  # seconds, where the LMS does not say, and at the most
EARLY = timedelta(seconds=60)  # a token is not used in its last minute
ASSERTION_LASTS = timedelta(seconds=60)
_NEXT = re.compile(r"<([^>]*)>\s*;[^,]*?rel\s*=\s*[\"“”']?next\b", re.I)  # Moodle writes curly quotes in AGS


class Tokens:
    """Access tokens by client, token address and scopes, so that no institution ever uses another's."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._known: dict[tuple[str, ...], tuple[datetime, str]] = {}
        self._lock = threading.Lock()

    def get(self, key: tuple[str, ...]) -> str | None:
        """A token that still lives."""
        with self._lock:
            until, token = self._known.get(key, (None, None))
        return token if until and self.clock.now() < until else None

    def put(self, key: tuple[str, ...], token: str, seconds: int) -> None:
        """Keep a token for as long as the LMS said."""
        with self._lock:
            self._known[key] = (self.clock.now() + timedelta(seconds=seconds) - EARLY, token)

    def forget(self, key: tuple[str, ...]) -> None:
        """The LMS no longer takes it."""
        with self._lock:
            self._known.pop(key, None)


class Connector(ServiceConnector):  # type: ignore[misc]  # the library has no types
    """One registration's connection; the library's services call `make_service_request`."""

    def __init__(self, registration: Registration, session: BoundedSession, tokens: Tokens, keys: SigningKeys) -> None:
        super().__init__(to_library(registration), session)
        self._ours = registration
        self._session = session
        self._tokens = tokens
        self._keys = keys

    def get_access_token(self, scopes: Sequence[str]) -> str:
        """A token for those scopes, from the cache where one lives; ServiceError when the LMS gives none."""
        key = self._key(scopes)
        token = self._tokens.get(key)
        if token is None:
            token, seconds = self._new_token(sorted(scopes))
            self._tokens.put(key, token, seconds)
        return token

    def make_service_request(
        self,
        scopes: Sequence[str],
        url: str,
        is_post: bool = False,
        data: str | None = None,
        content_type: str = "application/json",
        accept: str = "application/json",
        case_insensitive_headers: bool = False,
    ) -> dict[str, Any]:
        """One call; a token that the LMS no longer takes is fetched anew, once. ServiceError for any other refusal."""
        headers = {"Accept": accept, **({"Content-Type": content_type} if is_post else {})}
        answer = self._answer(scopes, "POST" if is_post else "GET", url, data, headers)
        body = load_json(answer.content, ANSWER_MAX, say("The learning platform's answer")) if answer.content else None
        return {"headers": answer.headers, "body": body, "next_page_url": next_page(answer, url)}

    def put(self, scopes: Sequence[str], url: str, value: Mapping[str, Any]) -> None:
        """Put a JSON object there; ServiceError for any refusal."""
        headers = {"Accept": "application/json", "Content-Type": "application/json"}
        self._answer(scopes, "PUT", url, json.dumps(value), headers)

    def _answer(
        self, scopes: Sequence[str], method: str, url: str, data: str | None, headers: dict[str, str]
    ) -> requests.Response:
        answer = self._call(scopes, method, url, data, headers)
        if answer.status_code == 401:
            self._tokens.forget(self._key(scopes))
            answer = self._call(scopes, method, url, data, headers)
        if not answer.ok or answer.is_redirect:
            raise refused(answer, say("what was asked for"))
        return answer

    def _call(
        self, scopes: Sequence[str], method: str, url: str, data: str | None, headers: dict[str, str]
    ) -> requests.Response:
        if urlsplit(self._ours.auth_token_url).scheme == "https" != urlsplit(url).scheme:
            sentence = "The learning platform names an address without https, so no token is sent there."
            raise ServiceError("lms.plain", sentence, "Ask its administrator.")
        authorised = {**headers, "Authorization": f"Bearer {self.get_access_token(scopes)}"}
        return self._session.request(method, url, data=data.encode() if data else None, headers=authorised)

    def _key(self, scopes: Sequence[str]) -> tuple[str, ...]:
        return (self._ours.id, self._ours.client_id, self._ours.auth_token_url, *sorted(scopes))

    def _new_token(self, scopes: list[str]) -> tuple[str, int]:
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": self._assertion(),
            "scope": " ".join(scopes),
        }
        answer = self._session.post(self._ours.auth_token_url, data=form)
        if not answer.ok:
            raise refused(answer, say("to let this tool in"))
        body = load_json(answer.content, TOKEN_ANSWER_MAX, say("The learning platform's answer"))
        token, seconds = (body.get(n) if isinstance(body, dict) else None for n in ("access_token", "expires_in"))
        if not isinstance(token, str) or not token:
            raise ServiceError("lms.token", "The learning platform gave no token.", "Ask its administrator.")
        return token, int(min(max(seconds, 0), TOKEN_LASTS)) if isinstance(seconds, int | float) else TOKEN_LASTS

    def _assertion(self) -> str:
        now = self._tokens.clock.now()
        claims = {
            "iss": self._ours.client_id,
            "sub": self._ours.client_id,
            "aud": self._ours.auth_token_url,
            "iat": int((now - timedelta(seconds=5)).timestamp()),
            "exp": int((now + ASSERTION_LASTS).timestamp()),
            "jti": str(uuid.uuid4()),
        }
        key = self._keys.current
        return jwt.encode(claims, key.private, "RS256", headers={"kid": key.kid})


def next_page(answer: requests.Response, url: str) -> str | None:
    """The next page as the LMS wrote it, when it lies on the same host; a token goes nowhere else."""
    header = answer.headers.get("Link", "")
    text = header.encode("latin-1", "replace").decode("utf-8", "replace")
    found = _NEXT.search(text)
    if found is None:
        return None
    try:
        address = urljoin(url, found.group(1).replace("&amp;", "&"))
    except ValueError:
        return None
    return address if origin(address) == origin(url) else None
