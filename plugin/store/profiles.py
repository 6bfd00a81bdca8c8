"""The profiles of institutions, as the administrator keeps them."""

from __future__ import annotations

import json

from sqlalchemy import Engine, insert, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or
from sqlalchemy.exc import IntegrityError

from plugin.domain.errors import ConflictError
from plugin.domain.intake.institution_profile import Profile, read_profile
from plugin.domain.intake.plan_draft import Draft
from plugin.domain.ports.running import Clock
from plugin.store.database import reading
from plugin.store.tables import institution, institution_profile


class Profiles:
    """At most one profile for an institution; saved only over the edit that was seen (0: there was none)."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def typed(self, institution_id: str) -> tuple[Draft, int]:
        """What the administrator typed, and the edit at which it stands; nothing and 0 where there is none."""
        query = select(institution_profile).where(institution_profile.c.institution_id == institution_id)
        with reading(self._engine) as connection:
            row = connection.execute(query).first()
        return (json.loads(row.content), row.edit) if row else ({}, 0)

    def find(self, institution_id: str) -> Profile | None:
        """The profile, if there is one."""
        content, _ = self.typed(institution_id)
        return read_profile(institution_id, content).profile

    def put(self, profile: Profile, content: Draft, seen: int) -> None:
        """Keep a profile that was read without problems; ConflictError when it was saved since."""
        now, name = self._clock.now(), str(profile.institution.organisation.legal_name)
        key = profile.institution.id
        values = {"content": json.dumps(content, ensure_ascii=False), "edit": seen + 1, "edited_at": now}
        try:
            with self._engine.begin() as connection:
                known = insert_or(institution).values(id=key, name=name, created_at=now)
                connection.execute(known.on_conflict_do_update(index_elements=["id"], set_={"name": name}))
                if seen:
                    columns = institution_profile.c
                    same = (columns.institution_id == key, columns.edit == seen)
                    if not connection.execute(update(institution_profile).where(*same).values(values)).rowcount:
                        raise _changed()
                else:
                    connection.execute(insert(institution_profile).values(institution_id=key, **values))
        except IntegrityError:
            raise _changed() from None

    def ids(self) -> tuple[str, ...]:
        """The institutions that have a profile."""
        with reading(self._engine) as connection:
            return tuple(connection.scalars(select(institution_profile.c.institution_id)))


def _changed() -> ConflictError:
    sentence = "Somebody else saved this profile since you opened it, so yours is not saved yet."
    return ConflictError("profile.changed", sentence, "Open it again in a second window, and bring both together.")
