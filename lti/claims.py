"""From the claims of a checked id_token to a `Launch` (LTI Core 1.3, sections 5.3 and 5.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from lti.addresses import is_web_address
from lti.roles import course_role
from plugin.domain.errors import LaunchError
from plugin.domain.platforms import (
    Course,
    DeepLinking,
    Deployment,
    Launch,
    Person,
    Registration,
    ResourceLink,
    ServiceAddresses,
)

LTI = "https://purl.imsglobal.org/spec/lti/claim/"
NRPS = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
AGS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
DL = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"
DEEP_LINKING = "LtiDeepLinkingRequest"
IN_A_COURSE = ("LtiResourceLinkRequest", DEEP_LINKING, "LtiSubmissionReviewRequest")
TEXT_MAX = 2000
LIST_MAX = 100


def to_launch(claims: Mapping[str, Any], registration: Registration, deployment: Deployment, at: datetime) -> Launch:
    """The launch; LaunchError when the LMS hides who the person is, or names no course where there must be one."""
    subject = _subject(claims.get("sub"))
    context, link = _object(claims, LTI + "context"), _object(claims, LTI + "resource_link")
    presentation = _object(claims, LTI + "launch_presentation")
    course = Course(_text(context, "id"), _text(context, "label"), _text(context, "title"))
    if not course.id and _text(claims, LTI + "message_type") in IN_A_COURSE:
        raise LaunchError(
            "launch.course.none",
            "The learning platform did not say which course this is.",
            "Open the micro-credential from inside a course.",
        )
    return Launch(
        registration=registration,
        deployment=deployment,
        message_type=_text(claims, LTI + "message_type"),
        person=_person(claims, subject),
        role=course_role(_texts(claims, LTI + "roles")),
        course=replace(course, copied_from=_history(_object(claims, LTI + "custom"))),
        link=ResourceLink(_text(link, "id"), _text(link, "title")),
        services=_services(claims),
        launched_at=at,
        locale=_text(presentation, "locale") or _text(claims, "locale") or None,
        document_target=_text(presentation, "document_target") or None,
        return_url=_text(presentation, "return_url") or None,
        custom=_custom(_object(claims, LTI + "custom")),
        notices_url=_notices_url(claims),
        masqueraded=_is_masquerade(_object(claims, LTI + "custom")),
        deep_linking=_deep_linking(claims) if _text(claims, LTI + "message_type") == DEEP_LINKING else None,
    )


def course_in(claims: Mapping[str, Any]) -> Course:
    """The course of a notice: the new one, with the ids of those that it was copied from."""
    context = _object(claims, LTI + "context")
    origins = tuple(origin[:TEXT_MAX] for origin in _texts(claims, LTI + "origin_contexts") if origin)
    return Course(_text(context, "id"), _text(context, "label"), _text(context, "title"), origins)


def _notices_url(claims: Mapping[str, Any]) -> str | None:
    """Where the LMS takes our wish to hear of copied courses, when it tells of them at all."""
    service = _object(claims, LTI + "platformnotificationservice")
    address = service.get("platform_notification_service_url")
    tells = "LtiContextCopyNotice" in _texts(service, "notice_types_supported")
    return str(address) if tells and is_web_address(address) else None


def _history(custom: Mapping[str, Any]) -> tuple[str, ...]:
    """`$Context.id.history`: the courses that this one was copied from, the nearest first, with commas between."""
    given = _text(custom, "context_history")
    return tuple(part.strip() for part in given.split(",") if part.strip() and not part.startswith("$"))[:LIST_MAX]


def _is_masquerade(custom: Mapping[str, Any]) -> bool:
    """`$Canvas.masqueradingUser.id`: somebody else acts as this person; a variable that is not known stays as it is."""
    acting = custom.get("canvas_masquerading_user_id")
    text = str(acting) if isinstance(acting, str | int) else ""
    return bool(text) and not text.startswith("$")


def _deep_linking(claims: Mapping[str, Any]) -> DeepLinking:
    """Deep Linking 2.0, section 3.2. `data` is the LMS's own; what cannot be sent back whole is not taken."""
    settings = _object(claims, DL)
    address, data = settings.get("deep_link_return_url"), settings.get("data")
    if not is_web_address(address) or (data is not None and not isinstance(data, str)):
        sentence = "The learning platform did not say where the choice should go."
        raise LaunchError("launch.deep_link", sentence, "Open the choice again from the course.")
    if "ltiResourceLink" not in _texts(settings, "accept_types"):
        sentence = "The learning platform asks for something that is no activity."
        raise LaunchError("launch.deep_link.type", sentence, "Choose the tool where activities are added.")
    return DeepLinking(str(address), data)


def _subject(value: object) -> str:
    """Some LMSes send a number; it is the same person as the text of it."""
    subject = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if not subject or len(subject) > 255:
        raise LaunchError(
            "launch.person.hidden",
            "The learning platform hides who you are, so nothing can be awarded to you here.",
            "Sign in to your course, not as a guest, and open the activity again.",
        )
    return subject


def _person(claims: Mapping[str, Any], subject: str) -> Person:
    names = (_text(claims, name) or None for name in ("name", "given_name", "family_name", "email"))
    return Person(subject, *names)


def _services(claims: Mapping[str, Any]) -> ServiceAddresses:
    members, columns = _object(claims, NRPS), _object(claims, AGS)
    return ServiceAddresses(
        memberships_url=_text(members, "context_memberships_url") or None,
        line_items_url=_text(columns, "lineitems") or None,
        line_item_url=_text(columns, "lineitem") or None,
        scopes=_texts(columns, "scope"),
    )


def _custom(given: Mapping[str, Any]) -> Mapping[str, str]:
    """A value may be null; a variable that the LMS does not know stays as it is written, and is dropped."""
    kept = {k: v for k, v in list(given.items())[:LIST_MAX] if isinstance(v, str) and not v.startswith("$")}
    return MappingProxyType({k: v[:TEXT_MAX] for k, v in kept.items()})


def _object(holder: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = holder.get(name)
    return value if isinstance(value, dict) else {}


def _text(holder: Mapping[str, Any], name: str) -> str:
    value = holder.get(name)
    return value[:TEXT_MAX] if isinstance(value, str) else ""


def _texts(holder: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = holder.get(name)
    return tuple(entry for entry in value[:LIST_MAX] if isinstance(entry, str)) if isinstance(value, list) else ()
