"""A plan written as the plan file that reads back equal."""

from __future__ import annotations

from plugin.domain.intake.plan_content import plan_content
from plugin.domain.intake.plan_file import PLAN_FORMAT
from plugin.domain.intake.toml_text import to_toml
from plugin.domain.plan import CredentialPlan, Institution


def write_plan(institution: Institution, plan: CredentialPlan) -> bytes:
    """The plan file (TOML 1.0, UTF-8) of that plan; see `plan_content` for what it keeps."""
    return plan_text(plan_content(institution, plan))


def plan_text(content: dict[str, object]) -> bytes:
    """The tables of a plan file as the file, which says by which format it was written."""
    return to_toml({"twinseal_plan": PLAN_FORMAT, **content}).encode()
