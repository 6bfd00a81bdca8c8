"""From facts, plan, institution and claim to the standard elements, or the list of those that are missing."""

from __future__ import annotations

import calendar
import uuid
from dataclasses import replace
from datetime import UTC, datetime

from plugin.domain.claim import Claim
from plugin.domain.elements import (
    Element,
    GradeAchieved,
    LearnerIdentity,
    Level,
    MicroCredential,
    Organisation,
    Workload,
)
from plugin.domain.errors import TwinsealError
from plugin.domain.facts import LearnerFacts
from plugin.domain.plan import CredentialPlan, Institution
from plugin.domain.statement import Statement
from plugin.domain.text import LocalText, say

TEST_TITLE = "TEST"
TEST_ISSUER = "test seal"
_DEFINITIONS = uuid.UUID("6f1c9a52-7a0e-5b7e-9c39-0f6f0a4d2b11")  # our own name space for definitions


class MissingElementsError(TwinsealError):
    """Mandatory elements of section 7.2 are missing; nothing is issued."""

    def __init__(self, missing: tuple[Element, ...]) -> None:
        names = tuple(say("“{name}”", name=element.value) for element in missing)
        super().__init__(
            "elements.missing",
            say("These mandatory elements are missing: {names}.", names=names),
            say("Fill them in the plan, then try again."),
        )
        self.missing = missing


def missing_in_plan(plan: CredentialPlan, institution: Institution) -> tuple[Element, ...]:
    """The mandatory elements that neither plan nor institution gives; learner and date come with each award."""
    workload = plan.workload or Workload()
    given = {
        Element.TITLE: plan.title,
        Element.COUNTRY: institution.organisation.place,
        Element.AWARDING_BODY: institution.organisation.legal_name,
        Element.LEARNING_OUTCOMES: plan.learning_outcomes,
        Element.WORKLOAD: workload.ects or workload.hours,
        Element.LEVEL: plan.level != Level() and plan.level,  # a level that names none says nothing
        Element.ASSESSMENT: plan.assessment and plan.assessment.kinds,
        Element.PARTICIPATION: plan.participation,
        Element.QUALITY_ASSURANCE: plan.quality_assurance,
    }
    return tuple(element for element in Element if element in given and not given[element])


def to_elements(
    facts: LearnerFacts, plan: CredentialPlan, institution: Institution, claim: Claim, at: datetime
) -> MicroCredential:
    """The complete micro-credential of one learner, dated `at` (with a zone); MissingElementsError otherwise."""
    missing = missing_in_plan(plan, institution) + (() if claim.full_name.strip() else (Element.LEARNER,))
    if missing or not (plan.title and plan.workload and plan.level and plan.assessment and plan.participation):
        raise MissingElementsError(tuple(e for e in Element if e in missing))
    body = institution.organisation
    earned = facts.completion.completed_at or at
    return MicroCredential(
        learner=_identity(claim),
        title=plan.title,
        country=body.place,
        awarding_body=body,
        date_of_issuing=at,
        learning_outcomes=plan.learning_outcomes,
        workload=plan.workload,
        level=plan.level,
        assessment=plan.assessment,
        participation=plan.participation,
        quality_assurance=plan.quality_assurance,
        prerequisites=plan.prerequisites,
        supervision=plan.supervision,
        grade=_grade(facts, plan, claim),
        stackability=plan.stackability,
        further_information=plan.further_information,
        definition=definition_of(institution, plan),
        description=plan.description or plan.title,
        languages=plan.languages,
        awarded_on=min(earned, at),
        valid_until=months_later(min(earned, at), plan.valid_months) if plan.valid_months else None,
    )


def definition_of(institution: Institution, plan: CredentialPlan) -> str:
    """One urn for each version of a plan: the same for every learner, another for every other plan."""
    return uuid.uuid5(_DEFINITIONS, f"{institution.id}/{plan.id}/{plan.version}").urn


def as_test(micro: MicroCredential) -> MicroCredential:
    """The same, saying in its title and in its awarding body that the seal is a test; done once, before any format."""
    title = LocalText(tuple((language, f"{TEST_TITLE}: {text}") for language, text in micro.title))
    return replace(micro, title=title, awarding_body=as_test_organisation(micro.awarding_body), is_test=True)


def says_test(statement: Statement) -> bool:
    """Whether a credential calls itself a test, as `as_test` makes it do."""
    titles, bodies = (statement.said.get(element, ()) for element in (Element.TITLE, Element.AWARDING_BODY))
    marked = any(title.startswith(f"{TEST_TITLE}: ") for title in titles)
    return marked or any(body.endswith(f"({TEST_ISSUER})") for body in bodies)


def as_test_organisation(organisation: Organisation) -> Organisation:
    """The organisation under a name that nobody can take for the real one."""
    name = LocalText(tuple((language, f"{text} ({TEST_ISSUER})") for language, text in organisation.legal_name))
    return replace(organisation, legal_name=name)


def months_later(moment: datetime, months: int) -> datetime:
    """The same day of a later month in UTC, or that month's last day."""
    moment = moment.astimezone(UTC)
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, calendar.monthrange(year, month + 1)[1]))


def _identity(claim: Claim) -> LearnerIdentity:
    return LearnerIdentity(claim.full_name, claim.given_name, claim.family_name, claim.identifier, claim.email)


def _grade(facts: LearnerFacts, plan: CredentialPlan, claim: Claim) -> GradeAchieved | None:
    grade = facts.grade
    if grade is None or grade.hidden or not (plan.include_grade and claim.include_grade):
        return None
    return GradeAchieved(grade.value, grade.minimum, grade.maximum, grade.letter, plan.grading_scheme)
