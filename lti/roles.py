"""What somebody is in a course, by context roles only (LTI Core 1.3, appendix A.2; NRPS short names).

Institution and system roles say nothing about a course: somebody who teaches elsewhere is a learner here.
"""

from __future__ import annotations

from collections.abc import Iterable

from plugin.domain.platforms import CourseRole

_CONTEXT = "http://purl.imsglobal.org/vocab/lis/v2/membership"
_TEST_USER = "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"
_ASSISTANTS = frozenset(
    f"{_CONTEXT}/Instructor#{name}"
    for name in ("TeachingAssistant", "TeachingAssistantGroup", "TeachingAssistantOffering", "TeachingAssistantSection",
                 "TeachingAssistantSectionAssociation", "TeachingAssistantTemplate", "Grader")
)  # fmt: skip
_TEACHING = frozenset({"Instructor", "Administrator", "ContentDeveloper", "Manager"})
_WATCHING = frozenset({"Mentor", "Member", "Officer"})


def course_role(roles: Iterable[str]) -> CourseRole:
    """The one role that counts; several that contradict each other are a conflict, and give no rights."""
    given = frozenset(roles)
    if _TEST_USER in given:
        return CourseRole.TEST_USER
    principal = {_principal(role) for role in given}
    teaches, learns = bool(principal & _TEACHING), "Learner" in principal
    if given & _ASSISTANTS:  # Canvas calls them instructors besides, Open edX learners; they look on and never claim
        return CourseRole.ASSISTANT
    if teaches and learns:
        return CourseRole.CONFLICT
    if teaches or learns:
        return CourseRole.INSTRUCTOR if teaches else CourseRole.LEARNER
    return CourseRole.OBSERVER if principal & _WATCHING else CourseRole.NONE


def _principal(role: str) -> str:
    """`…/membership#Learner` and NRPS's short `Learner` are both Learner; everything else is nothing."""
    prefix, mark, name = role.partition("#")
    if mark:
        return name if prefix == _CONTEXT else ""
    return role if "/" not in role else ""
