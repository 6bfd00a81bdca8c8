"""An LMS on loopback that answers whatever a test tells it to, well or badly."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer; `after` seconds pass first."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    after: float = 0.0


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class MisbehavingPlatform:
    """`replies` maps a path to what is answered next; the last reply of a list stays."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.replies: dict[str, list[Reply]] = {}
        self.dated = True  # whether answers carry the machine's own time
        platform = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                platform._answer(self)

            do_POST = do_PUT = do_GET  # noqa: N815 - the standard library's names

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.base = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def says(self, path: str, *replies: Reply) -> None:
        self.replies[path] = list(replies)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def count(self, path: str) -> int:
        return sum(asked.path == path for asked in self.asked)

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        length = int(handler.headers.get("Content-Length", 0))
        body = handler.rfile.read(length)
        self.asked.append(Asked(handler.command, handler.path, dict(handler.headers), body))
        waiting = self.replies.get(handler.path, [Reply(404)])
        reply = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        time.sleep(reply.after)
        _quietly(lambda: _send(handler, reply, self.dated))


def _send(handler: BaseHTTPRequestHandler, reply: Reply, dated: bool) -> None:
    send = handler.send_response if dated else handler.send_response_only
    send(reply.status)
    for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(reply.body)


def _quietly(send: Callable[[], None]) -> None:
    try:
        send()
    except OSError:
        return  # whoever asked has gone away, which is what some tests are about
