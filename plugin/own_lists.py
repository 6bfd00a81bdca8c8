"""This installation's own status lists, read without a way through the web."""

from __future__ import annotations

from urllib.parse import unquote

from plugin.domain.plan import Institution
from plugin.domain.ports.credentials import WebLookup
from plugin.issuing.press import Press
from plugin.issuing.status_list import published_list


class OwnLists:
    """Implements the port `WebLookup`: answers for our own lists, and asks `beyond` for everything else."""

    def __init__(self, institutions: tuple[Institution, ...], public_url: str, press: Press, beyond: WebLookup) -> None:
        self._institutions = {institution.id: institution for institution in institutions}
        self._under = f"{public_url}/issuers/"
        self._press = press
        self._beyond = beyond

    def get(self, url: str) -> bytes:
        """The list as it is now, or what lies beyond."""
        name, _, number = url.removeprefix(self._under).partition("/status/")
        institution = self._institutions.get(unquote(name))
        if url.startswith(self._under) and institution and number.isdecimal() and len(number) < 10:
            file = published_list(institution, int(number), self._press)
            if file and file.url == url:
                return file.data
        return self._beyond.get(url)
