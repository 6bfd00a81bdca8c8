"""The public catalogue: what can be earned here, for people who look and for programs that harvest."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, render_template, request, url_for

from plugin.domain.badge import face_of
from plugin.domain.catalogue import (
    PER_FEED,
    PER_PAGE,
    Entry,
    FeedPage,
    Listing,
    Part,
    catalogue_words,
    found,
    in_language,
    listing_of,
    part_of,
)
from plugin.domain.elements import Element
from plugin.domain.errors import NotFoundError
from plugin.domain.ports.presenting import CatalogueFormat
from plugin.web.bundle import services
from plugin.web.headers import allow_search_engines

WORDS_MAX = 200  # characters of a search
HTML = "text/html"
Answer = str | Response

pages = Blueprint("catalogue", __name__)


@pages.get("/catalogue")
def search() -> Answer:
    """Search by words and by institution; asked for in a format, the same address is the feed."""
    if form := _format_asked_for():
        return _feed(form)
    entries = services().catalogue.entries()
    words, institution_id = request.args.get("q", "")[:WORDS_MAX].strip(), request.args.get("institution", "")
    shown = part_of(found(entries, words, institution_id), _number(), PER_PAGE)
    listings = [_listing(entry) for entry in shown.entries]
    if not any(listing.is_test for listing in listings):
        allow_search_engines()
    answer = render_template(
        "catalogue.html",
        words=words,
        institution_id=institution_id,
        institutions={entry.institution.id: str(entry.institution.organisation.legal_name) for entry in entries},
        listings=[(listing, catalogue_words(listing)) for listing in listings],
        shown=shown,
        element=Element,
        alternates=_alternates("catalogue.feed"),
    )
    return _negotiated(answer)


@pages.get("/catalogue.<suffix>")
def feed(suffix: str) -> Answer:
    """All listings in one format, page by page; the Link header leads on (RFC 8288)."""
    return _feed(_format(suffix))


@pages.get("/catalogue/<institution_id>/<plan_id>")
def show(institution_id: str, plan_id: str) -> Answer:
    """One micro-credential in words; asked for in a format, that format."""
    entry = _entry(institution_id, plan_id)
    if form := _format_asked_for():
        return _one(form, entry)
    language = request.args.get("language", "")
    listing = _listing(entry, language)
    if not listing.is_test:
        allow_search_engines()
    plan = listing.plan
    answer = render_template(
        "catalogue_entry.html",
        listing=listing,
        plan=plan,
        language=plan.languages[0],
        languages=plan.languages,
        said=catalogue_words(listing),
        picture_words=face_of(entry.institution, in_language(entry.plan, language), listing.is_test).alternative,
        alternates=_alternates("catalogue.data", institution_id=institution_id, plan_id=plan_id),
    )
    return _negotiated(answer)


@pages.get("/catalogue/<institution_id>/<plan_id>.<suffix>")
def data(institution_id: str, plan_id: str, suffix: str) -> Answer:
    """One micro-credential in one format."""
    return _one(_format(suffix), _entry(institution_id, plan_id))


def _one(form: CatalogueFormat, entry: Entry) -> Response:
    answer = _for_machines(form, form.one(_listing(entry)))
    answer.last_modified = entry.published_at
    return _conditional(answer)


def _feed(form: CatalogueFormat) -> Response:
    bundle = services()
    shown = part_of(bundle.catalogue.entries(), _number(), PER_FEED)
    changed_at = bundle.catalogue.changed_at()
    listings = tuple(_listing(entry) for entry in shown.entries)
    page = FeedPage(listings, shown.number, shown.pages, _feed_address(form, shown.number), changed_at)
    answer = _for_machines(form, form.feed(page))
    answer.headers["Link"] = ", ".join(_links(form, shown))
    answer.last_modified = changed_at
    return _conditional(answer)


def _links(form: CatalogueFormat, shown: Part) -> list[str]:
    """The other pages of the feed (RFC 8288)."""
    near = {"first": 1, "prev": shown.number - 1, "next": shown.number + 1, "last": shown.pages}
    there = {rel: number for rel, number in near.items() if 1 <= number <= shown.pages}
    return [f'<{_feed_address(form, number)}>; rel="{rel}"' for rel, number in there.items()]


def _feed_address(form: CatalogueFormat, number: int) -> str:
    return services().settings.public_url + url_for("catalogue.feed", suffix=form.suffix, page=number)


def _listing(entry: Entry, language: str = "") -> Listing:
    bundle = services()
    is_test = bundle.press.signers(entry.institution).are_tests
    shown = Entry(entry.institution, in_language(entry.plan, language), entry.published_at, entry.text)
    return listing_of(shown, bundle.settings.public_url, is_test)


def _entry(institution_id: str, plan_id: str) -> Entry:
    wanted = (institution_id, plan_id)
    entries = services().catalogue.entries()
    entry = next((e for e in entries if (e.institution.id, e.plan.id) == wanted), None)
    if entry is None:
        sentence = "This micro-credential is not in the catalogue."
        raise NotFoundError("catalogue.unknown", sentence, "Look for it in the catalogue; it may have been renamed.")
    return entry


def _format(suffix: str) -> CatalogueFormat:
    form = next((f for f in services().catalogue_formats.values() if f.suffix == suffix), None)
    return form or abort(404)


def _format_asked_for() -> CatalogueFormat | None:
    """The format that the program asks for by `Accept`; None for the page, which is also for whoever takes anything."""
    forms = {form.media_type: form for form in services().catalogue_formats.values()}
    return forms.get(request.accept_mimetypes.best_match([HTML, *forms]) or HTML)


def _alternates(endpoint: str, **values: Any) -> list[tuple[CatalogueFormat, str]]:
    forms = services().catalogue_formats.values()
    return [(form, url_for(endpoint, suffix=form.suffix, **values)) for form in forms]


def _number() -> int:
    return request.args.get("page", 1, int)


def _negotiated(page: str) -> Response:
    answer = Response(page, content_type="text/html; charset=utf-8")
    answer.headers["Vary"] = "Accept"
    return answer


def _for_machines(form: CatalogueFormat, content: bytes) -> Response:
    answer = Response(content, content_type=form.media_type)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cache-Control"] = "public, max-age=300"
    answer.headers["Vary"] = "Accept"
    return answer


def _conditional(answer: Response) -> Response:
    answer.add_etag()
    answer.make_conditional(request)
    return answer
