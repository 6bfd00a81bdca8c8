"""A seal that is opened when it is first needed, and kept open: its key is parsed once, a token is reached once."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from plugin.domain.documents import SealIdentity
from plugin.domain.errors import ServiceError
from plugin.domain.ports.credentials import Seal


class KeptSeal:
    """Implements the port `Seal`. Who it belongs to is known without opening it.

    ServiceError when it cannot be opened or fails; then the next call opens it anew.
    """

    def __init__(self, identity: SealIdentity, algorithm: str, open_: Callable[[], Seal]) -> None:
        self.identity = identity
        self.algorithm = algorithm
        self._open = open_
        self._opened: Seal | None = None
        self._lock = Lock()

    def sign(self, signing_input: bytes) -> bytes:
        """The raw signature as JOSE wants it."""
        seal = self._reached()
        try:
            return seal.sign(signing_input)
        except ServiceError:
            with self._lock:
                if self._opened is seal:
                    self._opened = None
            raise

    def _reached(self) -> Seal:
        with self._lock:
            if self._opened is None:
                self._opened = self._ours(self._open())
            return self._opened

    def _ours(self, seal: Seal) -> Seal:
        if seal.identity.chain[0] != self.identity.chain[0]:
            sentence = "The seal's certificate is not the one that was connected."
            raise ServiceError("seal.changed", sentence, "Connect it again: twinseal keys connect")
        return seal
