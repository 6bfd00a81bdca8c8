from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from plugin.domain import vocabulary
from plugin.domain.badge import BadgeFace, face_of
from plugin.domain.elements import DoesNotApply, Level, Workload
from plugin.domain.intake.plan_file import read_plan
from plugin.domain.plan import CredentialPlan, Institution
from tests.functional.commands import EXAMPLES


@pytest.fixture(scope="module")
def plan() -> tuple[Institution, CredentialPlan]:
    file = read_plan((EXAMPLES / "plan.toml").read_bytes())
    return file.institution, file.plan


def test_the_picture_says_what_who_and_how_much(plan: tuple[Institution, CredentialPlan]) -> None:
    institution, of = plan
    of = replace(of, workload=Workload(Decimal("2"), Decimal(50)), level=Level(vocabulary.EQF_LEVELS.find("6")))
    face = face_of(institution, of, is_test=False)
    assert face.effort == "2 ECTS · EQF level 6"
    assert face.alternative == f"{of.title}, awarded by {institution.organisation.legal_name}"


@pytest.mark.parametrize("level", [None, DoesNotApply(), Level()])
def test_what_is_not_settled_is_left_out(plan: tuple[Institution, CredentialPlan], level: Level | None) -> None:
    institution, of = plan
    face = face_of(institution, replace(of, title=None, workload=None, level=level), is_test=True)
    assert (face.title, face.effort) == ("", "")


def test_a_test_says_so_to_those_who_do_not_see_it() -> None:
    assert BadgeFace("A", "U", "", "en", True).alternative.startswith("Test, not valid: ")
