"""create_app(): the web application. The only module that names `lti`."""

from __future__ import annotations

from flask import Flask

from lti.http import BoundedSession
from lti.key_sets import KeySets
from lti.room import LtiRoom
from lti.routes import Answers, lti_blueprint
from lti.tool_keys import ToolKeys
from plugin.connections import connect, invited_institution
from plugin.key_folder import KeyFolder
from plugin.services import Services
from plugin.web import register_pages
from plugin.web.admin import connected
from plugin.web.visits import begin


def create_app(services: Services) -> Flask:
    """The tool as a WSGI application: pages, and the three addresses of LTI."""
    app = Flask("plugin.web")
    register_pages(app, services)
    app.register_blueprint(lti_blueprint(_room(services), _answers(services)))
    return app


def _answers(services: Services) -> Answers:
    return Answers(
        launch=lambda launch: begin(launch, services),
        invited=lambda invitation: invited_institution(invitation, services),
        registered=lambda invitation, made: connected(connect(invitation, made, services), made.origin),
    )


def _room(services: Services) -> LtiRoom:
    keys = KeyFolder(services.settings.home)
    password = keys.password
    return LtiRoom(
        public_url=services.settings.public_url,
        platforms=services.platforms,
        replay=services.replay,
        clock=services.clock,
        keys=ToolKeys(keys.keep("lti.pem", lambda: ToolKeys.create(password)), password),
        key_sets=KeySets(BoundedSession(), services.clock),
        new_secret=services.press.new_token,
    )
