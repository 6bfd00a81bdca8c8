"""What ties a micro-credential to the place where it is earned, and how that place awards it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from plugin.domain.eligibility import Rule
from plugin.domain.plan import CredentialPlan
from plugin.domain.text import Said, say, say_many


class ExpectedUnit(Enum):
    """How an instructor says how many will earn it."""

    LEARNERS = "learners"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class Expected:
    """How many awards the instructor expects at the most, as a number or as a share of the learners listed."""

    number: int
    unit: ExpectedUnit = ExpectedUnit.LEARNERS

    def of(self, learners: int) -> int:
        """The number itself, whatever the course's size when it is no share; a part of a person counts as one."""
        return self.number if self.unit is ExpectedUnit.LEARNERS else -(-self.number * learners // 100)

    @property
    def words(self) -> Said:
        """How it reads in a sentence."""
        if self.unit is ExpectedUnit.PERCENT:
            return say("{number} %", number=self.number)
        return say_many("{count} learner", "{count} learners", self.number)

    def __str__(self) -> str:
        return str(self.words)


@dataclass(frozen=True, slots=True)
class Binding:
    """A course of one deployment, or a learner list, awarded by one plan of one institution.

    deployment_id (our own id) and course_id are None for learner lists. rule: the course's own, None for the plan's.
    automatic: awards are made without a click, else learners claim. include_grade: whether those awards say the grade.
    """

    id: str
    institution_id: str
    plan_id: str
    deployment_id: str | None
    course_id: str | None
    enabled: bool
    rule: Rule | None = None
    automatic: bool = False
    include_grade: bool = False
    expected: Expected | None = None

    def applied(self, plan: CredentialPlan) -> CredentialPlan:
        """The plan as this course uses it: with the course's own rule where it has one."""
        return replace(plan, rule=self.rule) if self.rule else plan

    @property
    def awards_by_itself(self) -> bool:
        """Whether a sweep awards here."""
        return self.enabled and self.automatic


def binding_of_lists(institution_id: str, plan_id: str) -> Binding:
    """The one binding of all learner lists of a plan, so that no list awards what another one did."""
    return Binding(f"list:{institution_id}:{plan_id}", institution_id, plan_id, None, None, enabled=True)
