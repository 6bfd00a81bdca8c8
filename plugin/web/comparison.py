"""What a refused launch brought, beside what is registered: to look at, and as text for somebody who can help."""

from __future__ import annotations

from dataclasses import dataclass

from plugin.domain.platforms import Registration
from plugin.domain.refusals import Received, nearest
from plugin.domain.text import say
from plugin.web.bundle import services

DEPLOYMENTS_SHOWN = 10
NOT_SENT, NONE = say("not sent"), say("none")


@dataclass(frozen=True, slots=True)
class Line:
    """One id: as it came, and as each likely registration has it; `same` says whether the first one agrees."""

    name: str
    received: str
    registered: tuple[str, ...]
    same: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """The lines, and all of it as text."""

    lines: tuple[Line, ...]
    text: str


def compared(code: str, received: Received) -> Comparison:
    """The ids that came, with those of up to three registrations that may be meant."""
    platforms = services().platforms
    likely = nearest(received, platforms.all())
    lines = (
        _line(say("Issuer"), received.issuer, [{lms.issuer} for lms in likely]),
        _line(say("Client id"), received.client_id, [{lms.client_id} for lms in likely]),
        _line(say("Deployment id"), received.deployment_id, [_deployments(lms) for lms in likely]),
    )
    return Comparison(lines, _text(code, lines))


def _deployments(lms: Registration) -> set[str]:
    return {place.deployment_id for place in services().platforms.deployments(lms.id)}


def _line(name: str, received: str, registered: list[set[str]]) -> Line:
    shown = tuple(", ".join(sorted(ids)[:DEPLOYMENTS_SHOWN]) or NONE for ids in registered)
    return Line(name, received or NOT_SENT, shown, bool(registered) and received in registered[0])


def _text(code: str, lines: tuple[Line, ...]) -> str:
    rows = [
        f"{line.name}: received {line.received}; registered {' | '.join(line.registered) or NONE}" for line in lines
    ]
    return "\n".join((f"Refused: {code}", *rows))
