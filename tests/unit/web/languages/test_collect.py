"""Collecting keeps what translators wrote."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from plugin.web.languages import collect


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    kept_in = tmp_path / "texts"
    kept_in.mkdir()
    monkeypatch.setattr(collect, "TEXTS", kept_in)
    return kept_in


def kept(folder: Path, language: str) -> Catalog:
    with (folder / f"{language}.po").open("rb") as file:
        return read_po(file, language)


def test_every_language_gets_every_text_and_a_translation_stays(folder: Path) -> None:
    collect.main()
    text = "Who earned it, and why"
    before = kept(folder, "de")
    before[text].string = "Wer es hat, und warum"  # type: ignore[union-attr]
    before.add("No longer said", "Nicht mehr")
    (folder / "de.po").write_bytes(collect.written(before))
    collect.main()
    after = kept(folder, "de")
    assert after[text].string == "Wer es hat, und warum"  # type: ignore[union-attr]
    assert "No longer said" not in after
    assert not after.obsolete
    assert text in kept(folder, "pl")


def test_the_same_texts_are_the_same_files_whenever_they_are_written(folder: Path) -> None:
    collect.main()
    first = {file.name: file.read_bytes() for file in folder.iterdir()}
    collect.main()
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == first
    assert len(first) == 6


def test_texts_with_their_places_and_their_plurals_are_there() -> None:
    found = collect.collected()
    assert "plugin/web/templates/course.html" in [place for place, _ in found["Who earned it, and why"].locations]  # type: ignore[union-attr]
    assert found[("%(count)s answer", "%(count)s answers")] is not None
