"""Placing the micro-credential from the LMS's own dialogue: an instructor picks what the course awards."""

from __future__ import annotations

from flask import Blueprint, current_app, request

from plugin.domain.errors import NotFoundError
from plugin.domain.platforms import CourseRole, DeepLinking
from plugin.web.headers import allow_form_to
from plugin.web.instructor import bind_course, plans_of
from plugin.web.visits import Answer, Visit, origin_of, page, plan_of, visit

pages = Blueprint("deep_linking", __name__)


@pages.get("/at/<handle>/add")
def show(handle: str) -> Answer:
    """Which micro-credential? A course that awards one already adds a link to it."""
    here, _ = _choosing(handle)
    return page("add.html", here, bound=_bound_title(here), plans=plans_of(here))


@pages.post("/at/<handle>/add")
def choose(handle: str) -> Answer:
    """Keep the choice, and hand the link to the LMS through the browser."""
    here, asked = _choosing(handle)
    here.check_form()
    title = _bound_title(here) or str(bind_course(here, request.form.get("plan", "")).title)
    allow_form_to(origin_of(asked.return_url))
    answer = current_app.extensions["twinseal.deep_link"]
    token = answer(here.registration, here.deployment.deployment_id, asked, title)
    return page("added.html", here, address=asked.return_url, token=token)


def _choosing(handle: str) -> tuple[Visit, DeepLinking]:
    here = visit(handle)
    if here.deep_linking is None or here.role is not CourseRole.INSTRUCTOR:
        raise NotFoundError(
            "page.deep_linking", "Only an instructor can add this to a course.", "Open it in your course."
        )
    return here, here.deep_linking


def _bound_title(here: Visit) -> str:
    return str(plan_of(here.binding)[1].title) if here.binding else ""
