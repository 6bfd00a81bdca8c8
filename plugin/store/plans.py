"""Institutions and every version of their plans, each kept as the plan file that it was read from."""

from __future__ import annotations

from sqlalchemy import Engine, insert, select
from sqlalchemy.dialects.sqlite import insert as insert_or

from plugin.domain.errors import ConflictError, NotFoundError
from plugin.domain.intake.plan_file import PlanFile, read_plan
from plugin.domain.plan import CredentialPlan, Institution
from plugin.domain.ports import Clock
from plugin.store.database import reading
from plugin.store.tables import institution, plan_version


class Plans:
    """Implements the port `PlanStore`. A version never changes, so each is read from disk once."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
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
                f"Version {file.plan.version} of the plan “{file.plan.id}” is published already, with other words.",
                f"Write version = {file.plan.version + 1} into the plan. Those who have an award keep it as it is.",
            )
        return file

    def version(self, institution_id: str, plan_id: str, version: int) -> tuple[Institution, CredentialPlan]:
        """That version with its institution as it was then; NotFoundError when there is none."""
        file = self._find(institution_id, plan_id, version)
        if file is None:
            raise NotFoundError("plan.unknown", f"There is no version {version} of the plan “{plan_id}”.")
        return file.institution, file.plan

    def latest(self, institution_id: str, plan_id: str) -> tuple[Institution, CredentialPlan]:
        """The newest version; NotFoundError when there is none."""
        columns = plan_version.c
        query = select(columns.version).where(columns.institution_id == institution_id, columns.plan_id == plan_id)
        with reading(self._engine) as connection:
            newest = connection.scalars(query.order_by(columns.version.desc())).first()
        return self.version(institution_id, plan_id, newest or 0)

    def of_institution(self, institution_id: str) -> tuple[CredentialPlan, ...]:
        """The newest version of each of its plans, by title."""
        query = select(plan_version.c.plan_id).where(plan_version.c.institution_id == institution_id).distinct()
        with reading(self._engine) as connection:
            ids = list(connection.scalars(query))
        return tuple(sorted((self.latest(institution_id, i)[1] for i in ids), key=lambda plan: str(plan.title)))

    def institutions(self) -> tuple[Institution, ...]:
        """Every institution, as its newest plan describes it."""
        columns = plan_version.c
        query = select(columns.institution_id, columns.plan_id).order_by(columns.created_at, columns.version)
        with reading(self._engine) as connection:
            newest = {row.institution_id: row.plan_id for row in connection.execute(query)}
        return tuple(self.latest(institution_id, plan_id)[0] for institution_id, plan_id in sorted(newest.items()))

    def _find(self, institution_id: str, plan_id: str, version: int) -> PlanFile | None:
        key = (institution_id, plan_id, version)
        if key not in self._read:
            columns = plan_version.c
            query = select(columns.source).where(
                columns.institution_id == institution_id, columns.plan_id == plan_id, columns.version == version
            )
            with reading(self._engine) as connection:
                source = connection.scalars(query).first()
            if source is None:
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
