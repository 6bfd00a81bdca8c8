"""A REST service behind OAuth2 (RFC 6749): Canvas and Open edX. Tokens are fetched anew, sent in a header only."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode, urlsplit

from lti.connector import next_page
from lti.http import BoundedSession
from plugin.domain.bounded_json import load_json
from plugin.domain.errors import InputError, ServiceError
from plugin.domain.text import say

READ_SECONDS = 20
ANSWER_MAX = 50_000_000
PAGES_MAX = 500
FAILURES_MAX = 3  # after so many calls without an answer nothing more is asked
_SENTENCES = {
    401: say("{name} does not accept the tool's credentials. Its administrator must give new ones."),
    403: say("{name} does not let the tool see this. Its administrator must allow it."),
    404: say("{name} does not know this course or person, or does not show them to the tool."),
    429: say("{name} asks for fewer questions at a time."),
}
_REFUSED = say("{name} refused to answer (status {status}).")


class RestError(ServiceError):
    """A refusal in our words. `status`: of HTTP, 0 where there was no usable answer. `said`: the service's own code."""

    def __init__(self, status: int, sentence: str, said: str = "") -> None:
        super().__init__(f"lms.status_{status}", sentence, say("Nothing is lost; it is read again the next time."))
        self.status = status
        self.said = said


@dataclass(frozen=True, slots=True)
class Credentials:
    """How tokens are got: the form of the token request. Without one, `token` is used as it is."""

    form: Mapping[str, str] = field(repr=False)
    token: str = field(default="", repr=False)


def credentials(text: str, needed: tuple[str, ...], more: Mapping[str, str]) -> Credentials:
    """What an administrator entered: a JSON object with the `needed` members, or a bare token.

    `more` is what the token request says besides. InputError when members are missing.
    """
    if not text.lstrip().startswith("{"):
        return Credentials({}, text.strip())
    value = load_json(text.encode(), 20_000, say("The token"))
    given = {name: value.get(name) for name in needed}
    missing = [name for name, entry in given.items() if not isinstance(entry, str) or not entry]
    if missing:
        sentence = say("The credentials lack {names}.", names=tuple(missing))
        raise InputError("lms.credentials", sentence, say("Enter a JSON object with {names}.", names=tuple(needed)))
    return Credentials({**more, **given})


class RestService:
    """One site. `name` stands in sentences, `scheme` before the token (Bearer, JWT). Safe for several threads."""

    def __init__(self, name: str, base: str, token_path: str, access: Credentials, scheme: str = "Bearer") -> None:
        self._name = name
        self._base = base.rstrip("/")
        self._token_url = self._base + token_path
        self._access = access
        self._scheme = scheme
        self._token = access.token
        self._lock = threading.Lock()
        self._own = threading.local()  # a session is not made for several threads
        self._failures = 0

    def get(self, path: str, **query: str) -> Any:
        """The answer, numbers exactly as they were written; RestError otherwise."""
        return self._get(self._url(path, query))[0]

    def pages(self, path: str, **query: str) -> list[Any]:
        """A list whose further pages the Link header or a member `next` names, on the same site."""
        url: str | None = self._url(path, query)
        seen: set[str] = set()
        found: list[Any] = []
        while url:
            if url in seen or len(seen) >= PAGES_MAX:
                raise RestError(0, say("{name}'s list does not come to an end.", name=self._name))
            seen.add(url)
            value, url = self._get(url)
            entries = value.get("results") if isinstance(value, dict) else value
            if not isinstance(entries, list):
                raise RestError(0, self._strange)
            found += entries
        return found

    @property
    def _strange(self) -> str:
        return say("{name} answered in a form that this tool does not know.", name=self._name)

    def _url(self, path: str, query: Mapping[str, str]) -> str:
        return f"{self._base}{path}" + (f"?{urlencode(query)}" if query else "")

    def _get(self, url: str) -> tuple[Any, str | None]:
        if self._failures >= FAILURES_MAX:
            raise RestError(
                0, say("{name} did not answer, so nothing more was asked. It is tried again later.", name=self._name)
            )
        try:
            return self._once(url)
        except RestError:
            raise
        except (ServiceError, InputError) as error:
            with self._lock:
                self._failures += 1
            raise RestError(
                0, say("{name} could not be asked. {error}", name=self._name, error=error.sentence)
            ) from None

    def _once(self, url: str) -> tuple[Any, str | None]:
        answer = self._asked(url, self._current())
        if answer.status_code == 401 and self._access.form:
            answer = self._asked(url, self._renewed())
        if not answer.ok or answer.is_redirect:
            raise self._refused(answer.status_code, answer.content)
        value = load_json(answer.content, ANSWER_MAX, say("{name}'s answer", name=self._name), number=Decimal)
        return value, next_page(answer, url) or self._named_next(value)

    def _asked(self, url: str, token: str) -> Any:
        return self._session.get(
            url, headers={"Authorization": f"{self._scheme} {token}", "Accept": "application/json"}
        )

    def _refused(self, status: int, body: bytes) -> RestError:
        sentence = _SENTENCES.get(status, _REFUSED)
        try:
            value = load_json(body, 20_000, say("The refusal"))
            said = str(value.get("error_code", ""))[:60] if isinstance(value, dict) else ""
        except InputError:
            said = ""
        return RestError(status, sentence.with_values(name=self._name, status=str(status)), said)

    def _named_next(self, value: object) -> str | None:
        """A next page that the body names; the token goes to no other site."""
        url = value.get("next") if isinstance(value, dict) else None
        if not isinstance(url, str) or not url:
            return None
        return url if urlsplit(url)[:2] == urlsplit(self._base)[:2] else None

    def _current(self) -> str:
        with self._lock:
            if not self._token:
                self._token = self._new_token()
            return self._token

    def _renewed(self) -> str:
        with self._lock:
            self._token = self._new_token()
            return self._token

    def _new_token(self) -> str:
        answer = self._session.post(self._token_url, data=dict(self._access.form))
        if not answer.ok:
            raise RestError(401, _SENTENCES[401].with_values(name=self._name))
        value = load_json(answer.content, 50_000, say("{name}'s answer", name=self._name))
        token = value.get("access_token") if isinstance(value, dict) else None
        if not isinstance(token, str) or not token:
            raise RestError(401, say("{name} gave the tool no token.", name=self._name))
        return token

    @property
    def _session(self) -> BoundedSession:
        if not hasattr(self._own, "session"):
            self._own.session = BoundedSession(READ_SECONDS, ANSWER_MAX)
        session: BoundedSession = self._own.session
        return session
