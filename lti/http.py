"""Every call to an LMS: bounded in time and size, no redirects (a token must not travel on), errors without bodies."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import BaseHTTPResponse
from urllib3.exceptions import InvalidHeader
from urllib3.util import Retry

from plugin.domain.errors import ServiceError
from plugin.domain.text import say

CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS = 5, 20, 30
SIZE_MAX = 20_000_000
WAIT_SECONDS_MAX = 10
RETRIED = (429, 502, 503, 504)
USER_AGENT = "Twinseal (LTI 1.3 tool)"  # some Moodle sites answer 403 to requests without one
_LATER = "Try again in a few minutes; if it stays, tell the administrator of the learning platform."


class BoundedSession(requests.Session):
    """A session for pylti1p3 and for us. GET is tried again twice; ServiceError replaces every error of transport."""

    def __init__(self, read_seconds: float = READ_SECONDS, size_max: int = SIZE_MAX) -> None:
        super().__init__()
        self.headers["User-Agent"] = USER_AGENT
        self.trust_env = False
        self._timeout = (CONNECT_SECONDS, read_seconds)
        self._size_max = size_max
        retry = _Patient(
            total=2,
            backoff_factor=0.2,
            status_forcelist=RETRIED,
            allowed_methods={"GET"},
            raise_on_status=False,
            redirect=0,
        )
        for scheme in ("http://", "https://"):
            self.mount(scheme, HTTPAdapter(max_retries=retry))

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **kwargs: Any) -> requests.Response:
        """The answer with its body read; ServiceError when there is none within the limits."""
        kwargs.update(timeout=self._timeout, allow_redirects=False, stream=True)
        try:
            answer = super().request(method, url, *args, **kwargs)
            self._read(answer)
        except requests.RequestException:
            raise ServiceError("lms.unreachable", say("{host} did not answer.", host=_host(url)), _LATER) from None
        return answer

    def _read(self, answer: requests.Response) -> None:
        ends, body = time.monotonic() + WHOLE_SECONDS, bytearray()
        for chunk in answer.iter_content(65_536):
            body += chunk
            if len(body) > self._size_max or time.monotonic() > ends:
                answer.close()
                sentence = say("{host} sent too much, or too slowly.", host=_host(answer.url))
                raise ServiceError("lms.too_much", sentence, _LATER)
        answer._content = bytes(body)  # what `content` and `json()` of requests read


class _Patient(Retry):
    """Waits as long as an LMS asks for (`Retry-After`) when that is short; nobody can make us wait for a day."""

    def get_retry_after(self, response: BaseHTTPResponse) -> float | None:
        """Seconds, when they are few."""
        try:
            seconds = super().get_retry_after(response)
        except InvalidHeader:
            return None
        return seconds if seconds is not None and seconds <= WAIT_SECONDS_MAX else None


def refused(answer: requests.Response, what: str) -> ServiceError:
    """The error for an answer that is no success. Its body may hold names and marks, so it is never repeated."""
    sentence = say(
        "{host} refused {what} (status {status}).", host=_host(answer.url), what=what, status=str(answer.status_code)
    )
    return ServiceError("lms.refused", sentence, _LATER)


def _host(url: str | bytes) -> str:
    text = url.decode("ascii", "replace") if isinstance(url, bytes) else url
    try:
        return urlsplit(text).netloc or say("The learning platform")
    except ValueError:
        return say("The learning platform")
