"""Europass credentials, judged by the official shapes and by a schema that we did not write."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

import plugin.demo
from adapters.formats.europass import Europass
from adapters.proofs.eseal import ESeal
from adapters.rendering.typst import TypstRenderer
from plugin.domain import vocabulary
from plugin.domain.documents import Checked
from plugin.domain.elements import (
    Assessment,
    Cycle,
    DoesNotApply,
    LearnerIdentity,
    Level,
    MicroCredential,
    Place,
    Workload,
)
from plugin.domain.mapping import as_test
from plugin.domain.text import LocalText
from tests.factories import CREDENTIAL_ID, ISSUED_AT, sample_micro
from tests.fakes.issuer import identity, issued, seal
from tests.functional.commands import EXAMPLES, Home

pytestmark = pytest.mark.conformance
KINDS = tuple(vocabulary.ASSESSMENTS)[:3]
TWO_LANGUAGES = LocalText((("en", "Data Ethics"), ("de", "Datenethik")))

DEMO_PLAN = Path(plugin.demo.__file__).with_name("plan.toml")

CASES = {
    "all elements": sample_micro(),
    "two languages": sample_micro(languages=("en", "de"), title=TWO_LANGUAGES, description=TWO_LANGUAGES),
    "no grade": sample_micro(grade=None),
    "several assessments": sample_micro(assessment=Assessment(KINDS, TWO_LANGUAGES)),
    "hours only": sample_micro(workload=Workload(hours=Decimal("37.5"))),
    "national level and cycle": sample_micro(
        level=Level(vocabulary.EQF_LEVELS.find("7"), next(iter(vocabulary.NATIONAL_LEVELS)), Cycle.SECOND)
    ),
    "region without a code": sample_micro(country=Place(vocabulary.COUNTRIES.find("IE"), None, "Leinster")),
    "region with a code": sample_micro(country=Place(vocabulary.COUNTRIES.find("IE"), "IRL_CTH_DUB", "Dublin city")),
    "another script": sample_micro(learner=LearnerIdentity('李 & <小> "龙"')),
    "nothing optional": sample_micro(
        prerequisites=None, supervision=None, grade=None, stackability=None, further_information=None
    ),
    "with an end": sample_micro(valid_until=ISSUED_AT.replace(year=2030)),
    "marked as a test": as_test(sample_micro()),
}


def sealed(micro: MicroCredential, folder: Path) -> Path:
    pages = TypstRenderer().pages(micro, CREDENTIAL_ID, ISSUED_AT)
    document = Europass().build(micro, replace(issued(), pages=pages))
    intent = ESeal().intend(Checked(document), identity(), ISSUED_AT, "RS256")
    file = folder / "credential.jsonld"
    file.write_bytes(ESeal().seal(intent, seal()).data)
    return file


def judged(shared: Path, files: list[Path], *options: str) -> None:
    judge = shared / "data" / "europass" / "validate.py"
    command = [sys.executable, str(judge), *options, "--strict", *map(str, files)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-2000:]
    assert "warning:" not in ran.stdout, ran.stdout


@pytest.mark.parametrize("name", CASES)
def test_every_kind_of_credential_conforms(shared: Path, tmp_path: Path, name: str) -> None:
    judged(shared, [sealed(CASES[name], tmp_path)], "--annex1")


def test_a_credential_without_a_level_conforms(shared: Path, tmp_path: Path) -> None:
    judged(shared, [sealed(sample_micro(level=DoesNotApply()), tmp_path)])


@pytest.mark.parametrize("plan", [EXAMPLES / "plan.toml", DEMO_PLAN], ids=["examples", "demo"])
def test_what_is_issued_from_files_conforms(shared: Path, tmp_path: Path, plan: Path) -> None:
    out = tmp_path / "out"
    Home(tmp_path / "home").run("issue", plan, EXAMPLES / "learners.csv", "--out", out)
    files = sorted(out.glob("*/europass.jsonld"))
    assert files
    judged(shared, files, "--annex1")


def test_official_samples_can_be_read(shared: Path) -> None:
    file = shared / "data" / "europass" / "samples" / "Sample-MC-Annex1-signed.jsonld"
    opened = ESeal().open(file.read_bytes())
    assert Europass().recognises(opened.content)
    assert Europass().faults(opened.content) == ()
    assert Europass().read(opened.content).said
