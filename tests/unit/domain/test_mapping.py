"""From facts, plan, institution and claim to the standard elements."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from plugin.domain.claim import Claim, ClaimedBy
from plugin.domain.elements import Assessment, DoesNotApply, Element, Level, MicroCredential, Workload
from plugin.domain.facts import Completion, CompletionState, Grade, LearnerFacts, Source
from plugin.domain.mapping import (
    MissingElementsError,
    as_test,
    as_test_organisation,
    definition_of,
    missing_in_plan,
    months_later,
    says_test,
    to_elements,
)
from plugin.domain.plan import CredentialPlan, Institution
from plugin.domain.platforms import Person
from plugin.domain.statement import statement_of
from plugin.domain.text import LocalText
from tests.factories import ISSUED_AT, sample_micro, sample_organisation

EARNED_AT = datetime(2026, 2, 20, 12, tzinfo=UTC)
INSTITUTION = Institution("zed", sample_organisation())
GRADE = Grade(Decimal("84.5"), Decimal(0), Decimal(100))


def sample_plan(**changes: Any) -> CredentialPlan:
    micro = sample_micro()
    plan = CredentialPlan(
        id="data-ethics",
        version=1,
        languages=micro.languages,
        title=micro.title,
        description=micro.description,
        learning_outcomes=micro.learning_outcomes,
        workload=micro.workload,
        level=micro.level,
        assessment=micro.assessment,
        participation=micro.participation,
        quality_assurance=micro.quality_assurance,
        grading_scheme=micro.grade and micro.grade.scheme,
    )
    return replace(plan, **changes)


def sample_facts(grade: Grade | None = GRADE, completed_at: datetime | None = EARNED_AT) -> LearnerFacts:
    completion = Completion(CompletionState.COMPLETE, completed_at)
    return LearnerFacts(Person("7"), completion, grade, Source.PLATFORM, ISSUED_AT)


def sample_claim(**changes: Any) -> Claim:
    claim = Claim("Ada Byrne", True, ClaimedBy.LEARNER, ISSUED_AT, "Ada", "Byrne", "s-1001", "ada@zed.example")
    return replace(claim, **changes)


def mapped(**changes: Any) -> MicroCredential:
    return to_elements(sample_facts(), sample_plan(**changes), INSTITUTION, sample_claim(), ISSUED_AT)


def test_facts_plan_institution_and_claim_make_a_complete_micro_credential() -> None:
    micro = mapped()
    assert statement_of(micro).missing() == ()
    assert micro.learner == sample_micro().learner
    assert (micro.date_of_issuing, micro.awarded_on, micro.valid_until) == (ISSUED_AT, EARNED_AT, None)
    assert micro.grade == sample_micro().grade
    assert micro.country == INSTITUTION.organisation.place
    assert not micro.is_test


@pytest.mark.parametrize(
    ("changes", "element"),
    [
        ({"title": None}, Element.TITLE),
        ({"learning_outcomes": ()}, Element.LEARNING_OUTCOMES),
        ({"workload": None}, Element.WORKLOAD),
        ({"workload": Workload()}, Element.WORKLOAD),
        ({"workload": Workload(ects=Decimal(0))}, Element.WORKLOAD),
        ({"level": None}, Element.LEVEL),
        ({"level": Level()}, Element.LEVEL),
        ({"assessment": None}, Element.ASSESSMENT),
        ({"assessment": Assessment(())}, Element.ASSESSMENT),
        ({"participation": None}, Element.PARTICIPATION),
        ({"quality_assurance": ()}, Element.QUALITY_ASSURANCE),
    ],
)
def test_a_missing_mandatory_element_is_named_and_nothing_is_mapped(changes: dict[str, Any], element: Element) -> None:
    assert missing_in_plan(sample_plan(**changes), INSTITUTION) == (element,)
    with pytest.raises(MissingElementsError) as refused:
        mapped(**changes)
    assert refused.value.missing == (element,)
    assert f"“{element.value}”" in refused.value.sentence


def test_all_missing_elements_are_named_in_the_order_of_the_standard() -> None:
    with pytest.raises(MissingElementsError) as refused:
        to_elements(
            sample_facts(), sample_plan(title=None, level=None), INSTITUTION, sample_claim(full_name=" "), ISSUED_AT
        )
    assert refused.value.missing == (Element.LEARNER, Element.TITLE, Element.LEVEL)


def test_a_level_that_does_not_apply_is_not_missing() -> None:
    assert missing_in_plan(sample_plan(level=DoesNotApply()), INSTITUTION) == ()


@pytest.mark.parametrize(
    ("facts", "claim"),
    [
        (sample_facts(grade=None), sample_claim()),
        (sample_facts(grade=replace(GRADE, hidden=True)), sample_claim()),
        (sample_facts(), sample_claim(include_grade=False)),
    ],
)
def test_a_grade_that_is_unknown_hidden_or_left_out_is_not_told(facts: LearnerFacts, claim: Claim) -> None:
    assert to_elements(facts, sample_plan(), INSTITUTION, claim, ISSUED_AT).grade is None


def test_a_grade_is_told_only_where_the_plan_says_so() -> None:
    assert mapped().grade is not None
    assert mapped(include_grade=False).grade is None


def test_the_title_stands_in_for_a_description() -> None:
    assert mapped(description=None).description == sample_micro().title


@pytest.mark.parametrize("completed_at", [None, ISSUED_AT + timedelta(hours=3)])
def test_it_is_never_awarded_after_it_was_issued(completed_at: datetime | None) -> None:
    facts = sample_facts(completed_at=completed_at)
    assert to_elements(facts, sample_plan(), INSTITUTION, sample_claim(), ISSUED_AT).awarded_on == ISSUED_AT


def test_it_holds_for_so_many_months_from_the_day_it_was_earned() -> None:
    assert mapped(valid_months=24).valid_until == datetime(2028, 2, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "months", "later"),
    [
        (datetime(2026, 1, 31, 8, tzinfo=UTC), 1, datetime(2026, 2, 28, 8, tzinfo=UTC)),
        (datetime(2028, 1, 31, tzinfo=UTC), 1, datetime(2028, 2, 29, tzinfo=UTC)),
        (datetime(2026, 12, 15, tzinfo=UTC), 1, datetime(2027, 1, 15, tzinfo=UTC)),
        (datetime(2026, 11, 30, tzinfo=UTC), 13, datetime(2027, 12, 30, tzinfo=UTC)),
        (datetime(2026, 3, 1, 1, tzinfo=timezone(timedelta(hours=2))), 12, datetime(2027, 2, 28, 23, tzinfo=UTC)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_the_month(moment: datetime, months: int, later: datetime) -> None:
    assert months_later(moment, months) == later


def test_each_version_of_a_plan_has_one_definition_of_its_own() -> None:
    first = definition_of(INSTITUTION, sample_plan())
    assert first == definition_of(INSTITUTION, sample_plan(title=None))
    assert first.startswith("urn:uuid:")
    assert first != definition_of(INSTITUTION, sample_plan(version=2))
    assert first != definition_of(INSTITUTION, sample_plan(id="other"))
    assert first != definition_of(replace(INSTITUTION, id="other"), sample_plan())


def test_a_test_says_so_in_title_and_awarding_body_in_every_language() -> None:
    micro = as_test(sample_micro(title=LocalText.from_mapping({"en": "Ethics", "nl": "Ethiek"})))
    assert micro.is_test
    assert micro.title.as_mapping() == {"en": "TEST: Ethics", "nl": "TEST: Ethiek"}
    assert str(micro.awarding_body.legal_name) == "University of Zed (test seal)"
    assert micro.awarding_body == as_test_organisation(sample_organisation())


def test_a_test_says_so_and_nothing_else_does() -> None:
    assert says_test(statement_of(as_test(mapped())))
    assert not says_test(statement_of(mapped()))
