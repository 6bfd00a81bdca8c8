"""The standard elements."""

from dataclasses import FrozenInstanceError
from decimal import Decimal

import pytest

from plugin.domain.elements import Element, GradeAchieved, plain
from tests.factories import sample_micro


def test_the_first_eleven_elements_are_mandatory_and_five_are_optional() -> None:
    assert [element.mandatory for element in Element] == [True] * 11 + [False] * 5


@pytest.mark.parametrize(
    ("number", "text"),
    [("84", "84"), ("84.50", "84.5"), ("1E+2", "100"), ("100", "100"), ("0.10", "0.1"), ("10.00", "10"), ("0", "0")],
)
def test_a_number_is_written_without_exponent_and_trailing_zeros(number: str, text: str) -> None:
    assert plain(Decimal(number)) == text


def test_a_grade_reads_with_its_maximum() -> None:
    assert str(GradeAchieved(Decimal("84.50"), Decimal(0), Decimal(100))) == "84.5 of 100"


def test_a_grade_with_a_letter_reads_the_letter_first() -> None:
    assert str(GradeAchieved(Decimal(9), Decimal(0), Decimal(10), "A")) == "A (9 of 10)"


def test_a_micro_credential_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        sample_micro().title = None  # type: ignore[misc]
