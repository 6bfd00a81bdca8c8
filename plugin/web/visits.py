"""A person's visit through a launch. Several courses, people and LMSes fit into one browser, by a cookie each."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from plugin import sweeping
from plugin.domain.binding import Binding
from plugin.domain.errors import InputError, LaunchError, NotFoundError
from plugin.domain.plan import CredentialPlan, Institution
from plugin.domain.platforms import (
    BrowserProof,
    CoursePlace,
    CourseRole,
    DeepLinking,
    Deployment,
    Launch,
    Person,
    Registration,
)
from plugin.domain.ports.platforms import LmsFamily
from plugin.domain.tickets import TicketKind
from plugin.services import Services
from plugin.web.bundle import services
from plugin.web.forms import check_form, form_token
from plugin.web.headers import allow_frames, show_own_origin
from plugin.web.languages import TAG_MAX, read_by

LASTS = timedelta(hours=8)
ENTRY_LASTS = timedelta(minutes=5)
IN_A_COURSE = ("LtiResourceLinkRequest", "LtiSubmissionReviewRequest")  # a review is the course seen by who reviews
TEACHING = (CourseRole.INSTRUCTOR, CourseRole.ASSISTANT)
Answer = str | Response | WerkzeugResponse | tuple[str, int]

pages = Blueprint("visits", __name__)


@dataclass(frozen=True, slots=True)
class Visit:
    """Who is here, in which course, and as what. `secret` is the cookie's; it is kept nowhere else."""

    handle: str
    secret: str
    registration_id: str
    deployment_id: str
    course_id: str
    course_title: str
    role: CourseRole
    person: Person
    frame_origins: tuple[str, ...]
    deep_linking: DeepLinking | None
    message_type: str
    read_only: bool
    locale: str

    @property
    def registration(self) -> Registration:
        """The LMS through which the person came; NotFoundError when it was removed since."""
        found = services().platforms.registration(self.registration_id)
        if found is None:
            raise _ended()
        return found

    @property
    def deployment(self) -> Deployment:
        """The place in the LMS; NotFoundError when it was removed since."""
        places = services().platforms.deployments(self.registration_id)
        found = next((place for place in places if place.id == self.deployment_id), None)
        if found is None:
            raise _ended()
        return found

    @property
    def institution_id(self) -> str | None:
        """The institution to which this place in the LMS belongs."""
        return self.deployment.institution_id

    @property
    def place(self) -> CoursePlace:
        """The course as launches described it; NotFoundError when its LMS was removed since."""
        found = services().courses.place(self.deployment_id, self.course_id)
        if found is None:
            raise _ended()
        return found

    @property
    def lms(self) -> LmsFamily:
        """What reads this LMS's facts."""
        return services().lms(self.registration)

    @property
    def binding(self) -> Binding | None:
        """How this course awards, if it does."""
        return services().bindings.of_course(self.deployment_id, self.course_id)

    @property
    def copied_plan(self) -> str:
        """The plan of the course that this one was copied from, or nothing: a proposal, never more."""
        copied = self.place.course.copied_from
        found = (services().bindings.of_course(self.deployment_id, course) for course in copied)
        return next((binding.plan_id for binding in found if binding), "")

    def check_form(self) -> None:
        """InputError when the form did not come from a page of this visit, or when the visit may change nothing."""
        check_form(self.secret)
        if self.read_only:
            sentence = "You act as somebody else here, so you can look, but nothing can be claimed or changed."
            raise InputError("visit.read_only", sentence, "Stop acting as that person in your learning platform.")


def begin(launch: Launch, bundle: Services) -> Response | WerkzeugResponse:
    """Open a visit and go to its first page, which can be loaded again; the launch itself cannot.

    Where this browser keeps no cookie in the frame, the visit continues in a tab of its own, by a code that works once.
    """
    read_by(launch.locale)
    bundle.courses.put(launch)
    binding = bundle.bindings.of_course(launch.deployment.id, launch.course.id)
    if binding and (binding.awards_by_itself or launch.role in TEACHING):
        sweeping.ask_unless_fresh(binding, bundle)
    if launch.deep_linking and launch.browser is not BrowserProof.COOKIE:
        allow_frames(("*",))
        return Response(render_template("cannot_answer.html", in_tab=launch.browser is BrowserProof.TAB))
    if launch.browser is BrowserProof.STORAGE:
        return offer_entry(bundle.tickets.issue(TicketKind.ENTRY, _kept(launch), ENTRY_LASTS))
    return _open(_kept(launch), bundle)


def offer_entry(code: str) -> Response:
    """A page for the frame, whose button opens the visit in a tab of its own."""
    allow_frames(("*",))
    show_own_origin()
    return Response(render_template("continue_in_tab.html", code=code))


@pages.post("/enter")
def enter() -> Answer:
    """The tab of its own: the code is spent, and from here on the cookie is first-party."""
    bundle = services()
    own = request.headers.get("Origin") == bundle.settings.public_url
    kept = bundle.tickets.spend(TicketKind.ENTRY, request.form.get("code", "")) if own else None
    if kept is None:
        raise _ended()
    return _open(kept, bundle)


def _open(kept: dict[str, Any], bundle: Services) -> WerkzeugResponse:
    handle = secrets.token_hex(6)
    secret = bundle.tickets.issue(TicketKind.SESSION, {"handle": handle, **kept}, LASTS)
    answer = redirect(url_for("visits.start", handle=handle), 303)
    secure = bundle.settings.secure
    answer.set_cookie(
        _cookie(handle, bundle),
        secret,
        max_age=LASTS,
        httponly=True,
        secure=secure,
        samesite="None" if secure else "Lax",
        partitioned=secure,
    )
    return answer


def visit(handle: str) -> Visit:
    """The visit behind the address and its cookie; NotFoundError when it has ended."""
    secret = request.cookies.get(_cookie(handle, services()), "")
    kept = services().tickets.read(TicketKind.SESSION, secret) if secret else None
    if kept is None or kept["handle"] != handle:
        raise _ended()
    found = Visit(
        handle,
        secret,
        kept["registration_id"],
        kept["deployment_id"],
        kept["course_id"],
        kept["course_title"],
        CourseRole(kept["role"]),
        Person(**kept["person"]),
        tuple(kept["frame_origins"]),
        DeepLinking(**kept["deep_linking"]) if kept["deep_linking"] else None,
        kept["message_type"],
        kept["read_only"],
        kept.get("locale", ""),
    )
    allow_frames(found.frame_origins)
    read_by(found.locale)
    g.visit = found
    return found


def page(template: str, here: Visit, **values: Any) -> str:
    """A page of a visit; its forms carry the visit's token."""
    return render_template(template, visit=here, form_token=form_token(here.secret), **values)


def plan_of(binding: Binding) -> tuple[Institution, CredentialPlan]:
    """The plan by which a course awards now, with the course's own rule where it has one."""
    return sweeping.plan_of(binding, services())


def teacher(handle: str) -> Visit:
    """The visit of somebody who teaches the course; NotFoundError for everybody else."""
    here = visit(handle)
    if here.role not in TEACHING:
        raise NotFoundError("page.instructor", "This page is for those who teach the course.", "Go to your own page.")
    return here


def changer(handle: str) -> tuple[Visit, Binding]:
    """The visit of an instructor who sent a form of this visit, with the binding to change; else NotFoundError."""
    here = teacher(handle)
    here.check_form()
    binding = here.binding
    if binding is None or here.role is not CourseRole.INSTRUCTOR:
        raise NotFoundError("page.instructor", "Only the course's instructors can change this.", "Ask one of them.")
    return here, binding


@pages.get("/at/<handle>/")
def start(handle: str) -> Answer:
    """The page for what the person is in the course."""
    here = visit(handle)
    if here.deep_linking:
        return redirect(url_for("deep_linking.show", handle=handle))
    if here.message_type not in IN_A_COURSE:
        return page("other_message.html", here)
    if here.role is CourseRole.LEARNER:
        return redirect(url_for("learner.show", handle=handle))
    if here.role in TEACHING:
        return redirect(url_for("instructor.show", handle=handle))
    return page("onlooker.html", here)


def _cookie(handle: str, bundle: Services) -> str:
    """By `__Host-`, no neighbouring host can set it; it has no path of its own, so that the name is allowed."""
    prefix = "__Host-" if bundle.settings.public_url.startswith("https://") else ""
    return f"{prefix}twinseal_{handle}"


def _kept(launch: Launch) -> dict[str, Any]:
    registration = launch.registration
    addresses = (registration.issuer, registration.auth_login_url, launch.return_url or "")
    return {
        "registration_id": registration.id,
        "deployment_id": launch.deployment.id,
        "course_id": launch.course.id,
        "course_title": launch.course.title or launch.course.label,
        "role": launch.role.value,
        "person": asdict(launch.person),
        "message_type": launch.message_type,
        "read_only": launch.masqueraded,
        "locale": (launch.locale or "")[:TAG_MAX],
        "deep_linking": asdict(launch.deep_linking) if launch.deep_linking else None,
        "frame_origins": sorted({*filter(None, map(origin_of, addresses)), *launch.deployment.frame_origins}),
    }


def origin_of(url: str) -> str:
    """Scheme, host and port, when they are fit to stand in a header."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
        host = parts.hostname or ""
    except ValueError:
        return ""
    plain = host.isascii() and all(c.isalnum() or c in ".-" for c in host)
    return f"{parts.scheme}://{host}{port}" if parts.scheme in ("http", "https") and host and plain else ""


def _ended() -> LaunchError | NotFoundError:
    sentence = "Your visit has ended, or this browser did not keep its cookie."
    return LaunchError("visit.ended", sentence, "Open the activity in your course again. Nothing is lost.")
