"""The pages. They reach everything through the services, and decide nothing."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from plugin.domain.connection import Finding
from plugin.domain.platforms import DeepLinking, Registration
from plugin.services import Services
from plugin.web import (
    admin,
    catalogue,
    deep_linking,
    errors,
    feedback,
    headers,
    instructor,
    learner,
    public,
    skills,
    visits,
    words,
)


def register_pages(
    app: Flask,
    services: Services,
    check_platform: Callable[[Registration], tuple[Finding, ...]],
    deep_link: Callable[[Registration, str, DeepLinking, str], str],
) -> None:
    """Give the application every page, its errors and its headers.

    check_platform: tries a connection to an LMS. deep_link: signs the answer to an instructor's choice, from the LMS's
    deployment id and the title of the link.
    """
    app.extensions["twinseal"] = services
    app.extensions["twinseal.check_platform"] = check_platform
    app.extensions["twinseal.deep_link"] = deep_link
    app.config["MAX_CONTENT_LENGTH"] = public.UPLOAD_MAX + 100_000
    app.config["MAX_FORM_MEMORY_SIZE"] = 500_000
    for blueprint in (visits.pages, learner.pages, instructor.pages, deep_linking.pages, public.pages, admin.pages):
        app.register_blueprint(blueprint)
    app.register_blueprint(catalogue.pages)
    app.register_blueprint(feedback.pages)
    app.register_blueprint(skills.pages)
    words.register(app)
    headers.register(app)
    errors.register(app)
