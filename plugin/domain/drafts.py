"""A plan that is being written, with what the store needs to know so that nobody's words are lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from plugin.domain.intake.plan_draft import Draft


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """What was typed so far, and the edit at which it stands.

    edited_by: the LMS and its subject id of the person who saved last. based_on: the published version it began from,
    or 0. deployment_id, course_id: the course in which it was begun.
    """

    institution_id: str
    plan_id: str
    content: Draft
    edit: int
    edited_by: str
    edited_at: datetime
    based_on: int
    deployment_id: str | None = None
    course_id: str | None = None
