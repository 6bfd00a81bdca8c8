"""A folder that answers for the web, so that anyone can verify without a network."""

from __future__ import annotations

from pathlib import Path

from plugin.domain.bounded_json import load_json
from plugin.domain.errors import InputError, ServiceError
from plugin.domain.text import say

INDEX_MAX = 5_000_000
FILE_MAX = 1_000_000


class FolderLookup:
    """Implements the port `WebLookup`: `index.json` in the folder maps each address to a file beside it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        index = load_json(_read(folder / "index.json", INDEX_MAX), INDEX_MAX, f"“{folder / 'index.json'}”")
        if not isinstance(index, dict) or not all(isinstance(name, str) for name in index.values()):
            sentence = say("“{folder}” does not map addresses to file names.", folder=folder / "index.json")
            raise InputError("web.index", sentence, 'It should look like {"https://…": "file.json"}.')
        self._index: dict[str, str] = index

    def get(self, url: str) -> bytes:
        """The file that stands for the address; ServiceError when the folder has none."""
        name = self._index.get(url)
        if name is None:
            raise ServiceError(
                "web.not_in_folder", say("The folder holds nothing for {url}.", url=url[:200]), "Ask the issuer."
            )
        path = (self._folder / name).resolve()
        if not path.is_relative_to(self._folder):
            raise ServiceError("web.outside", "The folder's index points outside of the folder.", "Do not trust it.")
        return _read(path, FILE_MAX)


def _read(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(most + 1)
    except OSError as error:
        raise InputError(
            "web.unreadable",
            say("“{path}” cannot be read: {strerror}.", path=path, strerror=error.strerror),
            "Check the folder.",
        ) from None
    if len(data) > most:
        raise InputError("web.large", say("“{path}” is too large.", path=path), "Check the folder.")
    return data
