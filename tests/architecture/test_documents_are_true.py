"""What the documents say about the code is what the code says."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_issuance_cycle_is_documented_step_by_step() -> None:
    code = (ROOT / "plugin/issuing/issue.py").read_text("utf-8")
    document = (ROOT / "docs/issuance-cycle.md").read_text("utf-8")
    in_code = {int(n): text for n, text in re.findall(r"^ *# (\d+)\. (.+)$", code, re.M)}
    in_document = {int(n): text for n, text in re.findall(r"^(\d+)\. (.+)$", document, re.M)}
    assert in_code == in_document
    assert sorted(in_code) == list(range(1, 11))
