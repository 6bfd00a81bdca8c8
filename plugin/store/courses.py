"""Every course into which somebody launched, as the latest launches described it."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.dialects.sqlite import Insert
from sqlalchemy.dialects.sqlite import insert as insert_or

from plugin.domain.connection import SeenCourse
from plugin.domain.platforms import BrowserProof, Course, CoursePlace, Launch, Registration, ServiceAddresses
from plugin.store.database import passing, reading
from plugin.store.platforms import Platforms
from plugin.store.tables import course, deployment

_ALWAYS = ("label", "title", "seen_at")  # the rest stays where a launch does not say it


@cache
def _put(said: tuple[str, ...]) -> Insert:
    """Made once for each set of columns: putting it together takes longer than running it."""
    statement = insert_or(course)
    changes = {name: statement.excluded[name] for name in said}
    return statement.on_conflict_do_update(index_elements=[course.c.deployment_id, course.c.course_id], set_=changes)


class Courses:
    """Keeps what a launch says of its course; a deep linking launch, say, names no activity and often no services."""

    def __init__(self, engine: Engine, platforms: Platforms) -> None:
        self._engine = engine
        self._platforms = platforms

    def put(self, launch: Launch) -> None:
        """Keep the course of a launch; what this launch leaves out stays as an earlier one said it."""
        values = _values(launch)
        said = tuple(name for name, value in values.items() if value or name in _ALWAYS)
        with passing(self._engine) as connection:
            connection.execute(_put(said), values)

    def put_copy(self, deployment_id: str, about: Course, at: datetime) -> None:
        """Keep a course that the LMS says was copied; what is known of it already stays."""
        values = {
            "deployment_id": deployment_id,
            "course_id": about.id,
            "label": about.label,
            "title": about.title,
            "copied_from": json.dumps(about.copied_from),
            "link_id": "",
            "scopes": "",
            "seen_at": at,
        }
        with self._engine.begin() as connection:
            statement = insert_or(course).values(values)
            keys, changes = [course.c.deployment_id, course.c.course_id], {"copied_from": values["copied_from"]}
            connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changes))

    def latest(self, registration_id: str, count: int) -> tuple[SeenCourse, ...]:
        """The courses of an LMS (our own id), the one with the latest launch first."""
        here = deployment.c.platform_id == registration_id
        query = select(*course.c).join(deployment).where(here, course.c.browser.is_not(None))
        with reading(self._engine) as connection:
            rows = connection.execute(query.order_by(course.c.seen_at.desc()).limit(count)).all()
        registration = self._platforms.registration(registration_id)
        return tuple(_seen(row, registration) for row in rows if registration)

    def place(self, deployment_id: str, course_id: str) -> CoursePlace | None:
        """The course of a deployment (our own id); None when nobody came from there, or its LMS was removed."""
        query = select(*course.c, deployment.c.platform_id).join(deployment)
        here = (course.c.deployment_id == deployment_id) & (course.c.course_id == course_id)
        with reading(self._engine) as connection:
            row = connection.execute(query.where(here)).first()
        registration = self._platforms.registration(row.platform_id) if row else None
        if row is None or registration is None:
            return None
        return _place(row, registration)


def _seen(row: Any, registration: Registration) -> SeenCourse:
    return SeenCourse(_place(row, registration), row.seen_at, BrowserProof(row.browser))


def _place(row: Any, registration: Registration) -> CoursePlace:
    about = Course(row.course_id, row.label, row.title, tuple(json.loads(row.copied_from or "[]")))
    return CoursePlace(registration, row.deployment_id, about, row.link_id, _services(row))


def _values(launch: Launch) -> dict[str, Any]:
    about, services = launch.course, launch.services
    return {
        "deployment_id": launch.deployment.id,
        "course_id": about.id,
        "label": about.label,
        "title": about.title,
        "copied_from": json.dumps(about.copied_from) if about.copied_from else "",
        "link_id": launch.link.id,
        "memberships_url": services.memberships_url,
        "line_items_url": services.line_items_url,
        "line_item_url": services.line_item_url,
        "scopes": " ".join(services.scopes),
        "browser": launch.browser.value,
        "seen_at": launch.launched_at,
    }


def _services(row: Any) -> ServiceAddresses:
    return ServiceAddresses(row.memberships_url, row.line_items_url, row.line_item_url, tuple(row.scopes.split()))
