"""The headers of every answer: nothing from elsewhere, in frames of the LMS only, addresses told to nobody."""

from __future__ import annotations

from flask import Flask, Response, g, request

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; form-action 'self'; base-uri 'none'"
)


def register(app: Flask) -> None:
    """Set them on each answer."""
    app.after_request(_protect)


def allow_frames(origins: tuple[str, ...]) -> None:
    """Let this answer stand in a frame of these origins."""
    g.frame_origins = origins


def show_own_origin() -> None:
    """Let forms of this answer tell us that they are ours (`Origin`); everybody else learns as little as ever."""
    g.shows_origin = True


def allow_form_to(origin: str) -> None:
    """Let a form of this answer go to that origin as well."""
    g.form_origin = origin


def allow_own_requests() -> None:
    """Let a script of this answer talk to us, and to nobody else."""
    g.own_requests = True


def allow_search_engines() -> None:
    """Let search engines list this answer."""
    g.indexed = True


def _protect(answer: Response) -> Response:
    frames = " ".join(g.get("frame_origins", ())) or "'none'"
    policy = POLICY.replace("form-action 'self'", f"form-action 'self' {g.get('form_origin', '')}".rstrip())
    if g.get("own_requests"):
        policy += "; connect-src 'self'"
    answer.headers["Content-Security-Policy"] = f"{policy}; frame-ancestors {frames}"
    answer.headers["Referrer-Policy"] = "same-origin" if g.get("shows_origin") else "no-referrer"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    if not g.get("indexed"):
        answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    if "Cache-Control" not in answer.headers or request.endpoint == "static":
        public = request.endpoint == "static"
        answer.headers["Cache-Control"] = "public, max-age=86400" if public else "no-store"
    return answer
