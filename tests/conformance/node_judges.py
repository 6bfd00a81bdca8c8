"""Libraries of others in JavaScript, which judge what we issue (tests/conformance/node)."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.conftest import absent

FOLDER = Path(__file__).with_name("node")


def ready() -> None:
    """See that the libraries are there; skip, or fail where nothing may be skipped, when they cannot be had."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        absent("there is no program “node” or “npm” on this machine")
    if (FOLDER / "node_modules" / "jose").is_dir():
        return
    command = [str(npm), "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
    ran = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, check=False, timeout=300)
    if ran.returncode:
        absent(f"the JavaScript libraries could not be installed: {ran.stderr[-300:]}")


def run(script: str, question: Mapping[str, Any]) -> Any:
    """What a script answers; both sides are JSON."""
    ran = subprocess.run(
        ["node", script],
        cwd=FOLDER,
        input=json.dumps(question, ensure_ascii=False),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    return json.loads(ran.stdout)
