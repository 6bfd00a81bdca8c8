"""The one place where refusals become pages: what happened, that nothing is lost, what to do next."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from flask import Flask, Response, g, jsonify, render_template, request
from werkzeug.exceptions import HTTPException

from plugin.domain.errors import (
    BusyError,
    ConflictError,
    InputError,
    LaunchError,
    NotFoundError,
    ServiceError,
    TwinsealError,
)
from plugin.domain.text import say
from plugin.web.bundle import services
from plugin.web.comparison import compared
from plugin.web.headers import allow_frames
from plugin.web.languages import tell

log = logging.getLogger("twinseal")
STATUS = (
    (InputError, 400),
    (LaunchError, 400),
    (NotFoundError, 404),
    (ConflictError, 409),
    (ServiceError, 503),
    (BusyError, 429),
)
SENTENCES = {
    404: (say("There is no such page."), say("Check the address, or begin from your course.")),
    405: (say("This page cannot be used in that way."), say("Begin from your course.")),
    413: (say("What was sent is too large."), say("Send a smaller file.")),
}
ALREADY_USED = "launch.state"  # somebody loaded a page again; nothing that an administrator could change
COMPARED = ("issuer", "client id", "deployment id")
FRAMES = ("*",)  # a refusal must be readable in the frame of any LMS; the page holds nothing of anybody
Answer = tuple[str | Response, int]


def register(app: Flask) -> None:
    """Answer every refusal and every error."""
    app.register_error_handler(TwinsealError, _refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _refused(error: TwinsealError) -> Answer:
    status = next((status for kind, status in STATUS if isinstance(error, kind)), 409)
    log.info("refused %s", error.code)  # codes only: sentences may name people
    if isinstance(error, LaunchError | BusyError):
        allow_frames(FRAMES)
    return _answer(status, error.code, error.sentence, error.hint, _for_the_administrator(error))


def _for_the_administrator(error: TwinsealError) -> dict[str, Any]:
    """What came beside what is registered, kept for the administration page as well."""
    if not isinstance(error, LaunchError):
        return {}
    if error.received is None:
        return {"details": error.details}
    if error.code != ALREADY_USED:
        services().refusals.add(error.code, error.received)
    further = tuple(pair for pair in error.details if pair[0] not in COMPARED)
    return {"details": further, "compared": compared(error.code, error.received)}


def _http(error: HTTPException) -> Answer:
    status = error.code or 500
    sentence, hint = SENTENCES.get(status, (say("This did not work."), say("Go back and try again.")))
    return _answer(status, f"http.{status}", sentence, hint)


def _unexpected(error: Exception) -> Answer:
    number = secrets.token_hex(4)
    log.exception("unexpected error %s", number, exc_info=_without_values(error))
    sentence = say("Something went wrong on our side. Nothing that was already done is lost.")
    hint = say("Try again. If it stays, tell the administrator this number: {number}.", number=number)
    return _answer(500, "unexpected", sentence, hint)


def _without_values(error: Exception) -> Exception:
    """The kind and the place, without its text, which may hold what somebody sent."""
    return type("Unexpected", (Exception,), {})(type(error).__name__).with_traceback(error.__traceback__)  # type: ignore[no-any-return]


def _answer(status: int, code: str, sentence: str, hint: str, more: dict[str, Any] | None = None) -> Answer:
    if request.blueprint == "lti":
        allow_frames(FRAMES)
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return jsonify(error=code, sentence=tell(sentence), hint=tell(hint)), status
    page = render_template("error.html", sentence=sentence, hint=hint, visit=g.get("visit"), **(more or {}))
    return page, status
