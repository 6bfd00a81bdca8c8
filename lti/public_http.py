"""Calls to addresses that a stranger gave us: https and public addresses only, connected to exactly as checked."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

from lti.addresses import origin
from lti.http import BoundedSession
from plugin.domain.errors import InputError

SECONDS = 5
SIZE_MAX = 256_000


class GuardedSession(BoundedSession):
    """A bounded session that never reaches into a private network, however a name resolves (DNS rebinding).

    `loopback_too` allows plain http to this machine, for a tool that runs on loopback itself.
    """

    def __init__(self, loopback_too: bool = False) -> None:
        super().__init__(SECONDS, SIZE_MAX)
        self._loopback_too = loopback_too
        self.mount("https://", _Pinned())

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **kwargs: Any) -> requests.Response:
        """The answer; InputError for an address that is not https."""
        text = url.decode("ascii", "replace") if isinstance(url, bytes) else url
        if not self._allowed(text):
            sentence = f"“{text[:200]}” is not an https address on the public internet."
            raise InputError("lms.address", sentence, "Check the address in the learning platform's settings.")
        return super().request(method, url, *args, **kwargs)

    def _allowed(self, url: str) -> bool:
        scheme, host, _ = origin(url) or ("", "", None)
        return scheme == "https" or (self._loopback_too and (scheme, host) == ("http", "127.0.0.1"))


class _Pinned(HTTPAdapter):
    """Resolves the name once, checks the address, and connects to that address under the host's own certificate."""

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: Any, cert: Any = None
    ) -> Any:
        """The pool's host is the checked address; certificate and server name stay the host's own."""
        host, pool = super().build_connection_pool_key_attributes(request, verify, cert)
        name = host["host"]
        request.headers["Host"] = urlsplit(request.url or "").netloc
        address = _public_address(name, host["port"] or 443)
        return {**host, "host": address}, {**pool, "server_hostname": name, "assert_hostname": name}


def _public_address(name: str, port: int) -> str:
    try:
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        raise requests.ConnectionError from None
    if not all(ipaddress.ip_address(address.partition("%")[0]).is_global for address in found):
        raise requests.ConnectionError
    return sorted(found)[0]
