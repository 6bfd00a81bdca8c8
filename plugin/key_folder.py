"""The folder of an installation's secrets: each made once, readable by its owner only."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from plugin.domain.errors import InputError


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

    def read(self, name: str) -> bytes | None:
        """The file's bytes; None when there is none."""
        try:
            return (self._folder / name).read_bytes()
        except FileNotFoundError:
            return None

    def names(self, pattern: str) -> tuple[str, ...]:
        """The files whose name is like that."""
        return tuple(sorted(str(path.relative_to(self._folder)) for path in self._folder.glob(pattern)))

    def replace(self, name: str, data: bytes) -> None:
        """Write the file anew, whole or not at all. Hold `lock` from reading what it is made from."""
        with self._part(self._folder / name, data) as part:
            os.replace(part, self._folder / name)

    def stamp(self, name: str) -> tuple[int, int] | None:
        """Changes when the file does; None when there is none."""
        try:
            found = (self._folder / name).stat()
        except FileNotFoundError:
            return None
        return found.st_mtime_ns, found.st_ino

    def encrypted(self, data: bytes) -> bytes:
        """What only this folder's secret can read again."""
        return Fernet(self.password).encrypt(data)

    def decrypted(self, data: bytes) -> bytes:
        """What `encrypted` was given; InputError when this folder's secret is another."""
        try:
            return Fernet(self.password).decrypt(data)
        except InvalidToken:
            hint = "Put back the keys folder of this installation as it was."
            raise InputError("keys.secret", "A key file was made with another secret.", hint) from None

    @contextmanager
    def lock(self, name: str) -> Iterator[None]:
        """One process at a time."""
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def listing_stamp(self) -> int:
        """Another value once a file was added or removed; one look at the disk."""
        return self._folder.stat().st_mtime_ns

    def made_at(self, name: str) -> datetime:
        """When the file was made."""
        return datetime.fromtimestamp((self._folder / name).stat().st_mtime, UTC)

    def remove(self, name: str) -> None:
        """Take a file away for good."""
        (self._folder / name).unlink(missing_ok=True)

    def _write(self, path: Path, data: bytes) -> None:
        with self._part(path, data) as part, suppress(FileExistsError):  # another process was first: its file counts
            os.link(part, path)

    @contextmanager
    def _part(self, path: Path, data: bytes) -> Iterator[str]:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, part = tempfile.mkstemp(dir=path.parent)  # owner only, by its contract
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(data)
            yield part
        finally:
            with suppress(FileNotFoundError):  # a file that took its place is not there any more
                os.unlink(part)
