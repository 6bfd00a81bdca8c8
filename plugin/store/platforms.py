"""The LMSes we know, their deployments, and how we reach their own web services."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from typing import Any

from cryptography.fernet import Fernet
from sqlalchemy import Engine, Row, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from plugin.domain.errors import ConflictError
from plugin.domain.platforms import Deployment, Registration
from plugin.domain.text import say
from plugin.store.database import reading
from plugin.store.tables import deployment, platform

DEPLOYMENTS_MAX = 1000  # an LMS cannot fill our database by naming ever new ones
_OF_ISSUER = select(platform).where(platform.c.issuer == bindparam("issuer"))
_OF_CLIENT = _OF_ISSUER.where(platform.c.client_id == bindparam("client"))
_BY_ID = select(platform).where(platform.c.id == bindparam("this"))
_DEPLOYED = select(deployment).where(
    (deployment.c.platform_id == bindparam("platform")) & (deployment.c.deployment_id == bindparam("named"))
)
_LAUNCHED = (
    select(platform, deployment.c.id.label("own_id"), deployment.c.institution_id, deployment.c.frame_origins)
    .outerjoin(
        deployment, (deployment.c.platform_id == platform.c.id) & (deployment.c.deployment_id == bindparam("named"))
    )
    .where(platform.c.issuer == bindparam("issuer"), platform.c.client_id == bindparam("client"))
)


class Platforms:
    """Implements the port `PlatformStore`. Service tokens are encrypted with `vault` and never shown."""

    def __init__(self, engine: Engine, vault: Fernet) -> None:
        self._engine = engine
        self._vault = vault

    def registrations(self, issuer: str, client_id: str | None) -> tuple[Registration, ...]:
        """Every registration of this issuer; only that of `client_id` when one is given."""
        query = _OF_ISSUER if client_id is None else _OF_CLIENT
        asked = {"issuer": issuer} if client_id is None else {"issuer": issuer, "client": client_id}
        with reading(self._engine) as connection:
            return tuple(_registration(row) for row in connection.execute(query, asked))

    def registration(self, registration_id: str) -> Registration | None:
        """The registration with our own id."""
        with reading(self._engine) as connection:
            row = connection.execute(_BY_ID, {"this": registration_id}).first()
        return _registration(row) if row else None

    def deployment(self, registration_id: str, deployment_id: str) -> Deployment | None:
        """The deployment under the LMS's own deployment id."""
        with reading(self._engine) as connection:
            row = connection.execute(_DEPLOYED, {"platform": registration_id, "named": deployment_id}).first()
        return _deployment(row) if row else None

    def launched_from(
        self, issuer: str, client_id: str, deployment_id: str
    ) -> tuple[Registration, Deployment | None] | None:
        """Both of the above at once, for the launches: the registration, and its deployment where it is known."""
        asked = {"issuer": issuer, "client": client_id, "named": deployment_id}
        with reading(self._engine) as connection:
            row = connection.execute(_LAUNCHED, asked).first()
        if row is None:
            return None
        known = _registration(row)
        return known, Deployment(
            row.own_id, known.id, deployment_id, row.institution_id, _frames(row)
        ) if row.own_id else None

    def all(self) -> tuple[Registration, ...]:
        """Every registration, by issuer."""
        with reading(self._engine) as connection:
            return tuple(_registration(row) for row in connection.execute(select(platform).order_by(platform.c.issuer)))

    def deployments(self, registration_id: str) -> tuple[Deployment, ...]:
        """Every deployment of one registration."""
        query = select(deployment).where(deployment.c.platform_id == registration_id)
        with reading(self._engine) as connection:
            return tuple(_deployment(row) for row in connection.execute(query))

    def add(self, registration: Registration) -> None:
        """Keep a new registration; ConflictError when issuer and client id are known already."""
        values = {name: getattr(registration, name) for name in Registration.__slots__}
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(platform).values(values))
        except IntegrityError:
            sentence = say("The LMS {issuer} is registered already with this client id.", issuer=registration.issuer)
            raise ConflictError("platform.known", sentence, "Use the registration that is there.") from None

    def put(self, registration: Registration) -> Registration:
        """Keep a registration; one of the same issuer and client id is brought up to date and keeps its own id."""
        same = self.registrations(registration.issuer, registration.client_id)
        if not same:
            self.add(registration)
            return registration
        kept = replace(registration, id=same[0].id)
        values = {name: getattr(kept, name) for name in Registration.__slots__ if name != "id"}
        with self._engine.begin() as connection:
            connection.execute(update(platform).where(platform.c.id == kept.id).values(values))
        return kept

    def add_deployment(self, value: Deployment) -> None:
        """Keep a new deployment; ConflictError when the LMS's id is known already."""
        row = {
            "id": value.id,
            "platform_id": value.registration_id,
            "deployment_id": value.deployment_id,
            "institution_id": value.institution_id,
        }
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(deployment).values(row))
        except IntegrityError:
            sentence = say("The deployment {deployment_id} is known already.", deployment_id=value.deployment_id)
            raise ConflictError("deployment.known", sentence, "Use the one that is there.") from None

    def propose_deployment(self, registration_id: str, deployment_id: str) -> None:
        """Keep a deployment that the LMS named, without an institution; what is known already stays as it is."""
        if len(self.deployments(registration_id)) < DEPLOYMENTS_MAX:
            with suppress(ConflictError):
                self.add_deployment(Deployment(str(uuid.uuid4()), registration_id, deployment_id[:255], None))

    def bind_deployment(self, deployment_id: str, institution_id: str) -> None:
        """Give a deployment (our own id) to an institution."""
        here = update(deployment).where(deployment.c.id == deployment_id)
        with self._engine.begin() as connection:
            connection.execute(here.values(institution_id=institution_id))

    def set_frames(self, deployment_id: str, origins: Iterable[str]) -> None:
        """Keep which further origins may show the tool in a frame, for a deployment (our own id)."""
        here = update(deployment).where(deployment.c.id == deployment_id)
        with self._engine.begin() as connection:
            connection.execute(here.values(frame_origins=" ".join(origins)))

    def set_service(self, registration_id: str, url: str, token: str) -> None:
        """Keep how the LMS's own web services are reached."""
        values = {"service_url": url, "service_token": self._vault.encrypt(token.encode())}
        with self._engine.begin() as connection:
            connection.execute(update(platform).where(platform.c.id == registration_id).values(values))

    def service(self, registration_id: str) -> tuple[str, str] | None:
        """Address and token of the LMS's own web services, or None when nobody gave them."""
        query = select(platform.c.service_url, platform.c.service_token).where(platform.c.id == registration_id)
        with reading(self._engine) as connection:
            row = connection.execute(query).first()
        if row is None or not row.service_url or not row.service_token:
            return None
        return row.service_url, self._vault.decrypt(row.service_token).decode()


def _registration(row: Row[tuple[object, ...]]) -> Registration:
    return Registration(
        row.id, row.issuer, row.client_id, row.auth_login_url, row.auth_token_url, row.key_set_url, row.family
    )


def _deployment(row: Any) -> Deployment:
    return Deployment(row.id, row.platform_id, row.deployment_id, row.institution_id, _frames(row))


def _frames(row: Any) -> tuple[str, ...]:
    return tuple((row.frame_origins or "").split())
