"""Asks a time stamp authority (RFC 3161, section 3.4: by HTTP), and takes nothing that does not hold."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from adapters.proofs.eseal.posting import WAITS, Posting
from adapters.proofs.eseal.timestamps import TimeStamp, read_time_stamp, request_for, token_of
from plugin.domain.errors import ServiceError
from plugin.domain.ports.credentials import TrustAnchor
from plugin.domain.text import say


class TimeStampClient:
    """One authority at one address; `new_nonce` gives a number of 63 bits that nobody can guess."""

    def __init__(self, url: str, posting: Posting, new_nonce: Callable[[], int]) -> None:
        self._url = url
        self._posting = posting
        self._new_nonce = new_nonce

    def stamp(self, data: bytes, anchors: tuple[TrustAnchor, ...]) -> TimeStamp:
        """A time stamp over those bytes that is trusted under the anchors; ServiceError when none can be had."""
        nonce = self._new_nonce()
        answer = self._posting.post(self._url, request_for(data, nonce), "application/timestamp-query")
        token = token_of(answer)
        stamp = read_time_stamp(token) if token else None
        host = urlsplit(self._url).hostname
        if stamp is None or not stamp.covers(data) or stamp.nonce != nonce:
            raise ServiceError("seal.time_stamp", say("{host} gave no time stamp that can be used.", host=host), WAITS)
        if not stamp.trusted(anchors):
            sentence = say(
                "{host} stamps the time under an authority that this installation was not told to trust.", host=host
            )
            raise ServiceError("seal.time_stamp", sentence, "Add its root certificate to the file in TWINSEAL_TRUST.")
        return stamp
