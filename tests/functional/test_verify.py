"""`twinseal verify` on good files, on changed ones, and on what is no credential."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.functional.commands import EXAMPLES, Home

LEARNERS = "identifier,name,email,grade,completed_on\ns-1,Ada Byrne,ada@zed.example,84,2026-02-20\n"


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, Path]:
    folder = tmp_path_factory.mktemp("issued")
    (folder / "learners.csv").write_text(LEARNERS)
    home = Home(folder / "home")
    home.run("issue", EXAMPLES / "plan.toml", folder / "learners.csv", "--out", folder / "out").succeeds()
    return home, folder / "out"


def test_a_person_reads_ten_answers(issued: tuple[Home, Path]) -> None:
    home, out = issued
    told = home.run("verify", out / "s-1" / "europass.jsonld").succeeds().out
    assert told.startswith("Genuine and valid")
    assert "TEST" in told
    for number in range(10):
        assert f"\n{number}. " in told
    assert "Ada Byrne" in told


def test_our_own_issuers_are_known_without_a_look_up(issued: tuple[Home, Path]) -> None:
    home, out = issued
    home.run("verify", out / "s-1" / "openbadge3.jwt").succeeds()


@pytest.mark.parametrize("name", ["openbadge3.jwt", "europass.jsonld"])
def test_a_changed_file_is_not_valid(issued: tuple[Home, Path], tmp_path: Path, name: str) -> None:
    home, out = issued
    raw = bytearray((out / "s-1" / name).read_bytes())
    where = raw.index(b"Ada Byrne") if b"Ada Byrne" in raw else len(raw) // 2
    raw[where] = raw[where] + 1 if raw[where] not in b"zZ9_" else raw[where] - 1
    (tmp_path / name).write_bytes(raw)
    ran = home.run("verify", tmp_path / name, "--web", out / "web", "--json")
    assert ran.code in (1, 2)
    assert "Traceback" not in ran.err
    if ran.code == 1:
        assert json.loads(ran.out)["verdict"] == "invalid"


@pytest.mark.parametrize(
    "raw",
    [b"", b"\x00\xff" * 50, b"{", b"[]", b"{}", b'"text"', b"[" * 100_000, b"a.b.c", b"<html></html>", b"%PDF-1.7"],
    ids=["empty", "binary", "cut", "array", "object", "text", "deep", "dots", "page", "pdf"],
)
def test_what_is_no_credential_is_refused_in_a_sentence(issued: tuple[Home, Path], tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "file").write_bytes(raw)
    issued[0].run("verify", tmp_path / "file").refuses()


@pytest.mark.parametrize("name", ["openbadge3.jwt", "europass.jsonld"])
def test_a_cut_file_is_refused_in_a_sentence(issued: tuple[Home, Path], tmp_path: Path, name: str) -> None:
    raw = (issued[1] / "s-1" / name).read_bytes()
    (tmp_path / name).write_bytes(raw[: len(raw) // 3])
    issued[0].run("verify", tmp_path / name).refuses()


def test_a_huge_file_is_refused(issued: tuple[Home, Path], tmp_path: Path) -> None:
    (tmp_path / "huge").write_bytes(b"{" + b" " * 20_000_001)
    assert "20 MB" in issued[0].run("verify", tmp_path / "huge").refuses().err


def test_without_the_issuers_key_nobody_can_tell(issued: tuple[Home, Path], tmp_path: Path) -> None:
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "index.json").write_text("{}")
    stranger = Home(tmp_path / "elsewhere")
    ran = stranger.run("verify", issued[1] / "s-1" / "openbadge3.jwt", "--web", tmp_path / "web", "--json")
    assert (ran.code, json.loads(ran.out)["verdict"]) == (1, "cannot tell")


@pytest.mark.parametrize("suffix", [".png", ".svg"])
def test_a_badge_is_verified_from_its_picture(issued: tuple[Home, Path], suffix: str) -> None:
    home, out = issued
    told = home.run("verify", out / "s-1" / f"badge{suffix}", "--json").succeeds().out
    assert json.loads(told)["format"] == "openbadge3"
