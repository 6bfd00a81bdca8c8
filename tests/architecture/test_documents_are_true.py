"""What the documents say about the code is what the code says."""

from __future__ import annotations

import re
from pathlib import Path

from plugin.settings import SWEEP_MINUTES, SWEEP_MINUTES_MAX

ROOT = Path(__file__).parents[2]


def test_the_issuance_cycle_is_documented_step_by_step() -> None:
    code = (ROOT / "plugin/issuing/issue.py").read_text("utf-8")
    document = (ROOT / "docs/issuance-cycle.md").read_text("utf-8")
    in_code = {int(n): text for n, text in re.findall(r"^ *# (\d+)\. (.+)$", code, re.M)}
    in_document = {int(n): text for n, text in re.findall(r"^(\d+)\. (.+)$", document, re.M)}
    assert in_code == in_document
    assert sorted(in_code) == list(range(1, 11))


def test_every_room_on_the_readmes_map_exists() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    rooms = [name for row in re.findall(r"^\| (`.+?) \|", readme, re.M) for name in re.findall(r"`([a-z_/]+/)`", row)]
    assert len(rooms) > 10
    family = ""
    for room in rooms:
        family = room.partition("/")[0] if room.count("/") > 1 else family
        assert (ROOT / room).is_dir() or (ROOT / family / room).is_dir(), room


def test_every_link_in_the_documents_leads_somewhere() -> None:
    for document in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text("utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_every_setting_is_documented() -> None:
    named = set(re.findall(r"TWINSEAL_[A-Z_]+", (ROOT / "plugin/settings.py").read_text("utf-8")))
    told = (ROOT / "docs/operating.md").read_text("utf-8")
    assert all(name in told for name in named)


def test_the_sweep_is_documented_step_by_step() -> None:
    code = (ROOT / "plugin/issuing/sweep.py").read_text("utf-8")
    document = (ROOT / "docs/what-happens-when.md").read_text("utf-8")
    in_code = re.findall(r"^ *# (\d+)\. (.+)$", code, re.M)
    assert in_code == re.findall(r"^(\d+)\. (.+)$", document, re.M)
    assert [int(number) for number, _ in in_code] == list(range(1, 6))


def test_the_default_interval_is_the_documented_one() -> None:
    row = next(
        line for line in (ROOT / "docs/operating.md").read_text("utf-8").splitlines() if "SWEEP_MINUTES`" in line
    )
    assert f"1 to {SWEEP_MINUTES_MAX} | `{SWEEP_MINUTES}` |" in row
