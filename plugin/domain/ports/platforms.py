"""Learning platforms: the ones we know, and what they tell."""

from __future__ import annotations

from typing import Protocol

from plugin.domain.choices import Choice, CourseDescription
from plugin.domain.connection import Finding
from plugin.domain.facts import BASICS, CourseFacts, LearnerFacts, Wanted
from plugin.domain.platforms import CoursePlace, Deployment, LoginRecord, Registration


class PlatformStore(Protocol):
    """The LMSes we know."""

    def registrations(self, issuer: str, client_id: str | None) -> tuple[Registration, ...]:
        """Every registration of this issuer; only that of `client_id` when one is given."""
        ...

    def registration(self, registration_id: str) -> Registration | None:
        """The registration with our own id."""
        ...

    def deployment(self, registration_id: str, deployment_id: str) -> Deployment | None:
        """The deployment under the LMS's own deployment id."""
        ...

    def launched_from(
        self, issuer: str, client_id: str, deployment_id: str
    ) -> tuple[Registration, Deployment | None] | None:
        """Both of the above at once, for the launches: the registration, and its deployment where it is known."""
        ...

    def propose_deployment(self, registration_id: str, deployment_id: str) -> None:
        """Keep a deployment that the LMS named, without an institution; what is known already stays as it is."""
        ...


class ReplayStore(Protocol):
    """Remembers each login until its launch, once."""

    def peek(self, state: str) -> LoginRecord | None:
        """Look at a login without spending it; None when unknown, spent or expired."""
        ...

    def put(self, record: LoginRecord) -> None:
        """Remember a login until it expires."""
        ...

    def pop(self, state: str) -> LoginRecord | None:
        """Hand a login out and forget it in one step; None when unknown, spent or expired."""
        ...


class LmsFamily(Protocol):
    """Where an LMS keeps completion and grades beyond LTI. Every failure becomes an unknown with its reason.

    Made as `family(service, clock, connect)`: address and token of the LMS's own services, or None; `connect` gives an
    LTI connection of a registration, or is None. Only what is wanted is asked for; the rest stays unknown.
    """

    name: str

    def course(self, place: CoursePlace, wanted: Wanted = BASICS) -> CourseFacts:
        """All learners of the course; ServiceError when the LMS does not even say who they are."""
        ...

    def learner(self, place: CoursePlace, subject: str, wanted: Wanted = BASICS) -> LearnerFacts:
        """One learner, read afresh; unknown facts with the reason when the LMS does not answer for this person."""
        ...

    def activities(self, place: CoursePlace) -> tuple[Choice, ...]:
        """What an instructor may choose in the course; ServiceError when the LMS does not say."""
        ...

    def describe(self, place: CoursePlace) -> CourseDescription:
        """What the LMS says of the course itself; ServiceError when it does not."""
        ...

    def access(self, registration: Registration, place: CoursePlace | None = None) -> tuple[Finding, ...]:
        """Whether facts can be read, each missing right or function by name; with a place, tried in that course."""
        ...
