from __future__ import annotations

from dataclasses import replace

import pytest

from plugin.domain.platforms import Registration
from plugin.domain.refusals import Received, nearest

LMS = Registration("p1", "https://lms.example", "c1", "https://a", "https://t", "https://k")
SECOND = replace(LMS, id="p2", client_id="c2")
OTHER = replace(LMS, id="p3", issuer="https://other.example", client_id="c3")


@pytest.mark.parametrize(
    "issuer", ["https://lms.example/", "http://lms.example", "https://WWW.lms.example", "https://lms.example"]
)
def test_an_issuer_that_is_mistyped_is_still_found(issuer: str) -> None:
    assert nearest(Received(issuer, "c9", "1"), (OTHER, LMS)) == (LMS,)


def test_the_same_client_of_the_same_issuer_comes_first() -> None:
    assert nearest(Received(LMS.issuer, "c2"), (LMS, SECOND, OTHER)) == (SECOND, LMS)


def test_the_same_client_of_a_platform_that_moved_is_found() -> None:
    assert nearest(Received("https://moved.example", "c3"), (LMS, OTHER)) == (OTHER,)


@pytest.mark.parametrize("issuer", ["", "https://[", "https://lms.example.evil.example"])
def test_what_looks_like_nothing_known_finds_nothing(issuer: str) -> None:
    assert nearest(Received(issuer, "c9"), (LMS, OTHER)) == ()


def test_only_a_few_are_shown() -> None:
    many = [replace(LMS, id=f"p{n}", client_id=f"c{n}") for n in range(9)]
    assert len(nearest(Received(LMS.issuer), many)) == 3
