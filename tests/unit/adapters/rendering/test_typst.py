from __future__ import annotations

import struct
from dataclasses import replace

import pytest

from adapters.rendering.typst import TypstRenderer
from adapters.rendering.typst.words import words_in
from plugin.domain.badge import BadgeFace
from plugin.domain.elements import Element, LearnerIdentity, LearningOutcome
from plugin.domain.mapping import as_test
from plugin.domain.text import LocalText
from tests.factories import CREDENTIAL_ID, ISSUED_AT, sample_micro


@pytest.fixture(scope="module")
def renderer() -> TypstRenderer:
    return TypstRenderer()


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", png[16:24])


def test_there_is_a_page_for_each_language_in_order(renderer: TypstRenderer) -> None:
    pages = renderer.pages(sample_micro(languages=("de", "en")), CREDENTIAL_ID, ISSUED_AT)
    assert [(page.language, page.number) for page in pages] == [("de", 1), ("en", 1)]
    assert pages[0].png != pages[1].png
    width, height = size(pages[0].png)
    assert (width > 800, round(height / width, 2)) == (True, 1.41)
    assert len(pages[0].png) < 300_000


def test_much_to_say_flows_onto_further_pages(renderer: TypstRenderer) -> None:
    outcomes = tuple(LearningOutcome(LocalText.of(f"Outcome {n}: " + "many words " * 20)) for n in range(30))
    pages = renderer.pages(sample_micro(learning_outcomes=outcomes), CREDENTIAL_ID, ISSUED_AT)
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    assert len(pages) > 1


def test_the_same_input_gives_the_same_bytes(renderer: TypstRenderer) -> None:
    micro = sample_micro()
    assert renderer.pdf(micro, CREDENTIAL_ID, ISSUED_AT) == TypstRenderer().pdf(micro, CREDENTIAL_ID, ISSUED_AT)
    assert renderer.pages(micro, CREDENTIAL_ID, ISSUED_AT) == TypstRenderer().pages(micro, CREDENTIAL_ID, ISSUED_AT)


@pytest.mark.parametrize("name", ['<b>&"#$\\', "#let x = 1", "Łukasz Żółć", "Ελένη", "李小龙", "فاطمة", "\\] #panic()"])
def test_any_name_gives_pages_and_a_pdf(renderer: TypstRenderer, name: str) -> None:
    micro = sample_micro(learner=LearnerIdentity(name))
    assert renderer.pages(micro, CREDENTIAL_ID, ISSUED_AT)
    assert renderer.pdf(micro, CREDENTIAL_ID, ISSUED_AT).startswith(b"%PDF-")


def test_a_pdf_is_accessible_unless_a_character_cannot_be_drawn(renderer: TypstRenderer) -> None:
    drawn = renderer.pdf(sample_micro(), CREDENTIAL_ID, ISSUED_AT)
    undrawn = renderer.pdf(sample_micro(learner=LearnerIdentity("李小龙")), CREDENTIAL_ID, ISSUED_AT)
    assert b"pdfuaid" in drawn
    assert b"pdfuaid" not in undrawn


def test_a_test_looks_different(renderer: TypstRenderer) -> None:
    micro = sample_micro()
    marked = replace(as_test(micro), title=micro.title, awarding_body=micro.awarding_body)
    assert renderer.pages(marked, CREDENTIAL_ID, ISSUED_AT) != renderer.pages(micro, CREDENTIAL_ID, ISSUED_AT)


@pytest.mark.parametrize("language", ["en", "de", "fr", "el"])
def test_every_language_names_every_element(language: str) -> None:
    words = words_in(language)
    assert len({words.label(element) for element in Element}) == len(Element)


def test_the_badge_is_a_square_picture_with_a_text_alternative(renderer: TypstRenderer) -> None:
    image = renderer.badge(BadgeFace("Data <Ethics> & more", "University of Zed", "2 ECTS", "en", True))
    assert size(image.png) == (512, 512)
    assert b'role="img"><title>Test, not valid: Data &lt;Ethics&gt; &amp; more, awarded by' in image.svg
    assert b"<script" not in image.svg
    assert b"<text" not in image.svg  # outlines: it looks alike without any font
    assert len(image.png) < 120_000


@pytest.mark.parametrize("title", ["A", "Donaudampfschifffahrtsgesellschaft " * 6, "李小龙", "#panic()", ""])
def test_any_title_gives_a_badge(renderer: TypstRenderer, title: str) -> None:
    face = BadgeFace(title, "Hochschule " * 9, "", "de", False)
    assert renderer.badge(face) == TypstRenderer().badge(face)
