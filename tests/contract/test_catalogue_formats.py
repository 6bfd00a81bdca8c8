"""What every way to read the catalogue promises, held against every one that is installed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from rdflib import Graph

from plugin.domain.catalogue import FeedPage, Listing, entry_of, listing_of
from plugin.domain.intake.plan_file import read_plan
from plugin.domain.ports.presenting import CatalogueFormat
from plugin.domain.text import LocalText
from plugin.registry import adapters
from tests.factories import ISSUED_AT
from tests.functional.commands import EXAMPLES

FORMATS = [adapter() for adapter in adapters("twinseal.catalogue", CatalogueFormat).values()]
each_format = pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
HOSTILE = 'a </script><b> & "quoted" \u202bעברית \u0301 {"@id": "x"}'


def listing(title: str = "Data", plan_id: str = "data") -> Listing:
    file = read_plan((EXAMPLES / "plan.toml").read_bytes())
    plan = replace(file.plan, id=plan_id, title=LocalText.of(title))
    return listing_of(entry_of(file.institution, plan, ISSUED_AT), "https://tool.example", is_test=False)


def words(form: CatalogueFormat, raw: bytes) -> set[str]:
    """Every value that a program finds in the document."""
    if form.media_type == "application/ld+json":
        return set(_strings(json.loads(raw)))
    return {str(value) for value in Graph().parse(data=raw, format="xml").objects()}


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _strings(inner)


def test_no_two_have_the_same_address_or_media_type() -> None:
    assert len({form.suffix for form in FORMATS}) == len({form.media_type for form in FORMATS}) == len(FORMATS)


@each_format
def test_a_title_of_any_signs_is_told_as_it_is(form: CatalogueFormat) -> None:
    assert HOSTILE in words(form, form.one(listing(HOSTILE)))


@each_format
def test_the_page_and_the_outcomes_are_told(form: CatalogueFormat) -> None:
    said = words(form, form.one(listing()))
    assert {"https://tool.example/catalogue/uniz/data", "Develop digital content", "2"} <= said


@each_format
def test_a_feed_holds_each_listing_and_is_the_same_every_time(form: CatalogueFormat) -> None:
    both = (listing("One", "one"), listing("Two", "two"))
    page = FeedPage(both, 1, 1, "https://tool.example/catalogue.x?page=1", ISSUED_AT)
    assert form.feed(page) == form.feed(page)
    assert {"One", "Two"} <= words(form, form.feed(page))


@each_format
def test_an_empty_feed_is_a_document(form: CatalogueFormat) -> None:
    said = words(form, form.feed(FeedPage((), 1, 1, "https://tool.example/catalogue.x?page=1", None)))
    assert not any("micro-credential-creation" in word for word in said)
