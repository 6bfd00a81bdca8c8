"""What an institution settles once for a course: who it is, the elements, the rule, the formats."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from plugin.domain.elements import (
    Assessment,
    DoesNotApply,
    FurtherInformation,
    GradingScheme,
    LearningOutcome,
    Level,
    Organisation,
    Participation,
    QualityAssurance,
    Stackability,
    Workload,
)
from plugin.domain.facts import Wanted
from plugin.domain.rule import Rule
from plugin.domain.text import LocalText
from plugin.domain.vocabulary import Concept

EUROPASS = "europass"
FORMATS = ("openbadge3", "openbadge3_di", EUROPASS)


@dataclass(frozen=True, slots=True)
class Institution:
    """Who awards. `id` is short, lower-case and never changes: addresses and keys are made of it."""

    id: str
    organisation: Organisation


@dataclass(frozen=True, slots=True)
class CredentialPlan:
    """One version of a plan. Elements may still be missing in a draft; nothing is issued until none is.

    id: short, lower-case, unique within the institution, the same for every version.
    valid_months: how long an award holds, None for ever. include_grade: whether a credential may show the course grade.
    catalogue: whether the public catalogue lists it.
    """

    id: str
    version: int
    languages: tuple[str, ...]
    title: LocalText | None
    description: LocalText | None
    learning_outcomes: tuple[LearningOutcome, ...]
    workload: Workload | None
    level: Level | DoesNotApply | None
    assessment: Assessment | None
    participation: Participation | None
    quality_assurance: tuple[QualityAssurance, ...]
    prerequisites: LocalText | None = None
    supervision: Concept | None = None
    grading_scheme: GradingScheme | None = None
    stackability: Stackability | None = None
    further_information: FurtherInformation | None = None
    valid_months: int | None = None
    rule: Rule = field(default_factory=Rule)
    formats: tuple[str, ...] = FORMATS
    include_grade: bool = True
    catalogue: bool = True

    @property
    def wanted(self) -> Wanted:
        """What is asked of the LMS before an award: the rule's facts, and a grade that may be shown."""
        wanted = self.rule.wanted
        return replace(wanted, grade=wanted.grade or self.include_grade)
