"""Questions to the services of a trust service provider: short, bounded in time and size, never followed elsewhere."""

from __future__ import annotations

import time
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

from plugin.domain.errors import ServiceError
from plugin.domain.text import say

SECONDS = (5.0, 15.0)  # to connect, and between two bytes of the answer
IN_ALL = 30.0
ANSWER_MAX = 10_000_000
PART = 65_536
AT_ONCE = 32
WAITS = say("What is to be sealed waits; try again later.")
_LATE = say("{host} does not answer in time.")
_AWAY = say("{host} does not answer at all.")


class Posting:
    """One session for all questions. Safe for many threads."""

    def __init__(self) -> None:
        self._session = requests.Session()
        self._session.trust_env = False
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, HTTPAdapter(pool_maxsize=AT_ONCE))

    def post(self, url: str, body: bytes, media_type: str) -> bytes:
        """The answer to a question; ServiceError when there is none."""
        return self._ask("POST", url, body, {"Content-Type": media_type})

    def get(self, url: str) -> bytes:
        """What lies there; ServiceError when nothing does."""
        return self._ask("GET", url, None, {})

    def _ask(self, method: str, url: str, body: bytes | None, headers: dict[str, str]) -> bytes:
        host = urlsplit(url).hostname
        try:
            with self._session.request(
                method, url, data=body, headers=headers, timeout=SECONDS, allow_redirects=False, stream=True
            ) as answer:
                data, status = _body(answer), answer.status_code
        except (requests.RequestException, OSError) as error:
            sentence = _LATE if isinstance(error, requests.Timeout) else _AWAY
            raise ServiceError("seal.trust_service", sentence.with_values(host=host), WAITS) from None
        if status != requests.codes.ok or len(data) > ANSWER_MAX:
            raise ServiceError(
                "seal.trust_service", say("{host} is out of order (status {status}).", host=host, status=status), WAITS
            )
        return data


def _body(answer: requests.Response) -> bytes:
    """At most `ANSWER_MAX` bytes and a little, and not drop by drop for ever."""
    data, until = b"", time.monotonic() + IN_ALL
    while len(data) <= ANSWER_MAX and (part := answer.raw.read1(PART, decode_content=True)):
        data += part
        if time.monotonic() > until:
            raise requests.Timeout
    return data
