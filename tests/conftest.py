"""What must be there for some tests; where it is absent they skip and say why, unless skipping is forbidden."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

MUST_NOT_SKIP = bool(os.environ.get("TWINSEAL_MUST_NOT_SKIP"))


def absent(what: str) -> None:
    """Skip with a reason; fail where everything must be there."""
    if MUST_NOT_SKIP:
        pytest.fail(f"{what}, and nothing may be skipped here")
    pytest.skip(what)


def not_asked_for(what: str) -> None:
    """Skip with a reason, everywhere: what only somebody with a site of their own can try."""
    pytest.skip(what)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of official schemas, shapes and samples."""
    folder = os.environ.get("TWINSEAL_SHARED")
    if not folder:
        absent("TWINSEAL_SHARED does not name the folder of official schemas and samples")
    return Path(folder or "")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's program."""
    found = shutil.which("chromium")
    if not found:
        absent("there is no program “chromium” on this machine")
    return found or ""
