from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine

from plugin.domain.platforms import (
    BrowserProof,
    Course,
    CourseRole,
    Deployment,
    Launch,
    Person,
    Registration,
    ResourceLink,
    ServiceAddresses,
)
from plugin.store.courses import Courses
from plugin.store.platforms import Platforms
from tests.fakes.clock import SetClock

LMS = Registration("p1", "https://lms.example", "c", "https://a", "https://t", "https://k", "moodle")
PLACE = Deployment("d1", "p1", "1", None)
SERVICES = ServiceAddresses("https://lms.example/members", "https://lms.example/items", None, ("a", "b"))


@pytest.fixture
def courses(engine: Engine) -> Courses:
    platforms = Platforms(engine, Fernet(Fernet.generate_key()))
    platforms.add(LMS)
    platforms.add_deployment(PLACE)
    return Courses(engine, platforms)


def launch(course: Course, link: str = "15", services: ServiceAddresses = SERVICES) -> Launch:
    who = Person("7", "Ada Byrne")
    now = SetClock().now()
    return Launch(
        LMS, PLACE, "LtiResourceLinkRequest", who, CourseRole.LEARNER, course, ResourceLink(link), services, now
    )


def test_a_course_is_remembered_as_its_launch_described_it(courses: Courses) -> None:
    about = Course("2", "DE", "Data Ethics", ("1", "0"))
    courses.put(launch(about))
    found = courses.place("d1", "2")
    assert found is not None
    assert (found.registration, found.course, found.link_id, found.services) == (LMS, about, "15", SERVICES)


def test_what_a_later_launch_leaves_out_stays(courses: Courses) -> None:
    courses.put(launch(Course("2", "DE", "Data Ethics", ("1",))))
    courses.put(launch(Course("2", "DE", "Data Ethics II"), "", ServiceAddresses()))
    found = courses.place("d1", "2")
    assert found is not None
    assert (found.course.title, found.course.copied_from) == ("Data Ethics II", ("1",))
    assert (found.link_id, found.services) == ("15", SERVICES)


def test_a_course_from_which_nobody_came_is_not_known(courses: Courses) -> None:
    courses.put(launch(Course("2")))
    assert courses.place("d1", "3") is None
    assert courses.place("d2", "2") is None


def test_nothing_of_a_person_is_kept_with_a_course(courses: Courses, engine: Engine) -> None:
    courses.put(replace(launch(Course("2")), return_url="https://lms.example/back"))
    with engine.connect() as connection:
        rows = str(connection.exec_driver_sql("select * from course").all())
    assert "Ada" not in rows


def test_a_copy_of_which_the_lms_tells_is_kept_beside_what_is_known(courses: Courses) -> None:
    now = SetClock().now()
    courses.put_copy("d1", Course("3", "DE2", "Copied", ("2",)), now)
    new = courses.place("d1", "3")
    assert new is not None
    assert (new.course, new.link_id, new.services) == (Course("3", "DE2", "Copied", ("2",)), "", ServiceAddresses())
    courses.put(launch(Course("2", "DE", "Data Ethics")))
    courses.put_copy("d1", Course("2", "", "", ("1",)), now)
    old = courses.place("d1", "2")
    assert old is not None
    assert (old.course.title, old.course.copied_from, old.services) == ("Data Ethics", ("1",), SERVICES)


def test_the_latest_courses_of_an_lms_come_first_and_copies_without_a_launch_do_not_count(courses: Courses) -> None:
    now = SetClock().now()
    courses.put(launch(Course("2")))
    courses.put(replace(launch(Course("4")), launched_at=now + timedelta(seconds=1), browser=BrowserProof.TAB))
    courses.put_copy("d1", Course("3"), now)
    found = courses.latest("p1", 9)
    assert [(seen.place.course.id, seen.browser) for seen in found] == [
        ("4", BrowserProof.TAB),
        ("2", BrowserProof.COOKIE),
    ]
    assert courses.latest("p1", 1)[0].seen_at == now + timedelta(seconds=1)
    assert courses.latest("p9", 9) == ()
