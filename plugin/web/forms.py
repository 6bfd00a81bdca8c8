"""Forms that only our own pages can send: a token bound to the visit's secret, and the Origin where it is sent."""

from __future__ import annotations

import hashlib
import hmac

from flask import request

from plugin.domain.errors import InputError
from plugin.web.bundle import services

FIELD = "form_token"


def form_token(secret: str) -> str:
    """What a form of that visit carries."""
    return hmac.new(secret.encode(), b"form", hashlib.sha256).hexdigest()


def check_form(secret: str) -> None:
    """InputError when the form does not come from a page of that visit."""
    origin = request.headers.get("Origin")
    own = services().settings.public_url
    sent = request.form.get(FIELD, "")
    if origin not in (None, "null", own) or not hmac.compare_digest(sent.encode(), form_token(secret).encode()):
        sentence = "This form did not come from this page, so nothing was changed."
        raise InputError("form.foreign", sentence, "Go back, load the page again, and press the button once more.")


def seen_token(secret: str, what: str) -> str:
    """What shows that a page of this visit has shown that before."""
    return hmac.new(secret.encode(), b"seen " + what.encode(), hashlib.sha256).hexdigest()


def was_seen(secret: str, what: str, sent: str) -> bool:
    """Whether it was shown."""
    return hmac.compare_digest(sent.encode(), seen_token(secret, what).encode())
