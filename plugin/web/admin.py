"""The administrator's page: what is connected, what waits, and what to do about it."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from plugin.connections import invite
from plugin.domain.errors import InputError, NotFoundError
from plugin.domain.platforms import Registration
from plugin.domain.tickets import TicketKind
from plugin.web.bundle import services
from plugin.web.comparison import compared
from plugin.web.forms import check_form, form_token
from plugin.web.headers import allow_frames
from plugin.web.visits import origin_of

COOKIE = "twinseal_admin"
LASTS = timedelta(hours=4)
REFUSED_SHOWN = 10
FRAMES_MAX = 20
Answer = str | Response | WerkzeugResponse | tuple[str, int]

pages = Blueprint("admin", __name__, url_prefix="/admin")


@pages.get("/enter")
def ask() -> Answer:
    """A button, so that programs which only look at links do not use the link up."""
    return render_template("admin_enter.html", ticket=request.args.get("ticket", ""))


@pages.post("/enter")
def enter() -> Answer:
    """Use the one-time link."""
    if services().tickets.spend(TicketKind.ADMIN_LINK, request.form.get("ticket", "")) is None:
        sentence = "This link was used already, or it is older than 15 minutes."
        raise NotFoundError("admin.link", sentence, "Run “twinseal admin link” on the server for a new one.")
    secret = services().tickets.issue(TicketKind.ADMIN_SESSION, {}, LASTS)
    secure = services().settings.secure
    answer = redirect(url_for("admin.show"), 303)
    answer.set_cookie(
        COOKIE,
        secret,
        max_age=LASTS,
        path="/admin",
        httponly=True,
        secure=secure,
        samesite="Strict" if secure else "Lax",
    )
    return answer


@pages.get("")
def show() -> Answer:
    """Institutions, LMSes and their deployments."""
    secret, bundle = signed_in(), services()
    connections = [(lms, bundle.platforms.deployments(lms.id)) for lms in bundle.platforms.all()]
    institutions = bundle.plans.institutions()
    signers = {i.id: bundle.press.signers(i) for i in institutions}
    return render_template(
        "admin.html",
        connections=connections,
        institutions=institutions,
        signers=signers,
        settings=bundle.settings,
        refused=[
            (refusal, compared(refusal.code, refusal.received)) for refusal in bundle.refusals.latest(REFUSED_SHOWN)
        ],
        form_token=form_token(secret),
    )


@pages.post("/deployments/<deployment_id>")
def bind(deployment_id: str) -> Answer:
    """Give a waiting deployment to an institution."""
    check_form(signed_in())
    chosen, bundle = request.form.get("institution", ""), services()
    if chosen not in {i.id for i in bundle.plans.institutions()}:
        raise InputError("admin.institution", "There is no such institution.", "Choose one from the list.")
    bundle.platforms.bind_deployment(deployment_id, chosen)
    return redirect(url_for("admin.show"), 303)


@pages.post("/deployments/<deployment_id>/frames")
def frames(deployment_id: str) -> Answer:
    """Say which further pages may show the tool of this deployment in a frame."""
    check_form(signed_in())
    given = request.form.get("origins", "").split()[:FRAMES_MAX]
    origins = [origin_of(address) for address in given]
    if not all(origins):
        sentence = "One of these is no web address."
        raise InputError("admin.frames", sentence, "Give addresses such as https://portal.example.edu.")
    services().platforms.set_frames(deployment_id, sorted(set(origins)))
    return redirect(url_for("admin.show"), 303)


@pages.get("/platforms/<registration_id>")
def check(registration_id: str) -> Answer:
    """Try a connection: each answer green or red, with what to change."""
    signed_in()
    registration = services().platforms.registration(registration_id)
    if registration is None:
        raise NotFoundError("platform.unknown", "There is no such platform.", "Go back to the list.")
    findings = current_app.extensions["twinseal.check_platform"](registration)
    return render_template("connection.html", registration=registration, findings=findings)


@pages.post("/invitations")
def make_invitation() -> Answer:
    """An address to paste into an LMS."""
    check_form(signed_in())
    link = invite(request.form.get("institution", ""), services())
    return render_template("invitation.html", link=link)


def connected(registration: Registration, origin: str) -> Response:
    """What the LMS's administrator sees in the LMS once it has connected; tells the LMS that it may close the page."""
    allow_frames((origin,))
    waiting = not any(d.institution_id for d in services().platforms.deployments(registration.id))
    return Response(render_template("connected.html", registration=registration, origin=origin, waiting=waiting))


def signed_in() -> str:
    """The secret of an administrator's session; NotFoundError for everybody else."""
    secret = request.cookies.get(COOKIE, "")
    if not secret or services().tickets.read(TicketKind.ADMIN_SESSION, secret) is None:
        sentence = "You are not signed in as administrator."
        raise NotFoundError(
            "admin.signed_out", sentence, "Run “twinseal admin link” on the server and open its address."
        )
    return secret
