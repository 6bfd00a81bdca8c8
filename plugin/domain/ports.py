"""What the inner rooms ask of the outer ones, each as narrow as its caller needs."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from plugin.domain.platforms import Deployment, LoginRecord, Registration


class Clock(Protocol):
    """The time, always with a zone; a value that tests can set."""

    def now(self) -> datetime:
        """The present moment in UTC."""
        ...


class PlatformStore(Protocol):
    """The LMSes we know."""

    def registrations(self, issuer: str, client_id: str | None) -> tuple[Registration, ...]:
        """Every registration of this issuer; only that of `client_id` when one is given."""
        ...

    def registration(self, registration_id: str) -> Registration | None:
        """The registration with our own id."""
        ...

    def deployment(self, registration_id: str, deployment_id: str) -> Deployment | None:
        """The deployment under the LMS's own deployment id."""
        ...


class ReplayStore(Protocol):
    """Remembers each login until its launch, once."""

    def put(self, record: LoginRecord) -> None:
        """Remember a login until it expires."""
        ...

    def pop(self, state: str) -> LoginRecord | None:
        """Hand a login out and forget it in one step; None when unknown, spent or expired."""
        ...
