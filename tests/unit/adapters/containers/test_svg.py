from __future__ import annotations

import pytest

from adapters.containers.svg import NAMESPACE, OpenBadge3Svg
from plugin.domain.documents import SealedFile
from plugin.domain.errors import InputError

BADGE = SealedFile("openbadge3", b"eyJ.a.b", "application/vc+jwt", ".jwt")
SVG = b'<?xml version="1.0"?><!-- made by hand --><svg xmlns="http://www.w3.org/2000/svg"><title>Zed</title></svg>'
ENTITIES = (
    b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg">&b;</svg>'
)


def test_a_signed_badge_stands_in_an_attribute_of_the_first_element() -> None:
    baked = OpenBadge3Svg().put(SVG, BADGE)
    assert f'xmlns:openbadges="{NAMESPACE}"><openbadges:credential verify="eyJ.a.b"/><title>'.encode() in baked


def test_a_prefix_of_any_name_is_understood() -> None:
    foreign = SVG.replace(b"<title>", f'<x:credential xmlns:x="{NAMESPACE}" verify="eyJ.c.d"/><title>'.encode())
    assert OpenBadge3Svg().take(foreign) == b"eyJ.c.d"


def test_two_badges_are_refused() -> None:
    baked = OpenBadge3Svg().put(SVG, BADGE)
    twice = baked.replace(b"<title>", b'<openbadges:credential verify="eyJ.c.d"/><title>')
    with pytest.raises(InputError, match="more than one"):
        OpenBadge3Svg().take(twice)


def test_entities_and_document_types_are_refused() -> None:
    with pytest.raises(InputError, match="cannot be read"):
        OpenBadge3Svg().take(ENTITIES)


def test_a_picture_that_is_no_svg_cannot_carry_a_badge() -> None:
    with pytest.raises(InputError, match="no SVG"):
        OpenBadge3Svg().put(b"<html></html>", BADGE)


def test_a_picture_larger_than_allowed_is_not_read() -> None:
    with pytest.raises(InputError, match="larger"):
        OpenBadge3Svg().take(SVG + b" " * 10_000_000)


def test_a_jws_in_a_file_named_svg_is_not_taken_for_a_picture() -> None:
    assert not OpenBadge3Svg().recognises(b"eyJhbGciOiJSUzI1NiJ9.e30.c2ln")
