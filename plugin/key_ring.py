"""An institution's keys: which there are, which one seals now, and which are kept for what was sealed before."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from plugin.domain.errors import NotFoundError
from plugin.domain.text import say
from plugin.key_folder import KeyFolder

FILE = "file"  # the kind of seal whose key lies in a PKCS#12 file


class KeyState(Enum):
    """A key in use may seal; a retired one only vouches for what it sealed; a compromised one for nothing."""

    USABLE = "usable"
    RETIRED = "retired"
    COMPROMISED = "compromised"


@dataclass(frozen=True, slots=True)
class Key:
    """One key of an institution. `chain` is DER, leaf first; `file` holds the key or how it is reached, encrypted."""

    id: str
    proof: str
    kind: str
    file: str
    chain: tuple[bytes, ...]
    is_test: bool
    added_at: datetime
    state: KeyState = KeyState.USABLE


@dataclass(frozen=True, slots=True)
class KeyRing:
    """All keys, oldest first, and the id of the one that seals, for each proof suite that has any."""

    keys: tuple[Key, ...] = ()
    current: tuple[tuple[str, str], ...] = ()

    def current_of(self, proof: str) -> Key | None:
        """The key that seals now."""
        chosen = dict(self.current).get(proof)
        return next((key for key in self.keys if key.id == chosen and key.proof == proof), None)

    def of(self, proof: str) -> tuple[Key, ...]:
        """All keys of a proof suite, newest first."""
        return tuple(key for key in reversed(self.keys) if key.proof == proof)

    def get(self, key_id: str) -> Key:
        """The key of that id, or of its beginning; NotFoundError when there is none, or more than one."""
        found = [key for key in self.keys if key_id and key.id.startswith(key_id)]
        if len(found) != 1:
            raise NotFoundError(
                "key.unknown", say("There is no key “{key_id}”.", key_id=key_id), "See them all: twinseal keys list"
            )
        return found[0]

    def with_key(self, key: Key) -> KeyRing:
        """The same and one more; a key that is there already stays as it is."""
        known = any((k.id, k.proof) == (key.id, key.proof) for k in self.keys)
        return self if known else replace(self, keys=(*self.keys, key))

    def with_current(self, key: Key) -> KeyRing:
        """The same, sealing with that key."""
        return replace(self, current=tuple({**dict(self.current), key.proof: key.id}.items()))

    def with_state(self, key: Key, state: KeyState) -> KeyRing:
        """The same, that key being in another state; then it seals no more."""
        keys = tuple(replace(k, state=state) if k == key else k for k in self.keys)
        return KeyRing(keys, tuple((proof, chosen) for proof, chosen in self.current if (proof, chosen) != _of(key)))


class KeyRings:
    """The rings of an installation, in its folder of keys."""

    def __init__(self, keys: KeyFolder) -> None:
        self._keys = keys

    def read(self, institution_id: str) -> KeyRing:
        """The ring; an empty one while there is none."""
        raw = self._keys.read(_name(institution_id))
        return _from_json(raw) if raw else KeyRing()

    def institutions(self) -> tuple[str, ...]:
        """Whoever has a ring."""
        return tuple(name.removesuffix("/ring.json") for name in self._keys.names("*/ring.json"))

    def stamp(self, institution_id: str) -> tuple[int, int] | None:
        """Changes when the ring does."""
        return self._keys.stamp(_name(institution_id))

    def change(self, institution_id: str, change: Callable[[KeyRing], KeyRing]) -> KeyRing:
        """The ring after that change, on disk; two changes at once happen one after the other."""
        with self._keys.lock(f"{institution_id}/lock"):
            before = self.read(institution_id)
            after = change(before)
            if after != before:
                self._keys.replace(_name(institution_id), _to_json(after))
        return after


def key_id_of(certificate: bytes) -> str:
    """The first 12 hexadecimal digits of the certificate's SHA-256: short enough to type."""
    return hashlib.sha256(certificate).hexdigest()[:12]


def _of(key: Key) -> tuple[str, str]:
    return key.proof, key.id


def _name(institution_id: str) -> str:
    return f"{institution_id}/ring.json"


def _to_json(ring: KeyRing) -> bytes:
    keys = [
        {
            "id": key.id,
            "proof": key.proof,
            "kind": key.kind,
            "file": key.file,
            "chain": [base64.b64encode(der).decode() for der in key.chain],
            "is_test": key.is_test,
            "added_at": key.added_at.isoformat(),
            "state": key.state.value,
        }
        for key in ring.keys
    ]
    return json.dumps({"keys": keys, "current": dict(ring.current)}, indent=1).encode()


def _from_json(raw: bytes) -> KeyRing:
    read = json.loads(raw)
    keys = tuple(
        Key(
            key["id"],
            key["proof"],
            key["kind"],
            key["file"],
            tuple(base64.b64decode(der) for der in key["chain"]),
            key["is_test"],
            datetime.fromisoformat(key["added_at"]),
            KeyState(key["state"]),
        )
        for key in read["keys"]
    )
    return KeyRing(keys, tuple(read["current"].items()))
