"""What becomes of a notice, and of the wish for notices, in the whole tool."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from plugin.domain.errors import ServiceError
from plugin.domain.platforms import (
    Course,
    CourseRole,
    Launch,
    Notice,
    Person,
    ResourceLink,
    ServiceAddresses,
)
from plugin.notices import Wishes, take
from tests.fakes.clock import SetClock
from tests.unit.web.conftest import LMS, PLACE, House

COPIED = Notice(LMS, PLACE, "n1", "LtiContextCopyNotice", Course("3", "DE2", "Copied", ("2",)))


def test_the_plan_of_the_copied_course_is_proposed_and_nothing_is_enabled(house: House) -> None:
    take(COPIED, house.services)
    view = house.enter(CourseRole.INSTRUCTOR, course="3")
    assert b" selected" in view.body
    assert house.services.bindings.of_course("d1", "3") is None


def test_a_notice_counts_once(house: House) -> None:
    take(COPIED, house.services)
    take(replace(COPIED, copied=Course("3", "", "", ("9",))), house.services)
    place = house.services.courses.place("d1", "3")
    assert place is not None
    assert place.course.copied_from == ("2",)


class TestWishes:
    @pytest.fixture
    def launch(self, house: House) -> Launch:
        person, course, now = Person("7"), Course("2"), house.services.clock.now()
        sound = Launch(LMS, PLACE, "m", person, CourseRole.LEARNER, course, ResourceLink("7"), ServiceAddresses(), now)
        return replace(sound, notices_url="https://lms.example/handlers")

    def test_an_lms_is_asked_once_and_a_launch_without_the_service_never(self, house: House, launch: Launch) -> None:
        asked: list[Launch] = []
        for wishes in (Wishes(asked.append, house.services, lambda work: work()) for _ in range(2)):
            wishes.consider(replace(launch, notices_url=None))
            wishes.consider(launch)
            wishes.consider(launch)
        assert asked == [launch]

    def test_an_lms_that_refuses_is_asked_again_after_an_hour(self, house: House, launch: Launch) -> None:
        asked: list[Launch] = []
        clock = SetClock()

        def refuse(launch: Launch) -> None:
            asked.append(launch)
            raise ServiceError("lms.refused", "No.")

        wishes = Wishes(refuse, replace(house.services, clock=clock), lambda work: work())
        wishes.consider(launch)
        wishes.consider(launch)
        assert len(asked) == 1
        clock.forward(timedelta(hours=2))
        wishes.consider(launch)
        assert len(asked) == 2
