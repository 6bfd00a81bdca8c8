"""What a launch does where the browser keeps no cookie in the frame: the LMS's storage, then a tab of its own."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, render_template

from plugin.domain.platforms import BrowserStorage
from plugin.web.headers import allow_frames, show_own_origin


def keep_in_storage(storage: BrowserStorage, secret: str, go_to: str, tab: str) -> Response:
    """A page that lets the LMS keep the secret, and then goes on to sign in; without scripts it offers the tab."""
    return _page("storage_keep.html", storage=storage, secret=secret, go_to=go_to, tab=tab)


def recall_from_storage(storage: BrowserStorage, fields: Mapping[str, str]) -> Response:
    """A page that asks the LMS for the secret, and sends the launch once more together with it."""
    show_own_origin()
    return _page("storage_recall.html", storage=storage, fields=fields)


def offer_tab(tab: str) -> Response:
    """A page with a link that begins the login again in a tab of its own, where cookies are kept."""
    return _page("open_in_tab.html", tab=tab)


def _page(template: str, **values: object) -> Response:
    allow_frames(("*",))  # these stand in the frame of an LMS that is not proven yet, and hold nothing of anybody
    return Response(render_template(template, **values))
