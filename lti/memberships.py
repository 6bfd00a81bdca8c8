"""Who is in a course (Names and Role Provisioning Services 2.0), page by page within bounds."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from typing import Any

from pylti1p3.names_roles import NamesRolesProvisioningService

from lti.connector import Connector
from lti.roles import course_role
from plugin.domain.errors import ServiceError
from plugin.domain.platforms import Member, Person, ServiceAddresses

PAGES_MAX = 200
MEMBERS_MAX = 50_000


def members(connector: Connector, services: ServiceAddresses) -> tuple[Member, ...]:
    """Every member once; ServiceError when the course has no such service, or when it never comes to an end."""
    if services.memberships_url is None:
        sentence = "The learning platform does not tell this tool who is in the course."
        raise ServiceError("lms.no_members", sentence, "The administrator can allow it in the tool's settings there.")
    service = NamesRolesProvisioningService(connector, {"context_memberships_url": services.memberships_url})
    found: dict[str, Member] = {}
    for entry in _entries(service, services.memberships_url):
        member = _member(entry)
        if member:
            found[member.person.subject] = member
    return tuple(found.values())


def _entries(service: NamesRolesProvisioningService, url: str) -> Iterator[object]:
    seen, count = {url}, 0
    page: str | None = url
    while page:
        entries, page = service.get_members_page(page)
        count += len(entries)
        if page in seen or len(seen) >= PAGES_MAX or count > MEMBERS_MAX:
            sentence = "The learning platform's list of members does not come to an end."
            raise ServiceError("lms.endless", sentence, "Ask its administrator.")
        seen.add(page or "")
        yield from entries


def _member(entry: object) -> Member | None:
    """None for an entry without a person; a status that is not said means active (NRPS 2.0, section 3.2)."""
    if not isinstance(entry, Mapping) or not isinstance(entry.get("user_id"), str | int):
        return None
    names = (_text(entry, name) for name in ("name", "given_name", "family_name", "email"))
    roles = entry.get("roles")
    role = course_role([r for r in roles if isinstance(r, str)] if isinstance(roles, list) else [])
    return Member(Person(str(entry["user_id"]), *names), role, entry.get("status", "Active") == "Active")


def _text(entry: Mapping[str, Any], name: str) -> str | None:
    """A name as people write it: Moodle (4.5, 5.1) escapes it for HTML here, though not in its launches."""
    value = entry.get(name)
    return html.unescape(value)[:2000] if isinstance(value, str) and value else None
