"""The services of the running application."""

from __future__ import annotations

from flask import current_app

from plugin.services import Services


def services() -> Services:
    """Everything that a page may reach."""
    bundle: Services = current_app.extensions["twinseal"]
    return bundle
