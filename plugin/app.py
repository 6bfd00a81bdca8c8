"""create_app(): the web application. The only module that names `lti`."""

from __future__ import annotations

from flask import Flask

from plugin.services import Services


def create_app(services: Services) -> Flask:
    """The tool as a WSGI application."""
    return Flask("plugin.web")
