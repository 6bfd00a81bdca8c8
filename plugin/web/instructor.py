"""The instructor's page: who earned it, who not yet, and why?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from flask import Blueprint, redirect, request, url_for

from plugin.domain.binding import Binding
from plugin.domain.eligibility import Outcome
from plugin.domain.errors import InputError, NotFoundError, ServiceError
from plugin.domain.mapping import as_test_organisation, missing_in_plan
from plugin.domain.plan import CredentialPlan
from plugin.domain.platforms import CourseRole
from plugin.issuing.offer import RosterLine, roster
from plugin.web.bundle import services
from plugin.web.plan_words import plan_words
from plugin.web.visits import Answer, Visit, page, plan_of, visit

LINES_A_PAGE = 100

pages = Blueprint("instructor", __name__)


class Group(Enum):
    """How far learners have come."""

    CLAIMED = "claimed"
    EARNED = "earned"
    NOT_YET = "not-yet"
    UNKNOWN = "cannot-tell"


WORDS = {
    Group.CLAIMED: "have claimed it",
    Group.EARNED: "earned it, not claimed yet",
    Group.NOT_YET: "not yet",
    Group.UNKNOWN: "cannot tell",
}
_BY_OUTCOME = {Outcome.EARNED: Group.EARNED, Outcome.NOT_YET: Group.NOT_YET, Outcome.UNKNOWN: Group.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Shown:
    """The part of the roster that one page shows."""

    lines: tuple[RosterLine, ...]
    counts: dict[Group, int]
    group: Group | None
    number: int
    pages: int


@pages.get("/at/<handle>/course")
def show(handle: str) -> Answer:
    """The course's micro-credential, and everybody in the course."""
    here = _teacher(handle)
    binding = here.binding
    if binding is None:
        return page("not_set_up.html", here, plans=plans_of(here), may_change=here.role is CourseRole.INSTRUCTOR)
    institution, plan = plan_of(binding)
    shown, failure = None, None
    try:
        shown = _shown(_roster(here, binding, plan))
    except ServiceError as error:
        failure = error
    are_tests = services().press.signers(institution).are_tests
    body = as_test_organisation(institution.organisation) if are_tests else institution.organisation
    return page(
        "course.html",
        here,
        plan=plan,
        body=body,
        elements=plan_words(plan, institution),
        missing=missing_in_plan(plan, institution),
        binding=binding,
        shown=shown,
        failure=failure,
        groups=WORDS,
        group_of=group_of,
        may_change=here.role is CourseRole.INSTRUCTOR,
        is_test=are_tests,
    )


@pages.post("/at/<handle>/course")
def switch(handle: str) -> Answer:
    """Let learners claim, or no longer. What was claimed stays."""
    here = _teacher(handle)
    here.check_form()
    binding = here.binding
    if binding is None or here.role is not CourseRole.INSTRUCTOR:
        raise NotFoundError("page.instructor", "Only the course's instructors can change this.", "Ask one of them.")
    services().bindings.put(replace(binding, enabled="enable" in request.form))
    return redirect(url_for("instructor.show", handle=handle), 303)


@pages.post("/at/<handle>/course/plan")
def choose(handle: str) -> Answer:
    """Choose what the course awards. Nobody can claim it before the instructor lets them."""
    here = _teacher(handle)
    here.check_form()
    if here.role is not CourseRole.INSTRUCTOR or here.binding is not None:
        raise NotFoundError(
            "page.instructor", "Only an instructor can choose, and only once.", "Go back to the course."
        )
    bind_course(here, request.form.get("plan", ""))
    return redirect(url_for("instructor.show", handle=handle), 303)


def bind_course(here: Visit, plan_id: str) -> CredentialPlan:
    """Let the course award that plan of its institution; nobody can claim it yet. InputError for any other plan."""
    chosen = next((plan for plan in plans_of(here) if plan.id == plan_id), None)
    if chosen is None or here.institution_id is None:
        raise InputError("plan.unknown", "There is no such plan.", "Choose one from the list.")
    new = Binding(services().press.new_id(), here.institution_id, chosen.id, here.deployment_id, here.course_id, False)
    services().bindings.put(new)
    return chosen


def plans_of(here: Visit) -> tuple[CredentialPlan, ...]:
    """What the visit's institution may award."""
    return services().plans.of_institution(here.institution_id) if here.institution_id else ()


def group_of(line: RosterLine) -> Group:
    """How far this learner has come; whoever has an award keeps it."""
    return Group.CLAIMED if line.award_id else _BY_OUTCOME[line.decision.outcome]


def _teacher(handle: str) -> Visit:
    here = visit(handle)
    if here.role not in (CourseRole.INSTRUCTOR, CourseRole.ASSISTANT):
        raise NotFoundError("page.instructor", "This page is for those who teach the course.", "Go to your own page.")
    return here


def _roster(here: Visit, binding: Binding, plan: CredentialPlan) -> tuple[RosterLine, ...]:
    course = here.lms.course(here.place, plan.wanted)
    return roster(course, plan, services().awards.live_subjects(binding.id))


def _shown(lines: tuple[RosterLine, ...]) -> Shown:
    asked = request.args.get("show", "")
    group = next((g for g in Group if g.value == asked), None)
    counts = {g: sum(group_of(line) is g for line in lines) for g in Group}
    wanted = tuple(line for line in lines if group is None or group_of(line) is group)
    last = max(1, -(-len(wanted) // LINES_A_PAGE))
    number = min(max(1, request.args.get("page", 1, int)), last)
    first = (number - 1) * LINES_A_PAGE
    return Shown(wanted[first : first + LINES_A_PAGE], counts, group, number, last)
