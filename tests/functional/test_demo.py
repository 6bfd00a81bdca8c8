from __future__ import annotations

import socket
from pathlib import Path

from tests.functional.commands import Home


def test_the_demo_keeps_every_promise_of_its_story(tmp_path: Path) -> None:
    ran = Home(tmp_path / "home").run("demo", "--check").succeeds()
    told = ran.out.splitlines()
    assert len(told) == 13
    assert all(line.startswith("ok  ") for line in told)
    assert not ran.err
    assert not (tmp_path / "home").exists()  # the demo leaves nothing behind


def test_a_port_that_is_taken_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        ran = Home(tmp_path / "home").run("demo", "--check", "--port", port).refuses()
    assert f"Port {port} cannot be used" in ran.err
