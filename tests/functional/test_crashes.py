"""A process killed between any two commits of the issuance cycle loses nothing and issues nothing twice."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.functional.commands import EXAMPLES, Home

KILLER = Path(__file__).with_name("killed_after.py")
ONE_LEARNER = b"identifier,name,email,grade,completed_on\ns-1,Ada Byrne,ada@zed.example,84,2026-02-20\n"


def killed(home: Home, commit: int, out: Path, learners: Path) -> bool:
    """Whether the run was killed; otherwise it had fewer commits and ended well."""
    return killed_command(home, commit, ["issue", str(EXAMPLES / "plan.toml"), str(learners), "--out", str(out)])


def killed_command(home: Home, commit: int, arguments: list[str]) -> bool:
    """The same for any command."""
    ran = subprocess.run(
        [sys.executable, str(KILLER), str(commit), *arguments], env=home.environment, capture_output=True, check=False
    )
    assert ran.returncode in (0, -signal.SIGKILL), ran.stderr.decode()
    return ran.returncode != 0


def test_killing_between_any_two_commits_ends_with_each_credential_issued_once(tmp_path: Path) -> None:
    learners = tmp_path / "learners.csv"
    learners.write_bytes(ONE_LEARNER)
    for commit in range(1, 40):
        home = Home(tmp_path / f"home-{commit}")
        home.open()  # the database and its tables are there: what is counted are the commits of issuing
        was_killed = killed(home, commit, tmp_path / f"out-{commit}", learners)
        before = home.sealed()
        home.run("issue", EXAMPLES / "plan.toml", learners, "--out", tmp_path / f"out-{commit}").succeeds()
        after = home.sealed()
        assert len(after) == 3
        assert before.items() <= after.items()  # what was sealed before the crash is still the same file
        if not was_killed:
            assert commit > 8
            return
    pytest.fail("the run never came to its end")


def test_a_crash_after_the_intent_seals_the_same_bytes(tmp_path: Path) -> None:
    learners = tmp_path / "learners.csv"
    learners.write_bytes(ONE_LEARNER)
    home = Home(tmp_path / "home")
    home.open()
    intents: dict[str, bytes] = {}
    for commit in range(3, 15):  # die a little later each time, always resuming what the last run left
        killed(home, commit, tmp_path / "out", learners)
        with sqlite3.connect(home.database) as connection:
            found = dict(
                connection.execute("SELECT format, signing_input FROM document WHERE signing_input IS NOT NULL")
            )
        assert all(found[name] == intent for name, intent in intents.items() if name in found)
        intents.update(found)
    assert intents
    home.run("issue", EXAMPLES / "plan.toml", learners, "--out", tmp_path / "out").succeeds()
    report = json.loads((tmp_path / "out" / "report.json").read_text())
    assert [line["outcome"] for line in report["learners"]] == ["issued"]
