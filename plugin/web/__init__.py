"""The pages. They reach everything through the services, and decide nothing."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from plugin.domain.connection import Finding
from plugin.domain.platforms import DeepLinking, Registration
from plugin.services import Services
from plugin.web import (
    admin,
    admin_keys,
    awards,
    catalogue,
    course_settings,
    deep_linking,
    errors,
    feedback,
    headers,
    help_desk,
    institutions,
    instructor,
    languages,
    learner,
    plan_editor,
    platform_form,
    public,
    roster,
    skills,
    status,
    visits,
    words,
)

ROOMS = (
    visits,
    learner,
    instructor,
    roster,
    course_settings,
    plan_editor,
    awards,
    deep_linking,
    public,
    status,
    admin,
    admin_keys,
    platform_form,
    institutions,
    help_desk,
    catalogue,
    feedback,
    skills,
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
    for room in ROOMS:
        app.register_blueprint(room.pages)
    languages.register(app)
    words.register(app)
    headers.register(app)
    errors.register(app)
