"""Who is in a course (Names and Role Provisioning Services 2.0), page by page within bounds."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from typing import Any

from pylti1p3.names_roles import NamesRolesProvisioningService

from lti.connector import Connector
from lti.roles import course_role
from plugin.domain.errors import ServiceError
from plugin.domain.platforms import CourseRole, Member, Person, ServiceAddresses

PAGES_MAX = 1_000
MEMBERS_MAX = 50_000


def members(connector: Connector, services: ServiceAddresses) -> tuple[Member, ...]:
    """Every member once; ServiceError when the course has no such service, or when it never comes to an end.

    No limit is asked for: most LMSes then answer at once. A status that is not said means active (NRPS 2.0, 3.2).
    """
    if services.memberships_url is None:
        sentence = "The learning platform does not tell this tool who is in the course."
        raise ServiceError("lms.no_members", sentence, "The administrator can allow it in the tool's settings there.")
    service = NamesRolesProvisioningService(connector, {"context_memberships_url": services.memberships_url})
    found: dict[str, Member] = {}
    roles = _Roles()
    for entry in _entries(service, services.memberships_url):
        if isinstance(entry, dict) and isinstance(entry.get("user_id"), str | int):
            person = _person(entry)
            found[person.subject] = Member(person, roles.of(entry), entry.get("status", "Active") == "Active")
    return tuple(found.values())


class _Roles:
    """Roles as NRPS names them; a course has few kinds of people, so each kind is looked at once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], CourseRole] = {}

    def of(self, entry: Mapping[str, Any]) -> CourseRole:
        """What somebody is in the course."""
        given = entry.get("roles")
        texts = tuple(role for role in given if isinstance(role, str)) if isinstance(given, list) else ()
        found = self._known.get(texts)
        if found is None:
            found = self._known[texts] = course_role(texts)
        return found


def _entries(service: NamesRolesProvisioningService, url: str) -> Iterator[object]:
    seen, count = {url}, 0
    page: str | None = url
    while page:
        entries, page = service.get_members_page(page)
        count += len(entries)
        if page in seen or len(seen) > PAGES_MAX or count > MEMBERS_MAX:
            sentence = "The learning platform's list of members does not come to an end."
            raise ServiceError("lms.endless", sentence, "Ask its administrator.")
        seen.add(page or "")
        yield from entries


def _person(entry: Mapping[str, Any]) -> Person:
    return Person(
        str(entry["user_id"]),
        _text(entry.get("name")),
        _text(entry.get("given_name")),
        _text(entry.get("family_name")),
        _text(entry.get("email")),
    )


def _text(value: object) -> str | None:
    """A name as people write it: Moodle (4.5, 5.1) escapes it for HTML here, though not in its launches."""
    return html.unescape(value)[:2000] if isinstance(value, str) and value else None
