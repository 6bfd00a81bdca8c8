"""The whole tool over a real home; only the LMS's facts are what a test says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.wrappers import Response

from plugin.app import create_app
from plugin.compose import open_services
from plugin.demo.visitor import Form, View, view_of
from plugin.domain.binding import Binding
from plugin.domain.choices import Choice, CourseDescription
from plugin.domain.connection import Finding
from plugin.domain.errors import ServiceError
from plugin.domain.facts import BASICS, Completion, CompletionState, CourseFacts, Grade, LearnerFacts, Source, Wanted
from plugin.domain.platforms import (
    BrowserProof,
    Course,
    CoursePlace,
    CourseRole,
    DeepLinking,
    Deployment,
    Launch,
    Person,
    Registration,
    ResourceLink,
    ServiceAddresses,
)
from plugin.domain.report import Answer
from plugin.domain.text import say
from plugin.services import Services
from plugin.settings import Settings
from plugin.web.visits import begin
from tests.functional.commands import EXAMPLES
from tests.pseudo_language import watching

BASE = "https://tool.example"
LMS = Registration(
    "p1", "https://lms.example", "c", "https://login.lms.example:8443/auth", "https://t", "https://k", "moodle"
)
PLACE = Deployment("d1", "p1", "1", "uniz")


@dataclass
class Facts:
    """Implements the port `LmsFamily` with what the test says."""

    name: str = "set"
    learners: list[LearnerFacts] = field(default_factory=list)
    away: bool = False
    choices: list[Choice] = field(default_factory=list)

    def course(self, place: CoursePlace, wanted: Wanted = BASICS) -> CourseFacts:
        if self.away:
            raise ServiceError("lms.away", say("{host} did not answer.", host="lms.example"), "Look again later.")
        return CourseFacts(tuple(self.learners), self.learners[0].read_at)

    def learner(self, place: CoursePlace, subject: str, wanted: Wanted = BASICS) -> LearnerFacts:
        if self.away:
            raise ServiceError("lms.away", say("{host} did not answer.", host="lms.example"), "Look again later.")
        return next(facts for facts in self.learners if facts.person.subject == subject)

    def activities(self, place: CoursePlace) -> tuple[Choice, ...]:
        if self.away:
            raise ServiceError("lms.away", say("{host} did not answer.", host="lms.example"), "Look again later.")
        return tuple(self.choices)

    def describe(self, place: CoursePlace) -> CourseDescription:
        return CourseDescription(place.course.title)

    def access(self, registration: Registration, place: CoursePlace | None = None) -> tuple[Finding, ...]:
        return (Finding("Can completion and grades be read?", Answer.YES, "They are what the test says."),)


@dataclass
class House:
    """The tool, its services and its facts; `enter` is a launch."""

    app: Flask
    services: Services
    facts: Facts
    client: FlaskClient

    def knows(self, subject: str = "7", grade: str | None = "84", done: bool = True, hidden: bool = False) -> None:
        now = self.services.clock.now()
        state = CompletionState.COMPLETE if done else CompletionState.INCOMPLETE
        completion = Completion(state, now - timedelta(days=1) if done else None)
        points = Grade(Decimal(grade), Decimal(0), Decimal(100), hidden=hidden) if grade else None
        self.facts.learners.append(
            LearnerFacts(Person(subject, f"Learner {subject}"), completion, points, Source.PLATFORM, now)
        )

    def enter(
        self,
        role: CourseRole = CourseRole.LEARNER,
        subject: str = "7",
        course: str = "2",
        deep_linking: DeepLinking | None = None,
        copied_from: tuple[str, ...] = (),
        message: str = "LtiResourceLinkRequest",
        place: str = PLACE.id,
        browser: BrowserProof = BrowserProof.COOKIE,
        masqueraded: bool = False,
        locale: str | None = None,
    ) -> View:
        launch = Launch(
            LMS,
            replace(PLACE, id=place),
            message,
            Person(subject, "Ada Byrne"),
            role,
            Course(course, "DE", "Data Ethics & <more>", copied_from),
            ResourceLink("7"),
            ServiceAddresses(),
            self.services.clock.now(),
            return_url="https://school.example/back",
            deep_linking=deep_linking,
            browser=browser,
            masqueraded=masqueraded,
            locale=locale,
        )
        with self.app.test_request_context(base_url=BASE):
            answer = begin(launch, self.services)
        for header in answer.headers.getlist("Set-Cookie"):
            name_, _, rest = header.partition("=")
            self.client.set_cookie(name_, rest.partition(";")[0], domain="tool.example", path="/")
        return self.open(answer.location) if answer.location else view_of_answer_in(answer)

    def open(self, url: str, **more: object) -> View:
        return view_of_answer(self.client.get(url, base_url=BASE, follow_redirects=True, **more))  # type: ignore[arg-type]

    def submit(self, view: View, form: Form, **changes: str | None) -> View:
        fields = {name: value for name, value in {**form.fields, **changes}.items() if value is not None}
        url = form.action.removeprefix(BASE) or view.url
        return view_of_answer(self.client.post(url, base_url=BASE, data=fields, follow_redirects=True))


def view_of_answer(answer: object) -> View:
    request_url = answer.request.url  # type: ignore[attr-defined]
    return view_of(request_url, answer.status_code, answer.data, answer.content_type)  # type: ignore[attr-defined]


def view_of_answer_in(answer: Response) -> View:
    """The page with which a launch was answered itself."""
    return view_of(f"{BASE}/lti/launch", answer.status_code, answer.data, answer.content_type)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """Every page that a test sees is also judged in a made-up language: no text on it may stand in no catalogue."""
    facts = Facts()
    services = replace(open_services(Settings(tmp_path / "home", BASE)), lms=lambda _registration: facts)
    plan = services.plans.publish((EXAMPLES / "plan.toml").read_bytes())
    services.platforms.add(LMS)
    services.platforms.add_deployment(PLACE)
    services.bindings.put(Binding("b1", plan.institution.id, plan.plan.id, "d1", "2", enabled=True))
    app = create_app(services)
    with watching(app, monkeypatch) as pages:
        yield House(app, services, facts, app.test_client())
    services.close()
    unsaid = {(template, *texts) for template, texts in pages if texts}
    assert not unsaid, sorted(unsaid)
