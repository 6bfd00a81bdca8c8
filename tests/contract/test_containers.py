"""What every picture that carries a badge promises, held against every one that is installed."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.rendering.typst import TypstRenderer
from plugin.domain.badge import BadgeFace, BadgeImage
from plugin.domain.documents import SealedFile
from plugin.domain.errors import InputError
from plugin.domain.ports.presenting import Container
from plugin.registry import adapters

CONTAINERS = [adapter() for adapter in adapters("twinseal.containers", Container).values()]
each = pytest.mark.parametrize("container", CONTAINERS, ids=lambda container: container.name)
SIGNED = SealedFile("openbadge3", b"eyJhbGciOiJSUzI1NiJ9.eyJhIjoxfQ.c2ln", "application/vc+jwt", ".jwt")
WORDS = {"name": 'Łukasz <b> & ]]> "Żółć"', "text": "one\ntwo"}
EMBEDDED = SealedFile("openbadge3", json.dumps(WORDS, ensure_ascii=False).encode(), "application/vc+ld+json", ".json")


@pytest.fixture(scope="module")
def image() -> BadgeImage:
    return TypstRenderer().badge(BadgeFace("Data Ethics", "University of Zed", "2 ECTS", "en", False))


def bare(container: Container, image: BadgeImage) -> bytes:
    return image.png if container.suffix == ".png" else image.svg


@each
def test_what_is_put_in_is_taken_out(container: Container, image: BadgeImage) -> None:
    baked = container.put(bare(container, image), SIGNED)
    assert container.take(baked) == SIGNED.data
    embedded = container.take(container.put(bare(container, image), EMBEDDED))
    assert embedded is not None
    assert json.loads(embedded) == WORDS


@each
def test_a_picture_without_a_badge_is_known_as_such(container: Container, image: BadgeImage) -> None:
    assert container.recognises(bare(container, image))
    assert container.take(bare(container, image)) is None


@each
def test_a_second_badge_replaces_the_first(container: Container, image: BadgeImage) -> None:
    baked = container.put(bare(container, image), EMBEDDED)
    assert container.take(container.put(baked, SIGNED)) == SIGNED.data


@each
def test_the_same_gives_the_same_picture(container: Container, image: BadgeImage) -> None:
    assert container.put(bare(container, image), SIGNED) == container.put(bare(container, image), SIGNED)


@each
@given(raw=st.binary(max_size=60))
@settings(max_examples=80, deadline=None)
def test_what_is_no_picture_is_refused_in_plain_words(container: Container, raw: bytes) -> None:
    container.recognises(raw)
    with pytest.raises(InputError):
        container.take(raw)


@each
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_damaged_picture_never_raises_anything_else(
    container: Container, image: BadgeImage, data: st.DataObject
) -> None:
    baked = container.put(bare(container, image), SIGNED)
    cut = baked[: data.draw(st.integers(0, len(baked) - 1))]
    place = data.draw(st.integers(0, len(baked) - 1))
    for damaged in (cut, baked[:place] + data.draw(st.binary(min_size=1, max_size=4)) + baked[place + 1 :]):
        with suppress(InputError):
            container.take(damaged)
