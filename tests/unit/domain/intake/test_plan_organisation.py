"""The organisations of a plan file."""

import pytest

from plugin.domain.elements import Identifier
from plugin.domain.intake.plan_organisation import agency, institution
from plugin.domain.intake.plan_problem import Problem
from plugin.domain.intake.plan_table import Table

ZED: dict[str, object] = {"id": "zed", "name": "University of Zed", "country": "Ireland"}


def table_of(**values: object) -> tuple[Table, list[Problem]]:
    problems: list[Problem] = []
    return Table(values, "institution", ("en",), problems), problems


def places_at_fault(**values: object) -> list[str]:
    table, problems = table_of(**{**ZED, **values})
    institution(table)
    table.close()
    return [problem.place for problem in problems]


def test_id_name_and_country_make_an_institution() -> None:
    table, problems = table_of(**ZED)
    made = institution(table)
    assert made is not None
    assert (made.id, str(made.organisation.legal_name)) == ("zed", "University of Zed")
    assert made.organisation.place.country.code == "IRL"
    assert problems == []


def test_all_that_is_known_of_an_institution_is_read() -> None:
    table, problems = table_of(
        **ZED,
        short_name="UniZ",
        region={"name": "Dublin city", "code": "IRL_CTH_DUB"},
        legal_identifier="VATIE-654321",
        homepage="https://uniz.edu",
        email="info@uniz.edu",
        address="Instant Street 16\nDublin",
        identifiers=[{"scheme": "Erasmus code", "value": "IRL Z01"}],
    )
    made = institution(table)
    assert made is not None
    body = made.organisation
    assert (body.place.region_code, body.place.region_name) == ("IRL_CTH_DUB", "Dublin city")
    assert (body.short_name, body.legal_identifier, body.homepage) == ("UniZ", "VATIE-654321", "https://uniz.edu")
    assert (body.email, body.address) == ("info@uniz.edu", "Instant Street 16\nDublin")
    assert body.identifiers == (Identifier("Erasmus code", "IRL Z01"),)
    assert problems == []


def test_a_region_may_be_a_name_alone() -> None:
    table, problems = table_of(**ZED, region="Dublin city")
    made = institution(table)
    assert made is not None
    assert (made.organisation.place.region_code, made.organisation.place.region_name) == (None, "Dublin city")
    assert problems == []


def test_what_no_institution_can_lack_is_named_by_the_element() -> None:
    table, problems = table_of()
    assert institution(table) is None
    assert [(problem.place, problem.sentence) for problem in problems] == [
        ("institution.id", "This is missing."),
        ("institution.name", "The mandatory element “Awarding body” is missing."),
        ("institution.country", "The mandatory element “Country or region of the issuer” is missing."),
    ]


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({"id": "Zed"}, "institution.id"),
        ({"name": ""}, "institution.name"),
        ({"country": "Atlantis"}, "institution.country"),
        ({"region": {"code": "IRL_CTH_DUB"}}, "institution.region.name"),
        ({"region": {"name": "Dublin", "code": "Dublin"}}, "institution.region.code"),
        ({"region": {"name": "Paris", "code": "FRA_DPT_75"}}, "institution.region"),
        ({"legal_identifier": "654321"}, "institution.legal_identifier"),
        ({"homepage": "uniz.edu"}, "institution.homepage"),
        ({"email": "uniz.edu"}, "institution.email"),
        ({"address": 16}, "institution.address"),
        ({"identifiers": [{"scheme": "VAT"}]}, "institution.identifiers[1].value"),
        ({"identifiers": {"value": "1"}}, "institution.identifiers.scheme"),
        ({"hompage": "https://uniz.edu"}, "institution.hompage"),
    ],
)
def test_each_fault_is_noted_at_its_key(values: dict[str, object], place: str) -> None:
    assert places_at_fault(**values) == [place]


def test_an_agency_needs_a_name_and_a_country() -> None:
    table, problems = table_of()
    assert agency(table) is None
    assert [problem.place for problem in problems] == ["institution.name", "institution.country"]


def test_an_agency_with_both_is_read() -> None:
    table, problems = table_of(name="Quality Board", country="IE")
    made = agency(table)
    assert made is not None
    assert str(made.legal_name) == "Quality Board"
    assert problems == []
