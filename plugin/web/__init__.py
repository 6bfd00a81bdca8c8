"""The pages. They reach everything through the services, and decide nothing."""

from __future__ import annotations

from flask import Flask

from plugin.services import Services
from plugin.web import admin, errors, headers, instructor, learner, public, visits, words


def register_pages(app: Flask, services: Services) -> None:
    """Give the application every page, its errors and its headers."""
    app.extensions["twinseal"] = services
    app.config["MAX_CONTENT_LENGTH"] = public.UPLOAD_MAX + 100_000
    app.config["MAX_FORM_MEMORY_SIZE"] = 500_000
    for blueprint in (visits.pages, learner.pages, instructor.pages, public.pages, admin.pages):
        app.register_blueprint(blueprint)
    words.register(app)
    headers.register(app)
    errors.register(app)
