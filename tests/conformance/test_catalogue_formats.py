"""The catalogue judged from outside: Europass data by the official LOQ shapes, JSON-LD by a processor of its own."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from pyld import jsonld
from pyshacl import validate
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDF

import plugin.demo
from adapters.catalogue.europass_loq import EuropassLoq
from adapters.catalogue.schema_org import SchemaOrg
from plugin.domain.catalogue import FeedPage, Listing, entry_of, listing_of
from plugin.domain.elements import DoesNotApply, Level, Workload
from plugin.domain.intake.plan_file import read_plan
from plugin.domain.plan import CredentialPlan
from tests.factories import ISSUED_AT
from tests.functional.commands import EXAMPLES

pytestmark = pytest.mark.conformance
ELM = Namespace("http://data.europa.eu/snb/model/elm/")
FILES = {
    "examples": read_plan((EXAMPLES / "plan.toml").read_bytes()),
    "demo": read_plan(Path(plugin.demo.__file__).with_name("plan.toml").read_bytes()),
}
PLAN = FILES["examples"].plan


def bare() -> CredentialPlan:
    return replace(
        PLAN,
        description=None,
        level=DoesNotApply(),
        prerequisites=None,
        supervision=None,
        grading_scheme=None,
        stackability=None,
        further_information=None,
        workload=Workload(hours=Decimal("37.5")),
    )


def eqf_only() -> CredentialPlan:
    assert isinstance(PLAN.level, Level)
    return replace(PLAN, level=Level(eqf=PLAN.level.eqf))


CASES = {
    "all elements": PLAN,
    "nothing optional": bare(),
    "only a European level": eqf_only(),
    "valid for a while": replace(PLAN, valid_months=36),
}


def listing(plan: CredentialPlan, of: str = "examples", is_test: bool = False) -> Listing:
    return listing_of(entry_of(FILES[of].institution, plan, ISSUED_AT), "https://tool.example", is_test)


@cache
def shapes(shared: Path) -> Graph:
    """The official shapes; their pattern of web addresses is Java's and is left to RFC 3986's beside it."""
    made = Graph()
    for file in ("LOQ-constraints.ttl", "LOQ-constraints-mdr.ttl"):
        made.parse(shared / "data" / "europass" / "loq" / file)
    pattern = URIRef("http://www.w3.org/ns/shacl#pattern")
    for subject, value in list(made.subject_objects(pattern)):
        if "\\p{L}" in value:
            made.remove((subject, pattern, value))
    return made


def judged(shared: Path, raw: bytes) -> Graph:
    data = Graph().parse(data=raw, format="xml")
    conforms, _, report = validate(data, shacl_graph=shapes(shared), inference="none")
    assert conforms, report
    return data


@pytest.mark.parametrize("name", CASES)
def test_every_kind_of_opportunity_conforms_to_the_official_shapes(shared: Path, name: str) -> None:
    data = judged(shared, EuropassLoq().one(listing(CASES[name])))
    assert len(list(data.subjects(RDF.type, ELM.LearningOpportunity))) == 1


def test_a_whole_feed_conforms(shared: Path) -> None:
    plans = [replace(PLAN, id=f"plan-{number}") for number in range(3)]
    both = (*(listing(plan) for plan in plans), listing(FILES["demo"].plan, "demo", is_test=True))
    data = judged(shared, EuropassLoq().feed(FeedPage(both, 1, 1, "https://tool.example/catalogue.rdf", ISSUED_AT)))
    assert len(list(data.subjects(RDF.type, ELM.LearningOpportunity))) == 4


def test_a_level_of_the_national_framework_and_a_field_make_it_a_qualification(shared: Path) -> None:
    assert list(judged(shared, EuropassLoq().one(listing(PLAN))).subjects(RDF.type, ELM.Qualification))
    assert not list(judged(shared, EuropassLoq().one(listing(bare()))).subjects(RDF.type, ELM.Qualification))


@pytest.mark.parametrize("member", [ELM.providedBy, ELM.defaultLanguage, DCTERMS.title])
def test_the_shapes_do_refuse_what_lacks_a_mandatory_member(shared: Path, member: URIRef) -> None:
    data = Graph().parse(data=EuropassLoq().one(listing(PLAN)), format="xml")
    for subject in list(data.subjects(RDF.type, ELM.LearningOpportunity)):
        data.remove((subject, member, None))
    assert not validate(data, shacl_graph=shapes(shared), inference="none")[0]


@pytest.mark.parametrize("name", CASES)
def test_no_member_of_the_schema_org_document_is_dropped_by_a_processor(name: str) -> None:
    document = json.loads(SchemaOrg().one(listing(CASES[name])))
    assert document["@context"] == "https://schema.org"
    document["@context"] = {"@vocab": "https://schema.org/"}
    course = jsonld.expand(document)[0]
    assert course["@type"] == ["https://schema.org/Course"]
    assert len(course) == len(document) - 1
    awarded = course["https://schema.org/educationalCredentialAwarded"][0]
    assert awarded["@type"] == ["https://schema.org/EducationalOccupationalCredential"]
    assert awarded["https://schema.org/credentialCategory"][0]["@value"] == "micro-credential"
