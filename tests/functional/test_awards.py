"""`twinseal award …`, from issuing to the answer that a verifier gets."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from tests.functional.commands import EXAMPLES, Home
from tests.functional.test_crashes import killed_command

TWO = "identifier,name,email,grade,completed_on\ns-1,Ada Byrne,,84,2026-02-20\ns-2,Ben Okri,,91,2026-02-20\n"


@pytest.fixture
def issued(tmp_path: Path) -> tuple[Home, Path]:
    (tmp_path / "learners.csv").write_text(TWO)
    home = Home(tmp_path / "home")
    home.run("issue", EXAMPLES / "plan.toml", tmp_path / "learners.csv", "--out", tmp_path / "out").succeeds()
    return home, tmp_path / "out"


def judged(home: Home, file: Path, web: Path | None = None) -> dict[str, object]:
    ran = home.run("verify", file, "--json", *(["--web", web] if web else []))
    report: dict[str, object] = json.loads(ran.out)
    return report


def test_what_is_withdrawn_is_not_valid_here_and_for_a_stranger(issued: tuple[Home, Path], tmp_path: Path) -> None:
    home, out = issued
    stranger, badge = Home(tmp_path / "stranger"), out / "s-1" / "openbadge3.jwt"
    assert judged(stranger, badge, out / "web")["verdict"] == "valid"
    ran = home.run("award", "revoke", "s-1", "--reason", "misconduct", "--note", "Case 7", "--web", out / "web")
    assert "withdrawn" in ran.succeeds().out
    for reports in (
        judged(home, badge),
        judged(home, out / "s-1/europass.jsonld"),
        judged(stranger, badge, out / "web"),
    ):
        assert (reports["verdict"], reports["standing"]) == ("invalid", "revoked")
    assert judged(stranger, out / "s-2/openbadge3.jwt", out / "web")["verdict"] == "valid"
    told = home.run("verify", badge)
    assert (told.code, told.out.startswith("Genuine, but withdrawn by its issuer")) == (1, True)
    shown = home.run("award", "show", "s-1").succeeds().out
    assert "Case 7" in shown
    assert "The institution's rules were broken." in shown


def test_what_is_withdrawn_is_not_issued_again_by_the_same_list(issued: tuple[Home, Path], tmp_path: Path) -> None:
    home, _ = issued
    home.run("award", "revoke", "s-1", "--reason", "issued-in-error").succeeds()
    home.run("award", "suspend", "s-2", "--reason", "under-review").succeeds()
    ran = home.run("issue", EXAMPLES / "plan.toml", tmp_path / "learners.csv", "--out", tmp_path / "again").succeeds()
    assert "withdrawn" in ran.out
    assert not list((tmp_path / "again").glob("s-*"))
    assert len(home.sealed()) == 6


def test_suspending_and_resuming_show_here_at_once(issued: tuple[Home, Path]) -> None:
    home, out = issued
    home.run("award", "suspend", "s-1", "s-2", "--reason", "learner-asked").succeeds()
    assert judged(home, out / "s-1/europass.jsonld")["standing"] == "suspended"
    home.run("award", "resume", "s-1").succeeds()
    assert judged(home, out / "s-1/europass.jsonld")["verdict"] == "valid"
    refused = home.run("award", "resume", "s-1")
    assert (refused.code, "in force already" in refused.err) == (1, True)


def test_a_corrected_name_replaces_the_old_files(issued: tuple[Home, Path], tmp_path: Path) -> None:
    home, out = issued
    arguments = (
        "--reason",
        "name-corrected",
        "--name",
        "Ada Byrne-King",
        "--out",
        tmp_path / "new",
        "--web",
        out / "web",
    )
    home.run("award", "reissue", "s-1", *arguments).succeeds()
    old, new = judged(home, out / "s-1/europass.jsonld"), judged(home, tmp_path / "new/europass.jsonld")
    assert (old["verdict"], old["standing"], new["verdict"]) == ("invalid", "superseded", "valid")
    assert str(old["replaced_by"]).rpartition("/c/")[2]
    assert judged(home, tmp_path / "new/openbadge3.jwt")["verdict"] == "valid"
    stranger = Home(tmp_path / "stranger")
    assert judged(stranger, out / "s-1/openbadge3.jwt", out / "web")["standing"] == "revoked"
    assert "replaced by a newer one" in home.run("verify", out / "s-1/openbadge3.jwt").out
    home.run("award", "revoke", "s-1", "--reason", "other").succeeds()  # the one that is not replaced
    assert judged(home, tmp_path / "new/openbadge3.jwt")["standing"] == "revoked"


def test_a_changed_line_replaces_its_credentials_when_that_is_asked(issued: tuple[Home, Path], tmp_path: Path) -> None:
    home, out = issued
    old = tmp_path / "old.jwt"
    old.write_bytes((out / "s-1/openbadge3.jwt").read_bytes())
    changed = tmp_path / "changed.csv"
    changed.write_text(TWO.replace(",84,", ",97,").replace(",91,", ",12,"))
    command = ("issue", EXAMPLES / "plan.toml", changed, "--out", out, "--reissue-changed")
    ran = home.run(*command)
    assert (ran.code, "issued anew" in ran.out, "stay in force" in ran.err) == (1, True, True)
    outcomes = {
        line["identifier"]: line["outcome"] for line in json.loads((out / "report.json").read_text())["learners"]
    }
    assert outcomes == {"s-1": "issued anew", "s-2": "needs a re-issue"}
    assert judged(home, old)["standing"] == "superseded"
    assert judged(home, out / "s-1/openbadge3.jwt")["verdict"] == "valid"
    assert judged(home, out / "s-2/openbadge3.jwt")["verdict"] == "valid"
    home.run(*command)
    assert len(home.sealed()) == 9  # nothing is replaced twice


@pytest.mark.parametrize(
    "arguments",
    [
        ("revoke", "nobody", "--reason", "other"),
        ("revoke", "s-1"),
        ("revoke", "s-1", "--reason", "under-review"),
        ("revoke", "s-1", "--reason", "other", "--note", "x" * 3000),
        ("show", "nobody"),
        ("reissue", "s-1", "--reason", "name-corrected", "--name", " "),
    ],
    ids=["unknown", "no reason", "another reason", "long note", "show unknown", "no name"],
)
def test_what_cannot_be_is_refused_in_a_sentence(issued: tuple[Home, Path], arguments: tuple[str, ...]) -> None:
    home, _ = issued
    ran = home.run("award", *arguments)
    assert ran.code in (1, 2)
    assert ran.err.strip()
    assert "Traceback" not in ran.err
    with sqlite3.connect(home.database) as connection:
        assert connection.execute("SELECT count(*) FROM award_change").fetchone() == (0,)


def test_killing_a_re_issue_between_any_two_commits_ends_with_one_valid_award(
    issued: tuple[Home, Path], tmp_path: Path
) -> None:
    home, out = issued
    command = ["award", "reissue", "s-1", "--reason", "name-corrected", "--name", "Ada Byrne-King"]
    for commit in range(2, 12):  # die a little later each time, always resuming what the last run left
        if not killed_command(home, commit, command):
            break
        with sqlite3.connect(home.database) as connection:
            standing = dict(connection.execute("SELECT live, standing FROM award WHERE subject = 's-1'"))
            waiting = connection.execute("SELECT count(*) FROM document WHERE state != 'sealed'").fetchone()[0]
        assert standing.get(0) == ("live" if waiting else "superseded") or len(standing) == 1
    with sqlite3.connect(home.database) as connection:
        rows = connection.execute("SELECT live, standing FROM award WHERE subject = 's-1' ORDER BY live").fetchall()
        assert connection.execute("SELECT count(*) FROM award_change").fetchone() == (1,)
    assert rows == [(0, "superseded"), (1, "live")]
    assert len(home.sealed()) == 9
    assert judged(home, out / "s-1/openbadge3.jwt")["standing"] == "superseded"
