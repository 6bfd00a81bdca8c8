"""What an answer says of its language."""

from __future__ import annotations

from flask import Flask, render_template_string

from plugin.web.languages import read_by


def test_a_page_tells_its_language_and_whether_the_browser_chose_it(app: Flask) -> None:
    app.add_url_rule("/public", view_func=lambda: render_template_string("{{ _('Red') }}"), endpoint="public")
    app.add_url_rule(
        "/visit", view_func=lambda: read_by("de") or render_template_string("{{ _('Red') }}"), endpoint="v"
    )
    app.add_url_rule("/data", view_func=lambda: {"a": 1}, endpoint="data")
    client = app.test_client()
    public = client.get("/public", headers={"Accept-Language": "nl"})
    visit = client.get("/visit", headers={"Accept-Language": "nl"})
    data = client.get("/data")
    assert (public.headers["Content-Language"], public.headers["Vary"]) == ("nl", "Accept-Language")
    assert (visit.headers["Content-Language"], visit.headers.get("Vary")) == ("de", None)
    assert (data.headers.get("Content-Language"), data.headers.get("Vary")) == (None, None)
