"""The real web: https only, public addresses only, bounded in time and size, no redirects."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from http.client import HTTPException, HTTPSConnection
from urllib.parse import SplitResult, urlsplit

from plugin.domain.errors import ServiceError
from plugin.domain.text import say

SECONDS = 10
SIZE_MAX = 1_000_000
_LATER = "Try again later, or ask the issuer."


class HttpsLookup:
    """Implements the port `WebLookup`. A name is resolved once, and the checked address is the one connected to."""

    def get(self, url: str) -> bytes:
        """The body of a 200 answer; ServiceError for anything else."""
        parts = _parts(url)
        host = parts.hostname or ""
        try:
            address = _public_address(host, parts.port or 443)
            return _fetch(_Pinned(host, parts.port or 443, address), parts)
        except (OSError, HTTPException, UnicodeError):
            raise ServiceError(
                "web.unreachable", say("{host} did not answer as it should.", host=host), _LATER
            ) from None


class _Pinned(HTTPSConnection):
    """Connects to one address, while the certificate must be the host's."""

    def __init__(self, host: str, port: int, address: str) -> None:
        super().__init__(host, port, timeout=SECONDS)
        self._address = address
        self._tls = ssl.create_default_context()

    def connect(self) -> None:
        """Open the connection to the pinned address."""
        plain = socket.create_connection((self._address, self.port), SECONDS)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        usable = parts.scheme == "https" and bool(parts.hostname) and not parts.username and (parts.port or 443)
    except ValueError:
        usable = False
    if not usable or not url.isascii() or any(c <= " " for c in url):
        raise ServiceError("web.not_https", say("“{url}” is not an https address.", url=url[:200]), "Ask the issuer.")
    return parts


def _public_address(host: str, port: int) -> str:
    """The first address of the host; ServiceError when any of them is not public (it might be ours)."""
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(ipaddress.ip_address(address.partition("%")[0]).is_global for address in found):
        raise ServiceError("web.not_public", say("{host} is not a public address.", host=host), "Ask the issuer.")
    return found[0]


def _fetch(connection: HTTPSConnection, parts: SplitResult) -> bytes:
    ends = time.monotonic() + SECONDS
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request(
            "GET", target, headers={"Accept": "application/json, */*;q=0.1", "Accept-Encoding": "identity"}
        )
        answer = connection.getresponse()
        if answer.status != 200:
            raise ServiceError(
                "web.status",
                say("{host} answered with {status}.", host=parts.hostname, status=str(answer.status)),
                _LATER,
            )
        body = b""
        while chunk := answer.read1(65536):
            body += chunk
            if len(body) > SIZE_MAX or time.monotonic() > ends:
                raise ServiceError(
                    "web.too_much", say("{host} sent too much, or too slowly.", host=parts.hostname), _LATER
                )
        return body
    finally:
        connection.close()
