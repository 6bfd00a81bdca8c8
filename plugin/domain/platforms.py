"""An LMS as we know it, and what it tells us when somebody arrives (LTI Core 1.3, sections 4 and 5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Registration:
    """One LMS at which this tool has one client id; (issuer, client_id) is unique."""

    id: str
    issuer: str
    client_id: str
    auth_login_url: str
    auth_token_url: str
    key_set_url: str
    family: str = "generic"  # name of the adapter in adapters/lms


@dataclass(frozen=True, slots=True)
class Registered:
    """What an LMS and we agreed on by dynamic registration.

    `deployment_id` is empty where the LMS tells it only at the first launch.
    """

    issuer: str
    client_id: str
    auth_login_url: str
    auth_token_url: str
    key_set_url: str
    family: str
    deployment_id: str
    origin: str  # of the LMS's pages, to which the registration page says that it is done


@dataclass(frozen=True, slots=True)
class Deployment:
    """One placement of the tool in an LMS. Without an institution it waits for the administrator.

    frame_origins: further origins whose pages may show the tool, because an administrator said so.
    """

    id: str
    registration_id: str
    deployment_id: str
    institution_id: str | None
    frame_origins: tuple[str, ...] = ()


class CourseRole(Enum):
    """Who the person is in this course, by context roles only; institution and system roles give no rights here."""

    INSTRUCTOR = "instructor"
    ASSISTANT = "assistant"
    LEARNER = "learner"
    OBSERVER = "observer"
    TEST_USER = "test user"
    CONFLICT = "conflict"  # learner and instructor at once
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Course:
    """The LTI context: `id` is the LMS's own, unique only within one deployment. `copied_from`: ids, nearest first."""

    id: str
    label: str = ""
    title: str = ""
    copied_from: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ResourceLink:
    """The activity in the course through which the person came."""

    id: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """What the LMS says of a person. `subject` is stable per registration; all else may be hidden."""

    subject: str
    full_name: str | None = None
    given_name: str | None = None
    family_name: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class ServiceAddresses:
    """Where this course's LTI services answer, and which scopes we were given (NRPS 2.0, AGS 2.0 claims)."""

    memberships_url: str | None = None
    line_items_url: str | None = None
    line_item_url: str | None = None
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CoursePlace:
    """A course of one LMS as launches described it: all that reading its facts needs.

    deployment_id is our own id. link_id: the activity by which people come, empty while none is known.
    """

    registration: Registration
    deployment_id: str
    course: Course
    link_id: str
    services: ServiceAddresses


@dataclass(frozen=True, slots=True)
class DeepLinking:
    """An LMS that waits for what an instructor picks (Deep Linking 2.0). `data` goes back as it came, if it came."""

    return_url: str
    data: str | None


class BrowserProof(Enum):
    """How a launch showed that it comes from the browser that began the login (Security Framework 1.0, section 5)."""

    COOKIE = "cookie"  # kept where the tool was opened, mostly in a frame of the LMS
    STORAGE = "storage"  # kept for us by the LMS (LTI Platform Storage), because the browser kept no cookie
    TAB = "tab"  # a cookie again, in a tab of its own, because neither worked in the frame


@dataclass(frozen=True, slots=True)
class BrowserStorage:
    """Where an LMS keeps a secret for us (LTI Platform Storage): its frame, and the only origin that may hear of it."""

    frame: str
    origin: str
    key: str


@dataclass(frozen=True, slots=True)
class Launch:
    """A launch of which every check passed; only `lti` makes one."""

    registration: Registration
    deployment: Deployment
    message_type: str
    person: Person
    role: CourseRole
    course: Course
    link: ResourceLink
    services: ServiceAddresses
    launched_at: datetime
    locale: str | None = None
    document_target: str | None = None
    return_url: str | None = None
    custom: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    deep_linking: DeepLinking | None = None
    browser: BrowserProof = BrowserProof.COOKIE
    masqueraded: bool = False  # somebody else acts as this person, who may look and change nothing
    notices_url: str | None = None  # where the LMS takes our wish to hear of copied courses


@dataclass(frozen=True, slots=True)
class Notice:
    """A message of an LMS that passed every check. `id` is unique per registration; `copied`: a new copy of courses."""

    registration: Registration
    deployment: Deployment
    id: str
    type: str
    copied: Course | None


@dataclass(frozen=True, slots=True)
class Member:
    """One person in a course's membership list (NRPS 2.0)."""

    person: Person
    role: CourseRole
    active: bool


@dataclass(frozen=True, slots=True)
class LoginRecord:
    """What one OIDC login promised; popped once by the launch that answers it.

    browser: hash of a secret that only the browser that began the login holds. storage_target: the frame in which the
    LMS keeps that secret, empty where a cookie does. in_tab: whether the login began in a tab of its own.
    """

    state: str
    nonce: str
    issuer: str
    client_id: str
    target_link_uri: str
    browser: str
    expires_at: datetime
    storage_target: str = ""
    in_tab: bool = False


@dataclass(frozen=True, slots=True)
class LineItem:
    """A column of our own in the LMS's grade book (AGS 2.0, section 3.2)."""

    id: str
    label: str
    score_maximum: float
    tag: str = ""
    resource_id: str = ""


@dataclass(frozen=True, slots=True)
class ColumnResult:
    """What the LMS's grade book holds for one person in one of our columns; None is 'not graded', zero is a grade."""

    subject: str
    score: float | None
    maximum: float | None


@dataclass(frozen=True, slots=True)
class ColumnScore:
    """What we report to one of our columns; `at` must be newer than the last one (Moodle answers 409 otherwise)."""

    subject: str
    score: float | None
    maximum: float | None
    activity_progress: str
    grading_progress: str
    at: datetime
