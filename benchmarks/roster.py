"""How long the instructor's page takes with many learners: python benchmarks/roster.py [LEARNERS]

A course is read once (facts kept, decided, names for a day), a tenth is given awards' rows, and then each page is asked
for by the application itself, as a browser would ask, without a network. The naive page beside it decides for everybody
at each view, as a roster without kept lines must, even if the learning platform answered in no time.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import Engine

from plugin.app import create_app
from plugin.compose import DATABASE, open_services
from plugin.domain.binding import Binding
from plugin.domain.eligibility import decide
from plugin.domain.facts import Completion, CompletionState, Grade, LearnerFacts, Source
from plugin.domain.platforms import (
    Course,
    CourseRole,
    Deployment,
    Launch,
    Person,
    Registration,
    ResourceLink,
    ServiceAddresses,
)
from plugin.domain.roster import KeptLine
from plugin.domain.sweeps import SweepState
from plugin.services import Services
from plugin.settings import Settings
from plugin.store.database import open_database
from plugin.web.visits import begin

BASE = "https://tool.example"
LMS = Registration("p1", "https://lms.example", "c", "https://a", "https://t", "https://k", "moodle")
PLACE = Deployment("d1", "p1", "1", "uniz")
PLAN = Path(__file__).parents[1] / "examples" / "plan.toml"
ROUNDS = 7


def main() -> None:
    """Run and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as home:
        services = open_services(Settings(Path(home), BASE))
        facts = cohort(count, services)
        began = time.perf_counter()
        kept_by(services, facts)
        print(f"{count} learners decided and kept in {time.perf_counter() - began:.2f} s")
        awarded(open_database(Path(home) / DATABASE), count // 10)
        client, page = entered(services)
        asked = {
            "first page": page,
            "a group": f"{page}?show=not-yet&page=20",
            "a search": f"{page}?find=learner+99",
            "the last page": f"{page}?page={count // 100}",
            "one learner": f"{page}/learner?id=77",
            "the file (CSV)": f"{page}/roster.csv",
        }
        for name, address in asked.items():
            told(name, lambda address=address: client.get(address, base_url=BASE).get_data())  # type: ignore[misc]
        rule = services.plans.latest("uniz", "micro-credential-creation")[1].rule
        told("naive: decide anew", lambda: [decide(each, rule) for each in facts])
        services.close()


def told(name: str, ask: Callable[[], Any]) -> None:
    """Milliseconds of one thing."""
    ask()  # warm
    spans = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        ask()
        spans.append((time.perf_counter() - began) * 1000)
    print(f"{name:<20} median {statistics.median(spans):>7.1f} ms   worst {max(spans):>7.1f} ms")


def cohort(count: int, services: Services) -> list[LearnerFacts]:
    """A third completed, a third not, a third unknown."""
    now, found = services.clock.now(), []
    for number in range(count):
        state = list(CompletionState)[number % 3]
        done = Completion(state, now - timedelta(days=1), ("Quiz 1", "Assignment 2"), "The platform did not answer.")
        grade = Grade(Decimal(number % 101), Decimal(0), Decimal(100))
        person = Person(str(number), f"Łearner {number} of the Course", "Łearner", "Course")
        found.append(LearnerFacts(person, done, grade, Source.PLATFORM, now))
    return found


def kept_by(services: Services, facts: list[LearnerFacts]) -> None:
    """What a sweep keeps."""
    file, now = services.plans.publish(PLAN.read_bytes()), services.clock.now()
    services.platforms.add(LMS)
    services.platforms.add_deployment(PLACE)
    services.bindings.put(Binding("b1", file.institution.id, file.plan.id, "d1", "2", enabled=True))
    reading = services.rosters.begin("b1")
    for first in range(0, len(facts), 500):
        part = [KeptLine(each, decide(each, file.plan.rule)) for each in facts[first : first + 500]]
        services.rosters.keep("b1", part, reading)
    services.rosters.close("b1", reading, now)
    services.sweeps.put(SweepState("b1", started_at=now, finished_at=now + timedelta(days=1)))


def awarded(engine: Engine, count: int) -> None:
    """Rows as awards leave them, without documents."""
    statement = (
        "INSERT INTO award (id, binding_id, subject, plan_id, institution_id, plan_version, subject_id, issued_at,"
        " share_token, digest, facts, decision, live)"
        " SELECT 'a' || subject, binding_id, subject, 'micro-credential-creation', 'uniz', 1, 's', read_at,"
        " 't' || subject, '', facts, reasons, 1 FROM roster_line WHERE CAST(subject AS INTEGER) % 10 = 0 LIMIT ?"
    )
    with engine.begin() as connection:
        connection.exec_driver_sql(statement, (count,))
    engine.dispose()


def entered(services: Services) -> tuple[FlaskClient, str]:
    """A browser of an instructor, and the address of the course's page."""
    app = create_app(services)
    who, now = Person("t", "Clara Instructor"), services.clock.now()
    launch = Launch(
        LMS, PLACE, "LtiResourceLinkRequest", who, CourseRole.INSTRUCTOR, Course("2"), ResourceLink("7"),
        ServiceAddresses(), now,
    )  # fmt: skip
    client = app.test_client()
    with app.test_request_context(base_url=BASE):
        answer = begin(launch, services)
    name, _, rest = answer.headers["Set-Cookie"].partition("=")
    client.set_cookie(name, rest.partition(";")[0], domain="tool.example", path="/")
    return client, f"{answer.location}course"


if __name__ == "__main__":
    main()
