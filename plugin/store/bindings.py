"""Which plan a course, or a learner list, is awarded by."""

from __future__ import annotations

from sqlalchemy import Engine, Row, bindparam, func, select
from sqlalchemy.dialects.sqlite import insert as insert_or

from plugin.domain.binding import Binding, Expected, ExpectedUnit
from plugin.domain.rule_json import rule_from_json, rule_to_json
from plugin.store.database import reading
from plugin.store.tables import binding

_FIXED = ("id", "institution_id", "deployment_id", "course_id")
_OF_COURSE = select(binding).where(
    binding.c.deployment_id == bindparam("place"), binding.c.course_id == bindparam("course")
)


class Bindings:
    """Implements the port `BindingStore`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of_course(self, deployment_id: str, course_id: str) -> Binding | None:
        """The binding of a course; `deployment_id` is our own id of the deployment."""
        with reading(self._engine) as connection:
            row = connection.execute(_OF_COURSE, {"place": deployment_id, "course": course_id}).first()
        return _binding(row) if row else None

    def courses_of(self, institution_id: str, plan_id: str) -> int:
        """How many courses award that plan."""
        columns = binding.c
        same = (columns.institution_id == institution_id, columns.plan_id == plan_id, columns.course_id.is_not(None))
        with reading(self._engine) as connection:
            return connection.scalar(select(func.count()).select_from(binding).where(*same)) or 0

    def get(self, binding_id: str) -> Binding | None:
        """The binding of that id."""
        with reading(self._engine) as connection:
            row = connection.execute(select(binding).where(binding.c.id == binding_id)).first()
        return _binding(row) if row else None

    def put(self, value: Binding) -> None:
        """Keep a binding, replacing the one of the same id."""
        values = {
            "id": value.id,
            "institution_id": value.institution_id,
            "plan_id": value.plan_id,
            "deployment_id": value.deployment_id,
            "course_id": value.course_id,
            "enabled": value.enabled,
            "rule": rule_to_json(value.rule) if value.rule else None,
            "automatic": value.automatic,
            "include_grade": value.include_grade,
            "expected": value.expected.number if value.expected else None,
            "expected_unit": value.expected.unit.value if value.expected else None,
        }
        changes = {name: values[name] for name in values if name not in _FIXED}
        with self._engine.begin() as connection:
            statement = insert_or(binding).values(values)
            connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=changes))


def _binding(row: Row[tuple[object, ...]]) -> Binding:
    expected = Expected(row.expected, ExpectedUnit(row.expected_unit)) if row.expected is not None else None
    return Binding(
        row.id,
        row.institution_id,
        row.plan_id,
        row.deployment_id,
        row.course_id,
        row.enabled,
        rule_from_json(row.rule) if row.rule else None,
        row.automatic,
        row.include_grade,
        expected,
    )
