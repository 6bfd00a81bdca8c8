"""What a micro-credential says in words."""

from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest

from plugin.domain import vocabulary
from plugin.domain.elements import (
    Cycle,
    DoesNotApply,
    Element,
    FurtherInformation,
    GradeAchieved,
    Level,
    Place,
    Stackability,
    Workload,
)
from plugin.domain.statement import Statement, day_lines, level_words, moment_words, statement_of, workload_words
from plugin.domain.text import LocalText
from tests.factories import sample_micro


def test_a_complete_micro_credential_says_all_sixteen_elements() -> None:
    statement = statement_of(sample_micro())
    assert list(statement.said) == list(Element)
    assert statement.missing() == ()


def test_every_element_says_its_words() -> None:
    said = statement_of(sample_micro()).said
    assert said[Element.LEARNER] == ("Ada Byrne",)
    assert said[Element.COUNTRY] == ("Ireland",)
    assert said[Element.DATE_OF_ISSUING] == ("2026-03-02T09:00:00Z",)
    assert said[Element.WORKLOAD] == ("2 ECTS", "50 hours")
    assert said[Element.LEVEL] == ("EQF level 6", "First cycle")
    assert said[Element.QUALITY_ASSURANCE] == (
        "Institutional License: Programme accreditation 2025 (Quality Board of Zed)",
    )
    assert said[Element.GRADE] == ("84.5 of 100",)
    assert said[Element.STACKABILITY] == ("Can count towards another credential", "Certificate in Data Governance")
    assert said[Element.FURTHER_INFORMATION] == ("Taught in one semester", "https://zed.example/data-ethics")


def test_it_speaks_the_primary_language() -> None:
    title = LocalText.from_mapping({"en": "Ethics", "nl": "Ethiek"})
    assert statement_of(sample_micro(title=title, languages=("nl", "en"))).said[Element.TITLE] == ("Ethiek",)


def test_optional_elements_that_are_left_out_are_absent_and_a_grade_left_out_reads_passed() -> None:
    statement = statement_of(
        sample_micro(prerequisites=None, supervision=None, grade=None, stackability=None, further_information=None)
    )
    assert statement.said[Element.GRADE] == ("Passed",)
    assert set(Element) - set(statement.said) == {
        Element.PREREQUISITES,
        Element.SUPERVISION,
        Element.STACKABILITY,
        Element.FURTHER_INFORMATION,
    }
    assert statement.missing() == ()


def test_further_information_without_note_and_homepage_says_nothing() -> None:
    statement = statement_of(sample_micro(further_information=FurtherInformation(course_code="DE-101")))
    assert Element.FURTHER_INFORMATION not in statement.said


def test_a_mandatory_element_that_is_not_said_is_missing_even_when_its_words_are_empty() -> None:
    said = dict(statement_of(sample_micro()).said)
    del said[Element.TITLE]
    said[Element.LEVEL] = ()
    assert Statement(said).missing() == (Element.TITLE, Element.LEVEL)


def test_a_region_follows_the_country() -> None:
    place = Place(vocabulary.COUNTRIES.find("IE"), "IRL_CTH_DUB", "Dublin city")
    assert statement_of(sample_micro(country=place)).said[Element.COUNTRY] == ("Ireland, Dublin city",)


def test_a_moment_is_told_in_utc() -> None:
    moment = datetime(2026, 3, 2, 1, 30, tzinfo=timezone(timedelta(hours=2)))
    assert moment_words(moment) == "2026-03-01T23:30:00Z"


@pytest.mark.parametrize(
    ("workload", "words"),
    [
        (Workload(ects=Decimal("2.50")), ("2.5 ECTS",)),
        (Workload(hours=Decimal(60)), ("60 hours",)),
        (Workload(), ()),
    ],
)
def test_workload_says_only_what_is_known(workload: Workload, words: tuple[str, ...]) -> None:
    assert workload_words(workload) == words


def test_a_level_says_framework_and_cycle_or_that_none_applies() -> None:
    national = vocabulary.NATIONAL_LEVELS.find("UK: RQF Level 6")
    assert level_words(Level(national=national)) == ("UK: RQF Level 6",)
    assert level_words(Level(cycle=Cycle.SHORT)) == ("Short cycle",)
    assert level_words(DoesNotApply()) == ("Does not apply",)


def test_a_micro_credential_may_stand_alone() -> None:
    statement = statement_of(sample_micro(stackability=Stackability(True)))
    assert statement.said[Element.STACKABILITY] == ("Stands alone",)


def test_a_letter_grade_is_told_with_its_points() -> None:
    grade = GradeAchieved(Decimal(9), Decimal(0), Decimal(10), "A")
    assert statement_of(sample_micro(grade=grade)).said[Element.GRADE] == ("A (9 of 10)",)


def test_moments_read_as_days() -> None:
    assert day_lines(("2026-03-02T09:00:00Z",)) == ("2 March 2026",)
