"""What an institution settles once for a course."""

from dataclasses import replace

from plugin.domain.eligibility import Rule
from plugin.domain.plan import FORMATS, CredentialPlan


def test_a_draft_issues_in_every_format_to_those_who_completed_the_course() -> None:
    draft = CredentialPlan("ethics", 1, ("en",), None, None, (), None, None, None, None, ())
    assert draft.formats == FORMATS == ("openbadge3", "openbadge3_di", "europass")
    assert draft.rule == Rule(course_completed=True, grade_at_least=None)
    assert draft.valid_months is None


def test_the_grade_is_asked_for_when_a_credential_may_show_it() -> None:
    plan = CredentialPlan("ethics", 1, ("en",), None, None, (), None, None, None, None, ())
    assert plan.wanted.grade
    assert not replace(plan, include_grade=False).wanted.grade
