"""A credential on its way."""

from dataclasses import FrozenInstanceError

import pytest

from plugin.domain.documents import Checked, Document, Intent, Page
from plugin.domain.ports.credentials import ClaimedIssuer, ClaimedTimes


def test_a_checked_document_is_the_very_document_that_was_checked() -> None:
    document = Document("europass", {"id": "urn:credential:1"})
    assert Checked(document) is document


def test_an_intent_cannot_be_changed_once_it_is_made() -> None:
    intent = Intent("europass", "eseal", b"header.payload")
    with pytest.raises(FrozenInstanceError):
        intent.signing_input = b"other"  # type: ignore[misc]


def test_pages_are_equal_when_their_bytes_are() -> None:
    assert Page("en", 1, b"png") == Page("en", 1, b"png")
    assert Page("en", 1, b"png") != Page("en", 1, b"other")


def test_a_document_that_names_no_times_leaves_them_open() -> None:
    times = ClaimedTimes(None, None, None)
    assert times == ClaimedTimes(issued_at=None, valid_from=None, valid_until=None)
    assert ClaimedIssuer("did:web:zed.example", "University of Zed").legal_identifier is None
