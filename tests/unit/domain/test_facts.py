"""Facts of learners."""

from dataclasses import FrozenInstanceError
from datetime import UTC, datetime

import pytest

from plugin.domain.facts import Completion, CompletionState, CourseFacts, LearnerFacts, Source
from plugin.domain.platforms import Course, Launch, Person, Registration

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_unknown_is_an_answer_of_its_own() -> None:
    assert [state.value for state in CompletionState] == ["complete", "incomplete", "unknown"]


def test_the_same_facts_are_equal_and_cannot_be_changed() -> None:
    facts = LearnerFacts(Person("7"), Completion(CompletionState.UNKNOWN), None, Source.PLATFORM, AT)
    again = LearnerFacts(Person("7"), Completion(CompletionState.UNKNOWN), None, Source.PLATFORM, AT)
    assert CourseFacts((facts,), AT) == CourseFacts((again,), AT)
    with pytest.raises(FrozenInstanceError):
        facts.grade = None  # type: ignore[misc]


def test_a_person_of_whom_the_platform_hides_all_still_has_a_subject() -> None:
    person = Person("7")
    assert (person.subject, person.full_name, person.email) == ("7", None, None)


def test_a_platform_is_of_no_special_family_and_a_course_needs_an_id_alone() -> None:
    registration = Registration("r", "https://lms.example", "c", "https://a", "https://t", "https://k")
    assert registration.family == "generic"
    assert Course("4") == Course("4", "", "")


def test_the_custom_values_of_a_launch_cannot_be_changed_from_outside() -> None:
    custom = Launch.__dataclass_fields__["custom"].default_factory()  # type: ignore[misc]
    with pytest.raises(TypeError):
        custom["key"] = "value"  # type: ignore[index]
