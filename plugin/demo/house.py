"""The demo's three processes, on loopback and gone at the end: the tool in this one, its worker, the practice LMS."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from plugin.admin_link import new_admin_link
from plugin.app import create_app
from plugin.compose import open_services
from plugin.demo.serving import loopback, serving
from plugin.domain.binding import Binding
from plugin.domain.errors import ServiceError
from plugin.domain.platforms import Deployment, Registration
from plugin.services import Services
from plugin.settings import Settings

STARTED_WITHIN = 30  # seconds until the practice LMS must have said where it is


@dataclass(frozen=True, slots=True)
class House:
    """Where everything is while the demo runs."""

    tool: str
    lms: str
    services: Services


@contextmanager
def open_house(
    port: int = 0, host: str = "127.0.0.1", works: bool = True, lms_options: tuple[str, ...] = ()
) -> Iterator[House]:
    """The demo, ready for visitors; its data live in a folder that is gone afterwards.

    `host` is the name under which browsers reach the tool; "localhost" makes it another site than the LMS.
    `works`: whether a worker runs beside the tool. `lms_options` are options of plugin.practice.
    """
    with tempfile.TemporaryDirectory(prefix="twinseal-demo-") as home, closing(_listen(port)) as listener:
        tool = f"http://{host}:{listener.getsockname()[1]}"
        services = open_services(Settings(Path(home), tool))
        with (
            serving(create_app(services), listener),
            _practice_lms(tool, new_admin_link(services), lms_options) as lms,
            _worker(Path(home), tool) if works else nullcontext(),
        ):
            _connect(services, lms)
            yield House(tool, lms["base"], services)


def _listen(port: int) -> socket.socket:
    try:
        return loopback(port)
    except OSError as error:
        hint = "Choose another one with --port, or leave it out."
        raise ServiceError("demo.port", f"Port {port} cannot be used: {error.strerror}.", hint) from None


@contextmanager
def _practice_lms(tool: str, admin_link: str, options: tuple[str, ...]) -> Iterator[Mapping[str, str]]:
    addresses = {"--tool-login": "/lti/login", "--tool-launch": "/lti/launch", "--tool-jwks": "/lti/jwks"}
    command = [sys.executable, "-m", "plugin.practice", *options]
    for option, path in addresses.items():
        command += [option, tool + path]
    command += ["--link", f"Check a credential={tool}/verify"]
    command += ["--link", f"Enter as administrator (works once)={admin_link}"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own module
    try:
        yield _where(process)
    finally:
        process.terminate()
        process.wait(10)
        if process.stdout:
            process.stdout.close()


@contextmanager
def _worker(home: Path, tool: str) -> Iterator[None]:
    environment = {**os.environ, "TWINSEAL_HOME": str(home), "TWINSEAL_PUBLIC_URL": tool, "TWINSEAL_SWEEP_MINUTES": "1"}
    command = [sys.executable, "-m", "plugin.cli", "worker"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)  # noqa: S603 - our own module
    try:
        yield
    finally:
        process.terminate()
        process.wait(10)


def _where(process: subprocess.Popen[str]) -> Mapping[str, str]:
    timer = threading.Timer(STARTED_WITHIN, process.kill)
    timer.start()
    line = process.stdout.readline() if process.stdout else ""
    timer.cancel()
    if not line:
        raise ServiceError("demo.practice", "The practice LMS did not start.", "Look at what it printed above.")
    place: dict[str, str] = json.loads(line)
    return place


def _connect(services: Services, lms: Mapping[str, str]) -> None:
    """What an administrator and an instructor do in real life: register the LMS, bind it, choose the course's plan."""
    plan = services.plans.publish(files("plugin.demo").joinpath("plan.toml").read_bytes())
    registration = Registration(
        id=services.press.new_id(),
        issuer=lms["issuer"],
        client_id=lms["client_id"],
        auth_login_url=lms["auth_login_url"],
        auth_token_url=lms["auth_token_url"],
        key_set_url=lms["key_set_url"],
        family="moodle",
    )
    deployment = Deployment(services.press.new_id(), registration.id, lms["deployment_id"], plan.institution.id)
    services.platforms.add(registration)
    services.platforms.set_service(registration.id, lms["web_service_url"], lms["web_service_token"])
    services.platforms.add_deployment(deployment)
    course = lms["context_id"]
    binding_id = services.press.new_id()
    services.bindings.put(Binding(binding_id, plan.institution.id, plan.plan.id, deployment.id, course, enabled=True))
