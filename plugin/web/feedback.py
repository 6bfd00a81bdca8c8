"""What learners say of a micro-credential after claiming it, and what those who teach learn from it."""

from __future__ import annotations

import secrets

from flask import Blueprint, redirect, request, url_for

from plugin.domain.binding import Binding
from plugin.domain.errors import ConflictError, InputError, NotFoundError
from plugin.domain.feedback import GROUP, TEXT_MAX, Question, Reply, mark_of, read_feedback, results_of
from plugin.domain.lifecycle import Award, AwardKey
from plugin.domain.platforms import CourseRole
from plugin.web.bundle import services
from plugin.web.visits import Answer, Visit, page, plan_of, visit

TEACHERS = (CourseRole.INSTRUCTOR, CourseRole.ASSISTANT)

pages = Blueprint("feedback", __name__)


@pages.get("/at/<handle>/feedback")
def ask(handle: str) -> Answer:
    """The questions, or thanks to whoever has answered."""
    here = visit(handle)
    award = _own_award(here)
    if services().feedback.given(mark_of(award.key)):
        return page("feedback_thanks.html", here)
    return _asked(here, award)


@pages.post("/at/<handle>/feedback")
def answer(handle: str) -> Answer:
    """Keep the answers, once, without who gave them."""
    here = visit(handle)
    here.check_form()
    award, bundle = _own_award(here), services()
    plan = (award.institution_id, award.key.plan_id, award.plan_version)
    try:
        bundle.feedback.put(mark_of(award.key), plan, read_feedback(request.form), bundle.clock.now())
    except InputError as error:
        return _asked(here, award, error), 400
    except ConflictError:
        pass  # the page says thanks for the answer that was kept
    return redirect(url_for("feedback.ask", handle=handle), 303)


@pages.get("/at/<handle>/course/feedback")
def results(handle: str) -> Answer:
    """Counts and texts, in whole groups only."""
    here = visit(handle)
    if here.role not in TEACHERS:
        raise NotFoundError("page.instructor", "This page is for those who teach the course.", "Go to your own page.")
    binding = _binding(here)
    groups = services().feedback.groups(binding.institution_id, binding.plan_id)
    shown = results_of(groups, secrets.SystemRandom().shuffle)
    return page("feedback_results.html", here, plan=plan_of(binding)[1], shown=shown, group=GROUP, replies=Reply)


def _asked(here: Visit, award: Award, error: InputError | None = None) -> str:
    _, plan = services().plans.version(award.institution_id, award.key.plan_id, award.plan_version)
    form = {"questions": Question, "replies": Reply, "most": TEXT_MAX, "group": GROUP, "written": request.form}
    return page("feedback.html", here, plan=plan, error=error, **form)


def _own_award(here: Visit) -> Award:
    """The award about which this learner may speak; NotFoundError before the claim, and for everybody else."""
    award = None
    if here.role is CourseRole.LEARNER:
        binding = _binding(here)
        award = services().awards.live(AwardKey(binding.id, here.person.subject, binding.plan_id))
    if award is None or not award.complete:
        sentence = "This page is for learners who have claimed the micro-credential."
        raise NotFoundError("feedback.unclaimed", sentence, "Claim it first, or go back to your own page.")
    return award


def _binding(here: Visit) -> Binding:
    binding = here.binding
    if binding is None:
        raise NotFoundError("course.none", "This course has no micro-credential.", "Go back to the course.")
    return binding
