"""The pages of the practice LMS, and the application."""

from __future__ import annotations

from flask import Blueprint, Flask, abort, redirect, render_template
from werkzeug.wrappers import Response

from plugin.practice import launch, registration, services, web_service
from plugin.practice.launch import COOKIE, STORAGE_FRAME, the_lms, visitor
from plugin.practice.lms import ACTIVITY_ID, COURSE_ID, COURSE_TITLE, Lms

pages = Blueprint("site", __name__)


def create_practice(lms: Lms) -> Flask:
    """The practice LMS as a WSGI application."""
    app = Flask(__name__)
    app.extensions["practice"] = lms
    for blueprint in (pages, launch.pages, registration.pages, services.api, web_service.api):
        app.register_blueprint(blueprint)
    return app


@pages.get("/")
def home() -> str:
    """Choose who you are."""
    lms = the_lms()
    return render_template("home.html", course=COURSE_TITLE, people=lms.people[:26], links=lms.links)


@pages.post("/login/<int:person>")
def login(person: int) -> Response:
    """Sign in as that person; this is a practice LMS, so nobody has a password."""
    if the_lms().person(person) is None:
        abort(404)
    answer = redirect(f"/course/{COURSE_ID}/credential")
    far = the_lms().storage  # a tool's script then sends the browser on to sign in, and only this reaches us from there
    answer.set_cookie(COOKIE, str(person), httponly=True, secure=far, samesite="None" if far else "Lax")
    return answer


@pages.get(f"/course/{COURSE_ID}")
def course() -> Response:
    """The course has one page that matters here."""
    return redirect(f"/course/{COURSE_ID}/credential")


@pages.get(f"/course/{COURSE_ID}/credential")
def credential() -> str | Response:
    """The activity that holds the tool, in a frame as Moodle shows it."""
    who = visitor()
    if who is None:
        return redirect("/")
    return render_template(
        "activity.html",
        course=COURSE_TITLE,
        who=who,
        source=f"/mod/lti/launch.php?id={ACTIVITY_ID}",
        storage_frame=STORAGE_FRAME if the_lms().storage else "",
    )
