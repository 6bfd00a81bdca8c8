"""The short way gives what the full algorithm gives, byte for byte, or leaves the document to it."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from adapters.formats.openbadge3.wallets import WalletBadge3
from adapters.proofs.data_integrity.canonical import Canonicaliser
from adapters.proofs.data_integrity.contexts import Contexts
from adapters.proofs.data_integrity.guard import UnsafeError
from adapters.proofs.data_integrity.short_way import ShortWay
from plugin.domain.elements import MicroCredential
from tests.altered_badges import altered
from tests.conftest import MUST_NOT_SKIP
from tests.factories import sample_micro
from tests.fakes.issuer import issued
from tests.strategies import micros

COUNT = 1000 if MUST_NOT_SKIP else 100  # the whole examination takes the full number
SHORT, FULL = ShortWay(Contexts()), Canonicaliser(Contexts())


def badge(micro: MicroCredential) -> dict[str, Any]:
    return dict(WalletBadge3().build(micro, issued(micro.languages)).content)


def outcome(way: ShortWay | Canonicaliser, document: dict[str, Any]) -> str:
    """The canonical text, or why there is none."""
    try:
        return way.canonical(document)
    except UnsafeError as error:
        return f"refused: {error.answer} {error.sentence}"


@given(micro=micros())
@settings(max_examples=COUNT, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_random_badges_are_written_alike(micro: MicroCredential) -> None:
    document = badge(micro)
    shortly = SHORT.shortly(document)
    assert shortly in (None, FULL.canonical(document))


def test_altered_badges_are_written_or_refused_alike() -> None:
    ways: Counter[bool] = Counter()
    original = badge(sample_micro())
    for seed in range(COUNT):
        document = altered(original, seed)
        expected = outcome(FULL, document)
        shortly = SHORT.shortly(document)
        assert shortly in (None, expected), seed
        assert outcome(SHORT, document) == expected, seed
        ways[shortly is not None] += 1
    assert ways[True] > COUNT / 4  # or nothing was compared


@pytest.mark.parametrize("again", range(3))
def test_what_is_kept_of_an_achievement_never_stands_for_another(again: int) -> None:
    original = badge(sample_micro())
    for change in ("name", "creditsAvailable", "alignment", "type"):
        for value in (1, 1.5, True, "1", ["Achievement"], [{"type": ["Alignment"], "targetName": str(again)}]):
            document = {**original, "credentialSubject": {**original["credentialSubject"]}}
            achievement = {**original["credentialSubject"]["achievement"], change: value}
            document["credentialSubject"]["achievement"] = achievement
            assert outcome(SHORT, document) == outcome(FULL, document)


def test_our_own_badges_go_the_short_way() -> None:
    assert SHORT.shortly(badge(sample_micro())) == FULL.canonical(badge(sample_micro()))
    assert SHORT.shortly(badge(sample_micro(grade=None))) is not None
