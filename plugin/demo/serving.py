"""Serving an application from a thread, and stopping it without a sound."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from waitress import wasyncore
from waitress.server import create_server

TURN = 0.2  # seconds in which a turn of the loop ends by itself


@contextmanager
def serving(app: Flask, listener: socket.socket) -> Iterator[None]:
    """The application answers on that socket while the block runs.

    waitress ends by an interrupt of its own thread only; so its loop is turned here, and closed where it was turned.
    """
    channels: dict[int, Any] = {}
    server: Any = create_server(app, map=channels, sockets=[listener], threads=8)
    stop = threading.Event()

    def turn() -> None:
        while not stop.is_set():
            wasyncore.loop(timeout=TURN, map=channels, count=1)
        server.task_dispatcher.shutdown()
        wasyncore.close_all(channels)

    thread = threading.Thread(target=turn, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(10)


def loopback(port: int = 0) -> socket.socket:
    """A socket on this machine only; OSError when the port is taken."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError:
        listener.close()
        raise
    return listener
