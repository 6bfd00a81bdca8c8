"""`twinseal issue` as a person uses it: files in, files out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.functional.commands import EXAMPLES, Home

PLAN = EXAMPLES / "plan.toml"
HEAD = "identifier,name,email,grade,completed_on\n"
ADA = "s-1,Ada Byrne,ada@zed.example,84,2026-02-20\n"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def write(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def outcomes(out: Path) -> dict[str, str]:
    report = json.loads((out / "report.json").read_text("utf-8"))
    return {line["identifier"] or f"line {line['line']}": line["outcome"] for line in report["learners"]}


def test_the_examples_work_as_they_are(home: Home, tmp_path: Path) -> None:
    out = tmp_path / "out"
    ran = home.run("issue", PLAN, EXAMPLES / "learners.csv", "--out", out)
    assert ran.code in (0, 1), ran.err
    found = outcomes(out)
    assert list(found.values()).count("issued") >= 5
    assert "not earned" in found.values()
    badges, europass = list(out.glob("*/openbadge3.jwt")), list(out.glob("*/europass.jsonld"))
    assert len(badges) == len(europass) == list(found.values()).count("issued")
    for file in (badges[0], europass[0]):
        told = home.run("verify", file, "--web", out / "web", "--json")
        report = json.loads(told.out)
        assert (told.code, report["verdict"]) == (0, "valid"), report
        assert report["test"] is True or "TEST" in report["elements"]["Title of the micro-credential"][0]


def test_another_machine_verifies_with_the_published_folder(home: Home, tmp_path: Path) -> None:
    out = tmp_path / "out"
    home.run("issue", PLAN, write(tmp_path / "one.csv", HEAD + ADA), "--out", out).succeeds()
    stranger = Home(tmp_path / "elsewhere")
    badge = stranger.run("verify", out / "s-1" / "openbadge3.jwt", "--web", out / "web", "--json")
    assert json.loads(badge.out)["verdict"] == "valid"
    sealed = stranger.run("verify", out / "s-1" / "europass.jsonld", "--web", out / "web", "--json")
    assert json.loads(sealed.out)["verdict"] == "cannot tell"  # nobody told the stranger to trust our test authority
    assert not stranger.folder.exists()  # looking at a file founds no installation


def test_running_again_into_another_folder_writes_the_same_bytes(home: Home, tmp_path: Path) -> None:
    learners = EXAMPLES / "learners.csv"
    first, second = tmp_path / "first", tmp_path / "second"
    codes = [home.run("issue", PLAN, learners, "--out", out).code for out in (first, second)]
    assert codes[0] == codes[1]
    assert tree(first) == tree(second)


def test_a_changed_line_needs_a_re_issue_and_changes_nothing(home: Home, tmp_path: Path) -> None:
    out = tmp_path / "out"
    home.run("issue", PLAN, write(tmp_path / "a.csv", HEAD + ADA), "--out", out).succeeds()
    before = tree(out)
    again = home.run("issue", PLAN, write(tmp_path / "b.csv", HEAD + ADA.replace("84", "91")), "--out", out)
    assert again.code == 1
    assert outcomes(out) == {"s-1": "needs a re-issue"}
    assert {k: v for k, v in tree(out).items() if k != "report.json"} == {
        k: v for k, v in before.items() if k != "report.json"
    }


def test_the_key_is_the_identifier_and_never_the_e_mail(home: Home, tmp_path: Path) -> None:
    lines = HEAD + ADA + "s-2,Ada Byrne,ada@zed.example,84,2026-02-20\n"
    home.run("issue", PLAN, write(tmp_path / "a.csv", lines), "--out", tmp_path / "out").succeeds()
    assert len(home.sealed()) == 6


def test_a_broken_line_is_named_and_the_others_are_issued(home: Home, tmp_path: Path) -> None:
    lines = HEAD + "s-0,,x@zed.example,84,2026-02-20\n" + ADA + "s-3,Bo Li,bo@zed.example,84,2026-02-31\n"
    ran = home.run("issue", PLAN, write(tmp_path / "a.csv", lines), "--out", tmp_path / "out")
    assert ran.code == 1
    assert "Line 2" in ran.err
    assert "Line 4" in ran.err
    assert "Traceback" not in ran.err
    assert outcomes(tmp_path / "out")["s-1"] == "issued"


def test_byte_order_mark_and_semicolons_are_read_alike(home: Home, tmp_path: Path) -> None:
    home.run("issue", PLAN, write(tmp_path / "a.csv", HEAD + ADA), "--out", tmp_path / "a").succeeds()
    german = b"\xef\xbb\xbf" + (HEAD + ADA).replace(",", ";").encode()
    home.run("issue", PLAN, write(tmp_path / "b.csv", german), "--out", tmp_path / "b").succeeds()
    assert tree(tmp_path / "a") == tree(tmp_path / "b")


def test_a_duplicate_is_named_and_issued_at_most_once(home: Home, tmp_path: Path) -> None:
    ran = home.run("issue", PLAN, write(tmp_path / "a.csv", HEAD + ADA + ADA), "--out", tmp_path / "out")
    assert ran.code == 1
    assert "Line 3" in ran.err
    assert len(home.sealed()) <= 3


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("[[micro_credential.quality_assurance]]", "[[micro_credential.unheard_of]]", "unheard_of"),
        ('country = "', 'country = "Atlantis', "Atlantis"),
        ("languages", "langages", "langages"),
    ],
)
def test_a_wrong_plan_is_refused_by_name_and_issues_nothing(
    home: Home, tmp_path: Path, old: str, new: str, named: str
) -> None:
    text = PLAN.read_text("utf-8")
    assert old in text
    wrong = write(tmp_path / "plan.toml", text.replace(old, new))
    ran = home.run("issue", wrong, EXAMPLES / "learners.csv", "--out", tmp_path / "out").refuses()
    assert named in ran.err
    assert not (tmp_path / "out").exists()


def test_a_plan_without_a_mandatory_element_issues_nothing(home: Home, tmp_path: Path) -> None:
    lines = [line for line in PLAN.read_text("utf-8").splitlines() if not line.startswith("workload")]
    draft = write(tmp_path / "plan.toml", "\n".join(lines))
    ran = home.run("issue", draft, EXAMPLES / "learners.csv", "--out", tmp_path / "out").refuses()
    assert "Notional workload" in ran.err
    assert not home.sealed()


def test_a_published_version_never_changes(home: Home, tmp_path: Path) -> None:
    learners = write(tmp_path / "a.csv", HEAD + ADA)
    home.run("issue", PLAN, learners, "--out", tmp_path / "out").succeeds()
    other = write(tmp_path / "plan.toml", PLAN.read_text("utf-8").replace("hours = ", "hours = 1"))
    refused = home.run("issue", other, learners, "--out", tmp_path / "out2").refuses()
    assert "published already" in refused.err


def test_files_that_are_not_there_are_named(home: Home, tmp_path: Path) -> None:
    assert "none.toml" in home.run("issue", tmp_path / "none.toml", PLAN, "--out", tmp_path).refuses().err


def test_an_output_folder_that_cannot_be_written_loses_nothing(home: Home, tmp_path: Path) -> None:
    learners = write(tmp_path / "a.csv", HEAD + ADA)
    blocked = write(tmp_path / "file", "")
    home.run("issue", PLAN, learners, "--out", blocked / "out").refuses()
    home.run("issue", PLAN, learners, "--out", tmp_path / "out").succeeds()
    assert len(home.sealed()) == 3
