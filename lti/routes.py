"""The addresses that an LMS knows: login, launch, jwks, register and config.json below /lti. Pages are not ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from lti.browser_storage import usable_target
from lti.launch import accept_launch, storage_to_ask
from lti.login import LASTS, begin_login, check_login
from lti.notices import read_notices
from lti.offer import canvas_configuration
from lti.public_http import GuardedSession
from lti.rate_limit import RateLimit
from lti.received import told_what_came
from lti.registration import register
from lti.room import LtiRoom
from plugin.domain.errors import LaunchError
from plugin.domain.platforms import BrowserStorage, Launch, Notice, Registered

STEP = "twinseal"  # a parameter of our own at the login: how far we are in finding out where the browser keeps things
FRAME, TAB, TAB_AGAIN = "frame", "tab", "tab-again"
STORED = "browser_secret"  # a field of our own at the launch: what the LMS's storage gave back
_LOGIN = ("iss", "login_hint", "lti_message_hint", "client_id", "target_link_uri", "lti_deployment_id")
Answer = Response | WerkzeugResponse


@dataclass(frozen=True, slots=True)
class Answers:
    """What the application answers with. `invited` raises when an invitation does not hold.

    keep: a page that puts the secret into the LMS's storage and then goes to the first address, or offers the second
    in a tab of its own. recall: a page that takes it out again, and sends these fields once more. tab: offers a tab.
    """

    launch: Callable[[Launch], Answer]
    keep: Callable[[BrowserStorage, str, str, str], Answer]
    recall: Callable[[BrowserStorage, Mapping[str, str]], Answer]
    tab: Callable[[str], Answer]
    notice: Callable[[Notice], None]
    invited: Callable[[str], object]
    registered: Callable[[str, Registered], Answer]


def lti_blueprint(room: LtiRoom, answers: Answers) -> Blueprint:
    """The blueprint. Refusals (TwinsealError) are left to the application."""
    routes = Blueprint("lti", __name__, url_prefix="/lti")
    logins, arrivals = RateLimit(room.clock), RateLimit(room.clock)

    @routes.route("/login", methods=["GET", "POST"])
    def login() -> Answer:
        """Begin: the LMS sends the browser here, we send it back to sign in."""
        logins.admit(request.remote_addr)
        parameters = request.values.to_dict()
        with told_what_came(parameters):
            return _login(parameters, room, answers)

    @routes.post("/launch")
    def launch() -> Answer:
        """Arrive: the browser brings the LMS's signed message."""
        arrivals.admit(request.remote_addr)
        parameters = request.form.to_dict()
        with told_what_came(parameters):
            return _launch(parameters, room, answers)

    @routes.get("/register")
    def registration() -> Answer:
        """Connect: an administrator of the LMS pasted our invitation there, and the LMS opened it here."""
        invitation = request.args.get("invitation", "")
        answers.invited(invitation)
        address, token = request.args.get("openid_configuration", ""), request.args.get("registration_token", "")
        with GuardedSession(room.loopback, room.private_hosts) as session:
            return answers.registered(invitation, register(address, token, room.public_url, session))

    @routes.get("/jwks")
    def jwks() -> Answer:
        """Our public keys."""
        answer = jsonify(room.keys.jwks())
        answer.headers["Cache-Control"] = "public, max-age=600"
        return answer

    @routes.post("/notices")
    def notices() -> Answer:
        """Hear what an LMS tells without anybody being here; anything in doubt is passed over, and said to be bad."""
        arrivals.admit(request.remote_addr)
        good, bad = read_notices(request.get_data(cache=False), room)
        for notice in good:
            answers.notice(notice)
        return Response(status=400 if bad else 200)

    @routes.get("/config.json")
    def configuration() -> Answer:
        """What a Canvas needs to know of this tool."""
        return jsonify(canvas_configuration(room.public_url))

    return routes


def _login(parameters: Mapping[str, str], room: LtiRoom, answers: Answers) -> Answer:
    step, secret = request.args.get(STEP, ""), request.cookies.get(room.cookie)
    if secret:
        begun = begin_login(parameters, secret, room, in_tab=step in (TAB, TAB_AGAIN))
        return _with_cookie(redirect(begun.redirect_to), secret, room)
    if step in ("", TAB):
        return _asking_for_the_cookie(parameters, step, room)
    return _without_cookie(parameters, step, room, answers)


def _launch(parameters: Mapping[str, str], room: LtiRoom, answers: Answers) -> Answer:
    cookie = request.cookies.get(room.cookie)
    if cookie is None and STORED in parameters and request.headers.get("Origin") == room.public_url:
        return answers.launch(accept_launch(parameters, parameters[STORED], room, from_storage=True))
    storage = storage_to_ask(parameters.get("state", ""), room) if cookie is None else None
    if storage and STORED not in parameters:
        return answers.recall(storage, {n: v for n, v in parameters.items() if n in ("state", "id_token")})
    return answers.launch(accept_launch(parameters, cookie, room))


def _asking_for_the_cookie(parameters: Mapping[str, str], step: str, room: LtiRoom) -> Answer:
    """Give a cookie and come back at once: only a browser that keeps it will bring it. Nothing is remembered yet."""
    check_login(parameters, room)
    query = urlencode({**request.args.to_dict(), STEP: TAB_AGAIN if step == TAB else FRAME})
    return _with_cookie(redirect(f"{request.path}?{query}", 307), room.new_secret(), room)  # 307 keeps a POST a POST


def _without_cookie(parameters: Mapping[str, str], step: str, room: LtiRoom, answers: Answers) -> Answer:
    """The LMS's storage where it offers one, a tab of its own where not; a tab that keeps nothing is the end."""
    if step != FRAME:
        sentence = "Your browser keeps no cookies for this page, so it cannot be told that it is you who comes back."
        raise LaunchError("login.cookies", sentence, "Allow cookies for this page, and open the activity again.")
    again = {name: parameters[name] for name in _LOGIN if name in parameters}
    tab = f"{request.path}?{urlencode({**again, STEP: TAB})}"
    target = usable_target(parameters.get("lti_storage_target", ""))
    if not target:
        check_login(parameters, room)
        return answers.tab(tab)
    begun = begin_login(parameters, None, room, target)
    assert begun.storage is not None  # noqa: S101 - there is one where a target is given
    return answers.keep(begun.storage, begun.browser_secret, begun.redirect_to, tab)


def _with_cookie(answer: Answer, secret: str, room: LtiRoom) -> Answer:
    answer.set_cookie(
        room.cookie,
        secret,
        max_age=LASTS,
        httponly=True,
        secure=room.secure,
        samesite="None" if room.secure else "Lax",
        partitioned=room.secure,  # a frame of another site keeps its cookie, for this LMS only
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
