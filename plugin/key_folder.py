"""The folder of an installation's secrets: each made once, readable by its owner only."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from cryptography.fernet import Fernet


class KeyFolder:
    """Files under `keys/` of the installation's home. `password` protects each key file at rest."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "keys"
        self.password = self.keep("secret", Fernet.generate_key)

    def keep(self, name: str, make: Callable[[], bytes]) -> bytes:
        """The file's bytes; made first when it is missing. Of two processes that make it at once, both get one."""
        path = self._folder / name
        if not path.exists():
            self._write(path, make())
        return path.read_bytes()

    def names(self) -> tuple[str, ...]:
        """The files that lie directly in the folder."""
        return tuple(path.name for path in self._folder.iterdir() if path.is_file())

    def stamp(self) -> int:
        """Another value once a file was added or removed; one look at the disk."""
        return self._folder.stat().st_mtime_ns

    def made_at(self, name: str) -> datetime:
        """When the file was made."""
        return datetime.fromtimestamp((self._folder / name).stat().st_mtime, UTC)

    def remove(self, name: str) -> None:
        """Take a file away for good."""
        (self._folder / name).unlink(missing_ok=True)

    def _write(self, path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, part = tempfile.mkstemp(dir=path.parent)  # owner only, by its contract
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(data)
            os.link(part, path)
        except FileExistsError:
            pass  # another process was first: its file counts
        finally:
            os.unlink(part)
