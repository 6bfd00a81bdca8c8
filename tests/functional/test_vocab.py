"""`twinseal vocab import esco`, as an administrator runs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugin.store.skills import Skills
from tests.functional.commands import Home

GOOD = "conceptUri,preferredLabel\nhttp://data.europa.eu/esco/skill/1,weave baskets\n"


def test_a_list_is_imported_and_found_offline(tmp_path: Path) -> None:
    home, file = Home(tmp_path / "home"), tmp_path / "skills_en.csv"
    file.write_text(GOOD, "utf-8")
    assert "Skills that can be searched in English: 1." in home.run("vocab", "import", "esco", file).succeeds().out
    (found,) = Skills(tmp_path / "home" / "esco.sqlite3").search("baskets", "en")
    assert found.skill.label == "weave baskets"


@pytest.mark.parametrize(
    ("name", "content", "options", "sentence"),
    [
        ("skills_en.csv", GOOD + "x,y\n", (), "Line 3: The conceptUri"),
        ("list.csv", GOOD, (), "does not tell its language"),
        ("skills_en.csv", GOOD, ("--language", "xx"), "“xx” is no language"),
        ("none_en.csv", None, (), "cannot be read"),
    ],
)
def test_what_cannot_be_imported_is_refused(
    tmp_path: Path, name: str, content: str | None, options: tuple[str, ...], sentence: str
) -> None:
    if content is not None:
        (tmp_path / name).write_text(content, "utf-8")
    refused = Home(tmp_path / "home").run("vocab", "import", "esco", tmp_path / name, *options).refuses()
    assert sentence in refused.err
    assert not (tmp_path / "home" / "esco.sqlite3").exists()
