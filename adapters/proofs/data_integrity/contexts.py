"""The JSON-LD contexts: taken from installed packages or a folder, each held to its fingerprint, never fetched.

A context says what a member means, so whoever changes one changes what every seal covers. A text that is not exactly
the published one counts as absent. The fingerprint is the sha256 of the context as JSON with sorted members and no
spaces, so that only its meaning counts, not how a package wraps its lines.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from plugin.domain.bounded_json import load_json
from plugin.domain.errors import InputError
from plugin.domain.text import say

VC_1 = "https://www.w3.org/2018/credentials/v1"
VC_2 = "https://www.w3.org/ns/credentials/v2"
OB_3 = "https://purl.imsglobal.org/spec/ob/v3p0/"
PINNED: Mapping[str, str] = {
    VC_1: "b01e671e873981f19a9102a9a57f666dbcaeb31b99e3e124378d143e71549247",
    VC_2: "b463c8d6a066214123ddd9827b135e1b50e1fc73322cc52a9b12a4f1fc7d86cf",
    "https://www.w3.org/ns/credentials/status/v1": "b2fcebfbaf4e6beae2be370fda8a5f9f99c28540c798a75a8cdccc0fb1a12492",
    f"{OB_3}context.json": "2c54acaa1cffda2420be32ab61f0a2082051211131c6337686f36f2537aa859b",
    f"{OB_3}context-3.0.1.json": "8bb2354552b70cbdf2066f6d3e24bc5c2be2619145737580ad2aebdc366e77d5",
    f"{OB_3}context-3.0.2.json": "bdd1d11a55a660322f24660862a1d430ee80cce584465f750909daa43684357c",
    f"{OB_3}context-3.0.3.json": "04b1136ddc4eda9a8966bc7ef182789f233a26739473140ef75d6968c29a2966",
    f"{OB_3}extensions.json": "15f4c347c6fe4380d9b6b93795859e33747ef48d5c55b91a71c52fb51c7bcbd7",
    "https://w3id.org/security/data-integrity/v1": "9505bf85338a4c2121ad03992ac90061bc85d43bcfa34d9d47b779381cf08b5f",
    "https://w3id.org/security/data-integrity/v2": "7ba3c50acf2689d5e07927267343eb353249c7c22a9f2d00307cc970e855e305",
    "https://w3id.org/security/suites/ed25519-2020/v1": (
        "fb517f09d990829aed734c9bad8cbbb2ac3d5063b865c7e3d81f246074bf5691"
    ),
}
OURS = (VC_2, f"{OB_3}context-3.0.3.json")  # what our own badges name
SIZE_MAX = 200_000
INDEX = "index.json"
Source = Callable[[str], Any]


class Contexts:
    """The contexts at hand. `folder` may hold more: its index.json maps each address to a file beside it."""

    def __init__(self, folder: Path | None = None, pinned: Mapping[str, str] = PINNED) -> None:
        self._folder = folder
        self._pinned = pinned

    @cached_property
    def documents(self) -> Mapping[str, Mapping[str, Any]]:
        """Address to context, for each that was found and is exactly the published one."""
        sources = tuple(_sources(self._folder))
        found = {address: _first(address, pin, sources) for address, pin in self._pinned.items()}
        return {address: document for address, document in found.items() if document is not None}

    @cached_property
    def off(self) -> str:
        """Why our own badges cannot be sealed on this machine; empty when they can."""
        lacking = [address for address in OURS if address not in self.documents]
        if not lacking:
            return ""
        return say(
            "The published text of {lacking} is neither installed nor in the folder of TWINSEAL_CONTEXTS.",
            lacking=lacking[0],
        )

    def load(self, address: str, _options: object = None) -> dict[str, Any]:
        """The context as PyLD's `documentLoader` wants it; InputError for any other address."""
        if address not in self.documents:
            sentence = say(
                "It uses words of {address}, which this checker does not have; nothing is fetched.",
                address=address[:200],
            )
            raise InputError("context.unknown", sentence, "Ask the issuer for the credential in another form.")
        document = self.documents[address]
        return {
            "contentType": "application/ld+json",
            "contextUrl": None,
            "documentUrl": address,
            "document": document,
        }


def fingerprint(document: object) -> str:
    """sha256, in hex, of the JSON with sorted members and no spaces."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _first(address: str, pin: str, sources: tuple[Source, ...]) -> Mapping[str, Any] | None:
    for source in sources:
        document = source(address)
        if isinstance(document, dict) and fingerprint(document) == pin:
            return document
    return None


def _sources(folder: Path | None) -> Iterator[Source]:
    if folder:
        yield _of_folder(folder)
    try:
        from pyld.documentloader.frozen import BUNDLED_CONTEXTS
    except ImportError:
        pass
    else:
        yield lambda address: _read(BUNDLED_CONTEXTS[address]) if address in BUNDLED_CONTEXTS else None
    try:
        from openbadgeslib.ob3.contexts import UnknownContextError, load_context
    except ImportError:
        pass
    else:
        yield lambda address: _asked(load_context, address, UnknownContextError)


def _of_folder(folder: Path) -> Source:
    index = _read(folder / INDEX)
    names = index if isinstance(index, dict) else {}

    def source(address: str) -> Any:
        name = names.get(address)
        path = (folder / str(name)).resolve()
        return _read(path) if name and path.is_relative_to(folder.resolve()) else None

    return source


def _read(path: Path) -> Any:
    try:
        with path.open("rb") as stream:
            return load_json(stream.read(SIZE_MAX + 1), SIZE_MAX, f"“{path}”")
    except (OSError, InputError):
        return None  # what cannot be read is absent, and `off` says so


def _asked(load: Source, address: str, unknown: type[Exception]) -> Any:
    try:
        return load(address)
    except unknown:
        return None
