"""Our tables of official facts, held against the published lists."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from plugin.domain import vocabulary
from plugin.domain.vocabulary import ConceptList

pytestmark = pytest.mark.conformance
LISTS = {name: value for name, value in vars(vocabulary).items() if isinstance(value, ConceptList)}
LABELS_BY_US = {"LANGUAGES"}  # the published copy has each language in its own words, ours are English
NUMBERED = {"FIELDS"}  # published as "00 - Generic ...": the number is our code


@pytest.fixture(scope="module")
def published(shared: Path) -> dict[str, dict[str, str]]:
    """Scheme to IRI to English label."""
    raw = json.loads((shared / "data/europass/vocab/europass-vocabularies.json").read_text("utf-8"))
    return {s["scheme"]: {c["id"]: c["prefLabel"].get("en", "") for c in s["concepts"]} for s in raw}


@pytest.mark.parametrize("name", LISTS)
def test_every_code_of_ours_is_published_in_its_list(published: dict[str, dict[str, str]], name: str) -> None:
    for concept in LISTS[name]:
        assert concept.iri in published[concept.scheme], concept


@pytest.mark.parametrize("name", sorted(LISTS.keys() - LABELS_BY_US))
def test_every_label_of_ours_is_the_published_one(published: dict[str, dict[str, str]], name: str) -> None:
    differing = {}
    for concept in LISTS[name]:
        label = published[concept.scheme][concept.iri]
        theirs = label.partition(" - ")[2] if name in NUMBERED else label
        if " ".join(theirs.split()).casefold() != concept.label.casefold():
            differing[concept.code] = (concept.label, theirs)
    assert differing == {}


@pytest.mark.parametrize(
    "name", ["FIELDS", "NATIONAL_LEVELS", "EQF_LEVELS", "ASSESSMENTS", "PARTICIPATION", "QUALITY_ASSURANCE"]
)
def test_the_lists_that_plans_draw_on_are_complete(published: dict[str, dict[str, str]], name: str) -> None:
    ours = {concept.iri for concept in LISTS[name]}
    scheme = next(iter(LISTS[name])).scheme
    assert ours == set(published[scheme])
