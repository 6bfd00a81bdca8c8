"""Stores in memory, held to the same contract tests as those on disk."""

from __future__ import annotations

from plugin.domain.platforms import Deployment, LoginRecord, Registration
from plugin.domain.ports.running import Clock


class MemoryPlatforms:
    """Implements the port `PlatformStore`."""

    def __init__(self, *registrations: Registration, deployments: tuple[Deployment, ...] = ()) -> None:
        self._registrations = list(registrations)
        self._deployments = list(deployments)

    def add(self, registration: Registration, deployment: Deployment) -> None:
        self._registrations.append(registration)
        self._deployments.append(deployment)

    def registrations(self, issuer: str, client_id: str | None) -> tuple[Registration, ...]:
        found = (r for r in self._registrations if r.issuer == issuer)
        return tuple(r for r in found if client_id in (None, r.client_id))

    def registration(self, registration_id: str) -> Registration | None:
        return next((r for r in self._registrations if r.id == registration_id), None)

    def deployment(self, registration_id: str, deployment_id: str) -> Deployment | None:
        wanted = (registration_id, deployment_id)
        return next((d for d in self._deployments if (d.registration_id, d.deployment_id) == wanted), None)

    def launched_from(
        self, issuer: str, client_id: str, deployment_id: str
    ) -> tuple[Registration, Deployment | None] | None:
        found = self.registrations(issuer, client_id)
        return (found[0], self.deployment(found[0].id, deployment_id)) if found else None

    def propose_deployment(self, registration_id: str, deployment_id: str) -> None:
        if self.deployment(registration_id, deployment_id) is None:
            self._deployments.append(Deployment(f"proposed-{deployment_id}", registration_id, deployment_id, None))


class MemoryReplay:
    """Implements the port `ReplayStore`."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._records: dict[str, LoginRecord] = {}

    def put(self, record: LoginRecord) -> None:
        self._records[record.state] = record

    def peek(self, state: str) -> LoginRecord | None:
        record = self._records.get(state)
        return record if record and record.expires_at >= self._clock.now() else None

    def pop(self, state: str) -> LoginRecord | None:
        record = self._records.pop(state, None)
        return record if record and record.expires_at >= self._clock.now() else None
