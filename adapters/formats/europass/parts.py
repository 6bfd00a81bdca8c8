"""The small objects that ELM is made of. Every object has an id; one id stands for one content (RDF merges ids)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from plugin.domain.statement import moment_words
from plugin.domain.text import LocalText
from plugin.domain.vocabulary import Concept

Part = dict[str, Any]


class Parts:
    """Makes the objects of one credential. The same content gets the same id, so repeated objects stay one."""

    def __init__(self, language: str) -> None:
        self._language = language  # for words that exist in one language only
        self._ids: dict[str, str] = {}
        self._counts: dict[str, int] = {}

    def make(self, kind: str, **members: Any) -> Part:
        """An object of that ELM class, without the members that are not said."""
        said = {name: value for name, value in members.items() if value not in (None, "", [], {})}
        content = kind + json.dumps(_shallow(said))
        if content not in self._ids:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            self._ids[content] = f"urn:epass:{kind[0].lower()}{kind[1:]}:{self._counts[kind]}"
        return {"id": self._ids[content], "type": kind, **said}

    def words(self, text: str | None) -> dict[str, str] | None:
        """A language map of words that were given without a language."""
        return {self._language: text} if text else None

    def note(self, text: LocalText | None, subject: str | None = None) -> Part | None:
        """A note, about a subject where one is named."""
        if text is None:
            return None
        about = self.make("Concept", prefLabel={"en": subject}) if subject else None
        return self.make("Note", noteLiteral=text.as_mapping(), subject=about)

    def identifier(self, scheme: str, value: str | None) -> Part | None:
        """A number with the name of what gives such numbers."""
        return self.make("Identifier", schemeName=scheme, notation=value) if value else None

    def web(self, address: str | None) -> Part | None:
        """A page on the web."""
        return self.make("WebResource", contentURL=address) if address else None

    def contact(self, email: str | None) -> Part | None:
        """An e-mail address; its id is the address itself."""
        if not email:
            return None
        return self.make("ContactPoint", emailAddress={"id": f"mailto:{email}", "type": "Mailbox"})


def _shallow(value: Any) -> Any:
    """The same with each object inside replaced by its id, which stands for its content: images are long."""
    if isinstance(value, list):
        return [_shallow(entry) for entry in value]
    if isinstance(value, dict):
        return value["id"] if "id" in value else {name: _shallow(inner) for name, inner in value.items()}
    return value


def concept(value: Concept) -> Part:
    """An entry of an official list, with its list; both are checked by the Commission's tools."""
    scheme = {"id": value.scheme, "type": "ConceptScheme"}
    return {"id": value.iri, "type": "Concept", "inScheme": scheme, "prefLabel": {"en": value.label}}


def concepts(values: Iterable[Concept]) -> list[Part]:
    """Several of them."""
    return [concept(value) for value in values]


def midnight(day: date | None) -> str | None:
    """A day as ELM wants it: a dateTime with its zone."""
    return moment_words(datetime.fromisoformat(f"{day.isoformat()}T00:00:00+00:00")) if day else None


def duration(hours: Decimal | None) -> str | None:
    """Hours as xsd:duration, exactly: PT50H, PT37H30M."""
    if hours is None:
        return None
    whole, rest = divmod(hours * 3600, 3600)
    minutes, seconds = divmod(rest, 60)
    tail = (f"{minutes:.0f}M" if minutes else "") + (f"{seconds.normalize():f}S" if seconds else "")
    return f"PT{whole:.0f}H{tail}"
