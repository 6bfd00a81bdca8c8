"""The profile of an institution as the administrator types it."""

from plugin.domain.intake.institution_profile import profile_of, read_profile
from plugin.domain.intake.plan_draft import Draft
from plugin.domain.plan import Institution
from tests.factories import sample_organisation

QUALITY: Draft = {
    "kind": "Program Quality Assurance",
    "title": {"en": "Review"},
    "agency": {"name": {"en": "Board"}, "country": "Ireland"},
}
TYPED: Draft = {
    "languages": ["en", "de"],
    "name": {"en": "University of Zed", "de": "Universität Zed"},
    "country": "IE",
    "quality_assurance": [QUALITY],
    "review": "yes",
}


def test_a_profile_holds_the_institution_and_the_defaults_of_its_plans() -> None:
    found = read_profile("zed", TYPED)
    assert found.problems == ()
    assert found.profile
    assert str(found.profile.institution.organisation.place.country.label) == "Ireland"
    assert (found.profile.languages, found.profile.needs_review) == (("en", "de"), True)
    assert found.profile.quality_assurance == [QUALITY]


def test_every_fault_of_a_profile_is_told() -> None:
    broken: Draft = {"country": "Nowhere", "legal_identifier": "12", "quality_assurance": [{"kind": "Luck"}]}
    found = read_profile("zed", broken)
    assert found.profile is None
    assert [problem.place for problem in found.problems] == [
        "name",
        "country",
        "legal_identifier",
        "quality_assurance[1].title",
        "quality_assurance[1].agency",
        "quality_assurance[1].kind",
    ]


def test_a_profile_without_languages_is_in_english() -> None:
    found = read_profile("zed", {"name": {"en": "Zed"}, "country": "Ireland"})
    assert found.profile
    assert found.profile.languages == ("en",)


def test_a_profile_begins_as_what_is_known_of_the_institution() -> None:
    known = Institution("zed", sample_organisation())
    found = read_profile("zed", profile_of(known))
    assert found.profile
    assert found.profile.institution == known
