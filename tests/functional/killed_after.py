"""Run `twinseal` and die, without a word, just before the n-th commit: python killed_after.py N ARGUMENTS..."""

from __future__ import annotations

import itertools
import os
import signal
import sys

from sqlalchemy import Engine, event

from plugin.cli import main

_commits = itertools.count(1)


@event.listens_for(Engine, "commit")
def _maybe_die(_connection: object) -> None:
    if next(_commits) == int(sys.argv[1]):
        os.kill(os.getpid(), signal.SIGKILL)


main(sys.argv[2:])
