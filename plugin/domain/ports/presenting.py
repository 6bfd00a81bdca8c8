"""How people, pictures and catalogues show it."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from plugin.domain.badge import BadgeFace, BadgeImage
from plugin.domain.catalogue import FeedPage, Listing
from plugin.domain.documents import (
    Page,
    SealedFile,
)
from plugin.domain.elements import MicroCredential


class Renderer(Protocol):
    """Makes the pages that people look at."""

    def pages(self, micro: MicroCredential, credential_id: str, issued_at: datetime) -> tuple[Page, ...]:
        """At least one PNG page per language of the micro-credential, in its order of languages."""
        ...

    def pdf(self, micro: MicroCredential, credential_id: str, issued_at: datetime) -> bytes:
        """The same pages as one PDF, in the primary language, the same bytes for the same arguments."""
        ...

    def badge(self, face: BadgeFace) -> BadgeImage:
        """The picture of a micro-credential, the same bytes for the same face."""
        ...


class CatalogueFormat(Protocol):
    """How programs read the catalogue. `suffix` ends the addresses, `media_type` is asked for by `Accept`."""

    name: str
    title: str
    media_type: str
    suffix: str

    def one(self, listing: Listing) -> bytes:
        """One micro-credential."""
        ...

    def feed(self, page: FeedPage) -> bytes:
        """A page of all of them, the same bytes for the same page."""
        ...


class Container(Protocol):
    """A picture that carries one sealed document and still is a picture."""

    name: str
    media_type: str
    suffix: str

    def recognises(self, raw: bytes) -> bool:
        """Whether the file is such a picture, with or without a document; cheap, never raises."""
        ...

    def put(self, image: bytes, sealed: SealedFile) -> bytes:
        """The picture with the document in it, in the place of one that it may carry already."""
        ...

    def take(self, raw: bytes) -> bytes | None:
        """The document's file as it was put in; None when there is none; InputError when the picture is damaged."""
        ...
