"""create_app(): the web application. It and compose.py alone name `lti`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from lti.connection_check import check_connection
from lti.connector import Connector, Tokens
from lti.deep_link import deep_link_answer
from lti.http import BoundedSession
from lti.key_sets import KeySets
from lti.notices import ask_for_notices
from lti.room import LtiRoom
from lti.routes import Answer, Answers, lti_blueprint
from lti.tool_keys import OVERLAP, KeyRing, ToolKeys
from plugin.connection_report import report
from plugin.connections import connect, invited_institution
from plugin.domain.connection import Finding
from plugin.domain.platforms import CoursePlace, Launch, Registration
from plugin.key_folder import KeyFolder
from plugin.notices import Wishes, take
from plugin.services import Services
from plugin.tool_key_files import ToolKeyFiles
from plugin.web import register_pages
from plugin.web.admin import connected
from plugin.web.browser import keep_in_storage, offer_tab, recall_from_storage
from plugin.web.visits import begin


def create_app(services: Services) -> Flask:
    """The tool as a WSGI application: pages, and the three addresses of LTI."""
    app = Flask("plugin.web")
    room = _room(services)
    register_pages(app, services, partial(check_platform, services), partial(deep_link_answer, room=room))
    app.register_blueprint(lti_blueprint(room, _answers(services, room)))
    if services.settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=services.settings.proxies, x_proto=0)  # type: ignore[method-assign]
    return app


def check_platform(services: Services, registration: Registration) -> tuple[Finding, ...]:
    """Everything that can be tried of a connection now, and what the latest launches showed of it."""
    return report(registration, services, partial(_tried, services))


def _tried(services: Services, registration: Registration, places: Sequence[CoursePlace]) -> tuple[Finding, ...]:
    with BoundedSession() as session:
        connector = Connector(registration, session, Tokens(services.clock), _keys(services))
        return check_connection(registration, session, connector, services.clock, places)


def _answers(services: Services, room: LtiRoom) -> Answers:
    wishes = Wishes(partial(_ask_for_notices, room), services)

    def launched(launch: Launch) -> Answer:
        wishes.consider(launch)
        return begin(launch, services)

    return Answers(
        launch=launched,
        keep=keep_in_storage,
        recall=recall_from_storage,
        tab=offer_tab,
        notice=lambda notice: take(notice, services),
        invited=lambda invitation: invited_institution(invitation, services),
        registered=lambda invitation, made: connected(connect(invitation, made, services), made.origin),
    )


def _ask_for_notices(room: LtiRoom, launch: Launch) -> None:
    with BoundedSession() as session:
        connector = Connector(launch.registration, session, Tokens(room.clock), room.keys)
        ask_for_notices(connector, launch.notices_url or "", room)


def _room(services: Services) -> LtiRoom:
    return LtiRoom(
        public_url=services.settings.public_url,
        secure=services.settings.secure,
        loopback=services.settings.public_url.startswith("http://"),
        platforms=services.platforms,
        replay=services.replay,
        clock=services.clock,
        keys=_keys(services),
        key_sets=KeySets(BoundedSession(), services.clock),
        new_secret=services.press.new_token,
        private_hosts=services.settings.private_hosts,
    )


def rotate_tool_key(services: Services) -> None:
    """A new key for this tool; a server that runs signs with it from the next message on."""
    _key_files(services).rotate(services.clock.now(), OVERLAP)


def _keys(services: Services) -> KeyRing:
    return KeyRing(_key_files(services), KeyFolder(services.settings.home).password, services.clock)


def _key_files(services: Services) -> ToolKeyFiles:
    folder = KeyFolder(services.settings.home)
    return ToolKeyFiles(folder, lambda: ToolKeys.create(folder.password))
