"""What this installation publishes is known without a look-up."""

from __future__ import annotations

from plugin.domain.documents import WebFile
from plugin.domain.ports.credentials import WebLookup


class KnownLookup:
    """Implements the port `WebLookup`: answers for given files, and asks `beyond` for everything else."""

    def __init__(self, files: tuple[WebFile, ...], beyond: WebLookup) -> None:
        self._files = {file.url: file.data for file in files}
        self._beyond = beyond

    def get(self, url: str) -> bytes:
        """The known file, or what lies beyond."""
        return self._files[url] if url in self._files else self._beyond.get(url)
