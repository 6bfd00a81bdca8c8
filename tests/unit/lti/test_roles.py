from __future__ import annotations

import pytest

from lti.roles import course_role
from plugin.domain.platforms import CourseRole

M = "http://purl.imsglobal.org/vocab/lis/v2/membership"
PERSON = "http://purl.imsglobal.org/vocab/lis/v2/institution/person"


@pytest.mark.parametrize(
    ("roles", "role"),
    [
        ([f"{M}#Learner"], CourseRole.LEARNER),
        (["Learner"], CourseRole.LEARNER),
        ([f"{M}#Learner", f"{PERSON}#Instructor"], CourseRole.LEARNER),
        ([f"{M}#Instructor", f"{PERSON}#Student"], CourseRole.INSTRUCTOR),
        ([f"{M}#Instructor", f"{PERSON}#Administrator"], CourseRole.INSTRUCTOR),
        (["Instructor"], CourseRole.INSTRUCTOR),
        ([f"{M}#Instructor", f"{M}/Instructor#TeachingAssistant"], CourseRole.ASSISTANT),
        ([f"{M}#Learner", f"{M}/Instructor#TeachingAssistant"], CourseRole.ASSISTANT),
        ([f"{M}#Learner", f"{M}#Instructor"], CourseRole.CONFLICT),
        ([f"{M}#Learner", "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"], CourseRole.TEST_USER),
        ([f"{M}#Mentor"], CourseRole.OBSERVER),
        ([f"{PERSON}#Administrator"], CourseRole.NONE),
        (["urn:lti:role:ims/lis/Learner"], CourseRole.NONE),
        ([], CourseRole.NONE),
    ],
)
def test_only_context_roles_count(roles: list[str], role: CourseRole) -> None:
    assert course_role(roles) is role
