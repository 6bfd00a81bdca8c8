"""A credential as text, and what of it is signed, kept from intent to seal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from threading import Lock
from typing import Any

import orjson

PREPARED_MAX = 256


def written(document: Mapping[str, Any]) -> bytes:
    """Its JSON without spaces, the members in their order; the same document gives the same bytes."""
    try:
        return orjson.dumps(document)
    except TypeError:  # whole numbers beyond 64 bits, which only strangers write
        return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


class Prepared:
    """What is to be signed for the latest intents, so that sealing need not canonicalise again."""

    def __init__(self) -> None:
        self._data: dict[bytes, bytes] = {}
        self._lock = Lock()

    def put(self, text: bytes, data: bytes) -> None:
        """Keep it for the seal that follows."""
        with self._lock:
            if len(self._data) >= PREPARED_MAX:
                self._data.clear()
            self._data[text] = data

    def take(self, text: bytes) -> bytes | None:
        """Hand it out and forget it; None when it was never kept, or not for so long."""
        with self._lock:
            return self._data.pop(text, None)
