"""Reading and writing files that people named."""

from __future__ import annotations

import os
from pathlib import Path

from plugin.domain.errors import InputError

FILE_MAX = 20_000_000


def read_file(path: Path, most: int = FILE_MAX) -> bytes:
    """The file's bytes; InputError when it cannot be read or has more than `most` bytes."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(most + 1)
    except OSError as error:
        raise InputError("file.unreadable", f"“{path}” cannot be read: {error.strerror}.", "Check the name.") from None
    if len(raw) > most:
        raise InputError("file.large", f"“{path}” is larger than {most // 1_000_000} MB.", "Give a smaller file.")
    return raw


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; InputError when the place cannot be written to."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(path.name + ".part")
        part.write_bytes(data)
        os.replace(part, path)
    except OSError as error:
        sentence = f"“{path}” cannot be written: {error.strerror}."
        raise InputError(
            "output.not_writable", sentence, "Choose another folder; nothing that was issued is lost."
        ) from None
