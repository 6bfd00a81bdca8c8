"""The addresses that an LMS knows: login, launch, jwks, register and config.json below /lti. Pages are not ours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, Response, jsonify, redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from lti.launch import accept_launch
from lti.login import LASTS, begin_login
from lti.public_http import GuardedSession
from lti.registration import canvas_configuration, register
from lti.room import LtiRoom
from plugin.domain.platforms import Launch, Registered

COOKIE = "twinseal_lti"
Answer = Response | WerkzeugResponse


@dataclass(frozen=True, slots=True)
class Answers:
    """What the application answers with. `invited` raises when an invitation does not hold."""

    launch: Callable[[Launch], Answer]
    invited: Callable[[str], object]
    registered: Callable[[str, Registered], Answer]


def lti_blueprint(room: LtiRoom, answers: Answers) -> Blueprint:
    """The blueprint. Refusals (TwinsealError) are left to the application."""
    routes = Blueprint("lti", __name__, url_prefix="/lti")

    @routes.route("/login", methods=["GET", "POST"])
    def login() -> Answer:
        """Begin: the LMS sends the browser here, we send it back to sign in."""
        begun = begin_login(request.values.to_dict(), request.cookies.get(COOKIE), room)
        answer = redirect(begun.redirect_to)
        answer.set_cookie(
            COOKIE,
            begun.browser_secret,
            max_age=LASTS,
            path="/lti",
            httponly=True,
            secure=room.secure,
            samesite="None" if room.secure else "Lax",
            partitioned=room.secure,  # a frame of another site keeps its cookie, for this LMS only
        )
        answer.headers["Cache-Control"] = "no-store"
        return answer

    @routes.post("/launch")
    def launch() -> Answer:
        """Arrive: the browser brings the LMS's signed message."""
        return answers.launch(accept_launch(request.form.to_dict(), request.cookies.get(COOKIE), room))

    @routes.get("/register")
    def registration() -> Answer:
        """Connect: an administrator of the LMS pasted our invitation there, and the LMS opened it here."""
        invitation = request.args.get("invitation", "")
        answers.invited(invitation)
        address, token = request.args.get("openid_configuration", ""), request.args.get("registration_token", "")
        with GuardedSession(loopback_too=room.loopback) as session:
            return answers.registered(invitation, register(address, token, room.public_url, session))

    @routes.get("/jwks")
    def jwks() -> Answer:
        """Our public keys."""
        answer = jsonify(room.keys.jwks())
        answer.headers["Cache-Control"] = "public, max-age=3600"
        return answer

    @routes.get("/config.json")
    def configuration() -> Answer:
        """What a Canvas needs to know of this tool."""
        return jsonify(canvas_configuration(room.public_url))

    return routes
