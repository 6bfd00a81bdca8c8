"""What ties a micro-credential to the place where it is earned."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Binding:
    """A course of one deployment, or a learner list, awarded by one plan of one institution.

    deployment_id (our own id) and course_id are None for learner lists.
    """

    id: str
    institution_id: str
    plan_id: str
    deployment_id: str | None
    course_id: str | None
    enabled: bool


def binding_of_lists(institution_id: str, plan_id: str) -> Binding:
    """The one binding of all learner lists of a plan, so that no list awards what another one did."""
    return Binding(f"list:{institution_id}:{plan_id}", institution_id, plan_id, None, None, enabled=True)
