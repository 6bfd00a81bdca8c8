"""The instructor's page: who earned it, who not yet, and why?"""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, redirect, request, url_for

from plugin.domain.binding import Binding
from plugin.domain.errors import InputError, NotFoundError
from plugin.domain.mapping import as_test_organisation, missing_in_plan
from plugin.domain.plan import CredentialPlan
from plugin.domain.platforms import CourseRole
from plugin.domain.sweeps import AlarmState
from plugin.sweeping import current, worker_lives
from plugin.web.bundle import services
from plugin.web.plan_words import plan_words
from plugin.web.roster import GROUPS, shown_of
from plugin.web.visits import Answer, Visit, changer, page, plan_of, teacher

pages = Blueprint("instructor", __name__)


@pages.get("/at/<handle>/course")
def show(handle: str) -> Answer:
    """The course's micro-credential, and everybody in the course."""
    here = teacher(handle)
    binding = here.binding
    if binding is None:
        return page("not_set_up.html", here, plans=plans_of(here), may_change=here.role is CourseRole.INSTRUCTOR)
    institution, plan = plan_of(binding)
    state = current(binding, services())
    are_tests = services().press.signers(institution).are_tests
    body = as_test_organisation(institution.organisation) if are_tests else institution.organisation
    works = worker_lives(services())
    return page(
        "course.html",
        here,
        plan=plan,
        body=body,
        elements=plan_words(plan, institution),
        missing=missing_in_plan(plan, institution),
        binding=binding,
        state=state,
        reading=works and (state.running or state.asked_at is not None),
        works=works,
        alarms=[a for a in services().alarms.of(binding.id) if a.state is AlarmState.OPEN],
        shown=shown_of(binding, request.args),
        groups=GROUPS,
        may_change=here.role is CourseRole.INSTRUCTOR,
        is_test=are_tests,
    )


@pages.post("/at/<handle>/course")
def pause(handle: str) -> Answer:
    """Let nobody claim, and award nobody by itself. What was awarded stays."""
    here, binding = changer(handle)
    services().bindings.put(replace(binding, enabled=False))
    return redirect(url_for("instructor.show", handle=here.handle), 303)


@pages.post("/at/<handle>/course/plan")
def choose(handle: str) -> Answer:
    """Choose what the course awards. Nobody can claim it before the instructor lets them."""
    here = teacher(handle)
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
