from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from plugin.domain import vocabulary
from plugin.domain.documents import SealIdentity
from plugin.domain.elements import Place
from plugin.domain.seal_rules import UnfitSealError, refuse_unfit
from plugin.domain.text import LocalText
from tests.factories import ISSUED_AT, sample_organisation

YEAR = timedelta(days=365)
SEAL = SealIdentity("University of Zed", "VATIE-1234567A", "IE", (b"leaf",), ISSUED_AT, ISSUED_AT + YEAR, is_test=False)


def test_a_seal_of_the_institution_in_its_time_is_fit() -> None:
    refuse_unfit(SEAL, sample_organisation(), ISSUED_AT)
    refuse_unfit(SEAL, sample_organisation(), ISSUED_AT + YEAR)


def test_names_may_differ_in_accents_case_and_spacing() -> None:
    body = sample_organisation(legal_name=LocalText.of("Université  de Zéd"))
    refuse_unfit(replace(SEAL, legal_name="UNIVERSITE DE ZED"), body, ISSUED_AT)


@pytest.mark.parametrize(
    ("shift", "why"), [(-timedelta(seconds=1), "valid only from"), (YEAR + timedelta(seconds=1), "ran out on")]
)
def test_a_seal_out_of_its_time_is_refused(shift: timedelta, why: str) -> None:
    with pytest.raises(UnfitSealError, match=why):
        refuse_unfit(SEAL, sample_organisation(), ISSUED_AT + shift)


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"legal_identifier": "VATIE-9999999Z"}, "belongs to VATIE-9999999Z"),
        ({"legal_name": "University of Why"}, "belongs to “University of Why”"),
        ({"country": "FR"}, "in FR, but the plan's institution is in IE"),
        ({"country": ""}, "in no country"),
        ({"legal_identifier": ""}, "names no organisation identifier"),
    ],
)
def test_the_seal_of_another_body_is_refused(other: dict[str, Any], why: str) -> None:
    with pytest.raises(UnfitSealError, match=why):
        refuse_unfit(replace(SEAL, **other), sample_organisation(), ISSUED_AT)


def test_an_institution_without_identifier_is_told_which_to_write() -> None:
    with pytest.raises(UnfitSealError, match=r"legal identifier none.*write legal_identifier = 'VATIE-1234567A'"):
        refuse_unfit(SEAL, sample_organisation(legal_identifier=None), ISSUED_AT)


@pytest.mark.parametrize("kind", [{"is_test": True}, {"self_made": True}])
def test_a_key_that_needs_no_certificate_is_not_asked_whose_it_is(kind: dict[str, bool]) -> None:
    place = Place(vocabulary.COUNTRIES.find("FR"))
    refuse_unfit(replace(SEAL, **kind), sample_organisation(place=place), ISSUED_AT)
