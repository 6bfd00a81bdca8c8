"""How fast 10,000 members of a course are read, beside pylti1p3's own `get_members`, by the same server and run.

    PYTHONPATH=. .venv/bin/python benchmarks/members.py [MEMBERS]

The server is another process on loopback and takes 0, 20 or 100 ms for each request. It answers with everyone at once,
as Moodle does when no limit is asked for, or in pages of 50 or 1,000 with opaque cursors (in small letters, because
pylti1p3 writes every next address so). Prints seconds, the ratio to what cannot be avoided (requests x latency and the
reading of the JSON), and the ratio to pylti1p3 reading pages of 50.
"""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import requests
from pylti1p3.names_roles import NamesRolesProvisioningService
from pylti1p3.service_connector import ServiceConnector

from lti.connector import Connector, Tokens
from lti.http import BoundedSession
from lti.memberships import members
from lti.platforms import to_library
from lti.tool_keys import ToolKeys
from plugin.clock import SystemClock
from plugin.domain.platforms import Registration, ServiceAddresses

DELAYS = (0, 20, 100)  # milliseconds
LEARNER = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"


class Server(BaseHTTPRequestHandler):
    """`/members/DELAY/SIZE`: SIZE 0 answers with everybody."""

    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 22  # head and body in one piece, else the network waits 40 ms for nothing
    people: ClassVar[list[dict[str, object]]] = []
    cursors: ClassVar[dict[str, int]] = {}
    bodies: ClassVar[dict[tuple[int, int], bytes]] = {}

    def do_POST(self) -> None:
        """A token."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self._send(b'{"access_token": "t", "expires_in": 3600}', None)

    def do_GET(self) -> None:
        """A page of members."""
        parts = urlsplit(self.path)
        delay, size = (int(word) for word in parts.path.split("/")[2:])
        time.sleep(delay / 1000)
        cursor = parse_qs(parts.query).get("cursor", [""])[0]
        start = self.cursors.get(cursor, 0)
        end = start + (size or len(self.people))
        following = secrets.token_hex(8) if end < len(self.people) else None
        if following:
            self.cursors[following] = end
        body = self.bodies.get((start, end)) or json.dumps({"members": self.people[start:end]}).encode()
        self.bodies[start, end] = body  # written once: the server's own work is not what is measured
        self._send(body, following)

    def _send(self, body: bytes, following: str | None) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        if following:
            address = f"http://{self.headers['Host']}{urlsplit(self.path).path}?cursor={following}"
            self.send_header("Link", f'<{address}>; rel="next"')
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Silent."""


def serve(count: int) -> None:
    """The other process: says its port, then answers until it is ended."""
    Server.people = [
        {
            "user_id": str(number),
            "roles": [LEARNER],
            "status": "Active",
            "name": f"Learner {number}",
            "given_name": "Learner",
            "family_name": str(number),
            "email": f"learner{number}@example.org",
        }
        for number in range(count)
    ]
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    print(server.server_address[1], flush=True)
    server.serve_forever()


def main() -> None:
    """Run and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    process = subprocess.Popen([sys.executable, __file__, "--serve", str(count)], stdout=subprocess.PIPE, text=True)
    try:
        port = int(process.stdout.readline()) if process.stdout else 0
        for delay in DELAYS:
            measure(f"http://127.0.0.1:{port}", delay, count)
    finally:
        process.kill()


def measure(base: str, delay: int, count: int) -> None:
    """One line for each way in which the server may answer."""
    library = seconds(lambda: by_the_library(f"{base}/members/{delay}/50", base))
    for size in (0, 1000, 50):
        url = f"{base}/members/{delay}/{size}"
        began = time.process_time()
        ours = seconds(lambda url=url: by_twinseal(url, base))  # type: ignore[misc]  # bound at once
        busy = time.process_time() - began
        rounds = -(-count // size) if size else 1
        least = rounds * delay / 1000 + json_seconds(url if not size else f"{base}/members/0/0")
        how = f"pages of {size}" if size else "all at once"
        print(f"{delay:>4} ms  {how:<14} {ours:>7.3f} s (processor {busy:.3f} s)"
              f"   {ours / least:>5.2f} x what cannot be avoided   {library / ours:>6.1f} x faster than"
              f" pylti1p3 in pages of 50 ({library:.2f} s)", flush=True)  # fmt: skip


def by_twinseal(url: str, base: str) -> int:
    """Our way, with a token in the cache as in a running server."""
    with BoundedSession() as session:
        connector = Connector(registration(base), session, TOKENS, KEYS)
        return len(members(connector, ServiceAddresses(url)))


def by_the_library(url: str, base: str) -> int:
    """The library as it comes."""
    made = to_library(registration(base))
    made.set_tool_private_key(PEM)
    connector = ServiceConnector(made)
    return len(NamesRolesProvisioningService(connector, {"context_memberships_url": url}).get_members())


def json_seconds(url: str) -> float:
    """The bare JSON of everybody."""
    body = requests.get(url, timeout=60).content
    return min(seconds(lambda: len(json.loads(body))) for _ in range(3))


def seconds(work: Callable[[], int]) -> float:
    """How long it takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def registration(base: str) -> Registration:
    """The server as a registered platform."""
    return Registration("p1", base, "c", f"{base}/auth", f"{base}/token", f"{base}/jwks")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        serve(int(sys.argv[2]))
    else:
        from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

        KEYS = ToolKeys(ToolKeys.create(b"benchmark"), b"benchmark")
        PEM = KEYS.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        TOKENS = Tokens(SystemClock())
        main()
