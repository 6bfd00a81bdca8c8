"""Runs the command `twinseal` as a person would, in a home of its own."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

EXAMPLES = Path(__file__).parents[2] / "examples"


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str

    def succeeds(self) -> Ran:
        assert self.code == 0, self.err
        return self

    def refuses(self) -> Ran:
        """Exit code 2, a sentence, and never a traceback."""
        assert self.code == 2, self.err
        assert self.err.strip()
        assert "Traceback" not in self.err
        return self


class Home:
    """One installation in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = folder / "twinseal.sqlite3"
        self.environment = {**os.environ, "TWINSEAL_HOME": str(folder)}

    def run(self, *arguments: str | Path) -> Ran:
        command = [sys.executable, "-m", "plugin.cli", *map(str, arguments)]
        ran = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        return Ran(ran.returncode, ran.stdout, ran.stderr)

    def open(self) -> None:
        self.run("admin", "link").succeeds()

    def sealed(self) -> dict[str, bytes]:
        """Credential id to file, for every sealed document in the database."""
        with sqlite3.connect(self.database) as connection:
            return dict(connection.execute("SELECT credential_id, data FROM document WHERE data IS NOT NULL"))
