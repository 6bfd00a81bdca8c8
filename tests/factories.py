"""Values for tests, complete and plain; give what your test is about as a keyword."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from plugin.domain import vocabulary
from plugin.domain.elements import (
    Assessment,
    Cycle,
    FurtherInformation,
    GradeAchieved,
    GradingScheme,
    LearnerIdentity,
    LearningOutcome,
    Level,
    MicroCredential,
    Organisation,
    Participation,
    Place,
    QualityAssurance,
    Stackability,
    Workload,
)
from plugin.domain.text import LocalText

ISSUED_AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CREDENTIAL_ID = "0b7f3f0e-58a1-4f0e-9c53-2a1f6c3de001"
SUBJECT_ID = "urn:uuid:5f5c40f1-93de-4f3e-8f7a-7a7b6d0c1111"


def sample_organisation(**changes: Any) -> Organisation:
    """The invented University of Zed, in Ireland."""
    body = Organisation(
        legal_name=LocalText.of("University of Zed"),
        place=Place(vocabulary.COUNTRIES.find("IE")),
        legal_identifier="VATIE-1234567A",
        homepage="https://zed.example/",
        email="registry@zed.example",
    )
    return replace(body, **changes)


def sample_agency(**changes: Any) -> Organisation:
    """An invented quality assurance agency."""
    body = Organisation(
        legal_name=LocalText.of("Quality Board of Zed"),
        place=Place(vocabulary.COUNTRIES.find("IE")),
        legal_identifier="VATIE-7654321B",
        homepage="https://quality.example/",
    )
    return replace(body, **changes)


def sample_micro(**changes: Any) -> MicroCredential:
    """A complete micro-credential with all 16 elements, in English."""
    micro = MicroCredential(
        learner=LearnerIdentity("Ada Byrne", "Ada", "Byrne", "s-1001", "ada@zed.example"),
        title=LocalText.of("Data Ethics in Practice"),
        country=Place(vocabulary.COUNTRIES.find("IE")),
        awarding_body=sample_organisation(),
        date_of_issuing=ISSUED_AT,
        learning_outcomes=(
            LearningOutcome(LocalText.of("Explain the main duties of those who handle personal data")),
            LearningOutcome(LocalText.of("Weigh the interests of people whose data are used")),
        ),
        workload=Workload(ects=Decimal("2"), hours=Decimal("50")),
        level=Level(eqf=vocabulary.EQF_LEVELS.find("6"), cycle=Cycle.FIRST),
        assessment=Assessment((next(iter(vocabulary.ASSESSMENTS)),)),
        participation=Participation(vocabulary.PARTICIPATION.find("online"), next(iter(vocabulary.SETTINGS))),
        quality_assurance=(
            QualityAssurance(
                next(iter(vocabulary.QUALITY_ASSURANCE)),
                LocalText.of("Programme accreditation 2025"),
                sample_agency(),
                date(2025, 1, 1),
                date(2030, 12, 31),
            ),
        ),
        prerequisites=LocalText.of("None"),
        supervision=next(iter(vocabulary.SUPERVISION)),
        grade=GradeAchieved(
            Decimal("84.5"), Decimal(0), Decimal(100), None, GradingScheme(LocalText.of("Points from 0 to 100"))
        ),
        stackability=Stackability(stands_alone=False, counts_towards=LocalText.of("Certificate in Data Governance")),
        further_information=FurtherInformation(
            note=LocalText.of("Taught in one semester"),
            homepage="https://zed.example/data-ethics",
            course_code="DE-101",
            languages=(vocabulary.language_of("en"),),
        ),
        definition="urn:uuid:11111111-2222-5333-8444-555555555555",
        description=LocalText.of("How to handle data about people responsibly"),
        languages=("en",),
        awarded_on=datetime(2026, 2, 20, 12, 0, tzinfo=UTC),
    )
    return replace(micro, **changes)
