"""What an answer says of its language, so that nobody keeps it for readers of another one."""

from __future__ import annotations

from flask import Flask, Response, g

from plugin.web.languages.choice import Reader


def register(app: Flask) -> None:
    """Say it on each answer that was made for a reader."""
    app.after_request(_say)


def _say(answer: Response) -> Response:
    reader: Reader | None = g.get("reader")
    if reader and answer.mimetype == "text/html":
        answer.headers["Content-Language"] = reader.language
    if reader and reader.by_browser:
        answer.vary.add("Accept-Language")
    return answer
