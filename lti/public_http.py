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
from plugin.domain.text import say

SECONDS = 5
SIZE_MAX = 256_000


class GuardedSession(BoundedSession):
    """A bounded session that never reaches into a private network, however a name resolves (DNS rebinding).

    `loopback_too` allows plain http to this machine, for a tool that runs on loopback itself. `private_hosts` are names
    that may lie in a private network, because our administrator said so: an LMS on the institution's own premises.
    """

    def __init__(self, loopback_too: bool = False, private_hosts: frozenset[str] = frozenset()) -> None:
        super().__init__(SECONDS, SIZE_MAX)
        self._loopback_too = loopback_too
        self._private_hosts = private_hosts
        self.mount("https://", _Pinned(private_hosts))

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **kwargs: Any) -> requests.Response:
        """The answer; InputError for an address that is not https."""
        self._check_form(url.decode("ascii", "replace") if isinstance(url, bytes) else url)
        return super().request(method, url, *args, **kwargs)

    def check(self, url: str) -> None:
        """InputError for an address that this session would never call; nothing is called."""
        self._check_form(url)
        scheme, host, port = origin(url) or ("", "", None)
        try:
            if scheme == "https":
                _checked_address(host, port or 443, self._private_hosts)
        except requests.ConnectionError:
            raise _not_public(url) from None

    def _check_form(self, url: str) -> None:
        if not self._allowed(url):
            raise _not_public(url)

    def _allowed(self, url: str) -> bool:
        scheme, host, _ = origin(url) or ("", "", None)
        return scheme == "https" or (self._loopback_too and (scheme, host) == ("http", "127.0.0.1"))


def _not_public(url: str) -> InputError:
    sentence = say("“{url}” is not an https address on the public internet.", url=url[:200])
    hint = "Check the platform's settings. A platform in a private network is allowed by TWINSEAL_PRIVATE_HOSTS."
    return InputError("lms.address", sentence, hint)


class _Pinned(HTTPAdapter):
    """Resolves the name once, checks the address, and connects to that address under the host's own certificate."""

    def __init__(self, private_hosts: frozenset[str]) -> None:
        super().__init__()
        self._private_hosts = private_hosts

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: Any, cert: Any = None
    ) -> Any:
        """The pool's host is the checked address; certificate and server name stay the host's own."""
        host, pool = super().build_connection_pool_key_attributes(request, verify, cert)
        name = host["host"]
        request.headers["Host"] = urlsplit(request.url or "").netloc
        address = _checked_address(name, host["port"] or 443, self._private_hosts)
        return {**host, "host": address}, {**pool, "server_hostname": name, "assert_hostname": name}


def _checked_address(name: str, port: int, private_hosts: frozenset[str]) -> str:
    try:
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        raise requests.ConnectionError from None
    public = all(ipaddress.ip_address(address.partition("%")[0]).is_global for address in found)
    if not public and name.lower() not in private_hosts:
        raise requests.ConnectionError
    return sorted(found)[0]
