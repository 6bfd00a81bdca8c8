"""Institutions and every version of their plans, each kept as the plan file that it was read from."""

from __future__ import annotations

from sqlalchemy import Engine, insert, select
from sqlalchemy.dialects.sqlite import insert as insert_or

from plugin.domain.errors import ConflictError, NotFoundError
from plugin.domain.intake.plan_file import PlanFile, read_plan
from plugin.domain.plan import CredentialPlan, Institution
from plugin.domain.ports.running import Clock
from plugin.domain.text import say
from plugin.store.database import reading
from plugin.store.profiles import Profiles
from plugin.store.tables import institution, plan_version


class Plans:
    """Implements the port `PlanStore`. A version never changes, so each is read from disk once."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._profiles = Profiles(engine, clock)
        self._read: dict[tuple[str, str, int], PlanFile] = {}

    def publish(self, raw: bytes) -> PlanFile:
        """Keep a plan file as its version; ConflictError when that version exists and says something else."""
        file = read_plan(raw)
        kept = self._find(file.institution.id, file.plan.id, file.plan.version)
        if kept is None:
            self._insert(file, raw)
        elif kept != file:
            raise ConflictError(
                "plan.changed",
                say(
                    "Version {version} of the plan “{id}” is published already, with other words.",
                    version=file.plan.version,
                    id=file.plan.id,
                ),
                say(
                    "Write version = {version} into the plan. Those who have an award keep it as it is.",
                    version=file.plan.version + 1,
                ),
            )
        return file

    def version(self, institution_id: str, plan_id: str, version: int) -> tuple[Institution, CredentialPlan]:
        """That version with its institution as it was then; NotFoundError when there is none."""
        file = self._find(institution_id, plan_id, version)
        if file is None:
            raise NotFoundError(
                "plan.unknown",
                say("There is no version {version} of the plan “{plan_id}”.", version=version, plan_id=plan_id),
            )
        return file.institution, file.plan

    def latest(self, institution_id: str, plan_id: str) -> tuple[Institution, CredentialPlan]:
        """The newest version; NotFoundError when there is none."""
        return self.version(institution_id, plan_id, self.newest_version(institution_id, plan_id))

    def of_institution(self, institution_id: str) -> tuple[CredentialPlan, ...]:
        """The newest version of each of its plans, by title."""
        query = select(plan_version.c.plan_id).where(plan_version.c.institution_id == institution_id).distinct()
        with reading(self._engine) as connection:
            ids = list(connection.scalars(query))
        return tuple(sorted((self.latest(institution_id, i)[1] for i in ids), key=lambda plan: str(plan.title)))

    def institutions(self) -> tuple[Institution, ...]:
        """Every institution as it is now: as its profile says, else as its newest plan does."""
        columns = plan_version.c
        query = select(columns.institution_id, columns.plan_id).order_by(columns.created_at, columns.version)
        with reading(self._engine) as connection:
            newest = {row.institution_id: row.plan_id for row in connection.execute(query)}
        found = {institution_id: self.latest(institution_id, plan_id)[0] for institution_id, plan_id in newest.items()}
        profiles = (self._profiles.find(institution_id) for institution_id in self._profiles.ids())
        found |= {profile.institution.id: profile.institution for profile in profiles if profile}
        return tuple(found[institution_id] for institution_id in sorted(found))

    def institution(self, institution_id: str) -> Institution:
        """The institution as it is now; NotFoundError when there is none."""
        found = next((known for known in self.institutions() if known.id == institution_id), None)
        if found is None:
            raise NotFoundError(
                "institution.unknown", say("There is no institution “{institution_id}”.", institution_id=institution_id)
            )
        return found

    def source(self, institution_id: str, plan_id: str, version: int) -> bytes:
        """The plan file of that version; NotFoundError when there is none."""
        columns = plan_version.c
        query = select(columns.source).where(
            columns.institution_id == institution_id, columns.plan_id == plan_id, columns.version == version
        )
        with reading(self._engine) as connection:
            found: bytes | None = connection.scalars(query).first()
        if found is None:
            raise NotFoundError(
                "plan.unknown",
                say("There is no version {version} of the plan “{plan_id}”.", version=version, plan_id=plan_id),
            )
        return found

    def newest_version(self, institution_id: str, plan_id: str) -> int:
        """The number of the newest version, 0 before the first."""
        columns = plan_version.c
        query = select(columns.version).where(columns.institution_id == institution_id, columns.plan_id == plan_id)
        with reading(self._engine) as connection:
            return connection.scalars(query.order_by(columns.version.desc())).first() or 0

    def _find(self, institution_id: str, plan_id: str, version: int) -> PlanFile | None:
        key = (institution_id, plan_id, version)
        if key not in self._read:
            try:
                source = self.source(*key)
            except NotFoundError:
                return None
            self._read[key] = read_plan(source)
        return self._read[key]

    def _insert(self, file: PlanFile, raw: bytes) -> None:
        now = self._clock.now()
        name = str(file.institution.organisation.legal_name)
        with self._engine.begin() as connection:
            values = {"id": file.institution.id, "name": name, "created_at": now}
            connection.execute(insert_or(institution).values(values).on_conflict_do_nothing())
            key = {"institution_id": file.institution.id, "plan_id": file.plan.id, "version": file.plan.version}
            connection.execute(insert(plan_version).values(**key, source=raw, created_at=now))
