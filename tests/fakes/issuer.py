"""An issuer with a real test seal, made once for all tests."""

from __future__ import annotations

import base64
from functools import cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from adapters.proofs.publication import issuer_identity, publication
from adapters.seals.authority import TestAuthority
from adapters.seals.file import FileSeal
from plugin.domain.documents import Issued, IssuerIdentity, Page, WebFile
from plugin.domain.mapping import as_test_organisation
from plugin.key_making import BARE_KEY_PROOFS
from tests.factories import CREDENTIAL_ID, ISSUED_AT, SUBJECT_ID, sample_organisation

PASSWORD = b"for tests"
BASE = "https://credentials.zed.example"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@cache
def authority() -> TestAuthority:
    return TestAuthority(TestAuthority.create(ISSUED_AT, PASSWORD), PASSWORD)


@cache
def seal() -> FileSeal:
    body = as_test_organisation(sample_organisation())
    return FileSeal(authority().issue_seal(body, ISSUED_AT, PASSWORD), PASSWORD, authority().certificate)


@cache
def identity() -> IssuerIdentity:
    return issuer_identity(BASE, "zed", seal().identity)


@cache
def wallet_seal() -> FileSeal:
    """An Ed25519 key, with a certificate for our own book-keeping."""
    body = as_test_organisation(sample_organisation())
    raw = authority().issue_seal(body, ISSUED_AT, PASSWORD, Ed25519PrivateKey.generate())
    return FileSeal(raw, PASSWORD, authority().certificate)


@cache
def signing(proof: str) -> tuple[IssuerIdentity, FileSeal]:
    """Who signs with which key, for that proof suite."""
    if proof in BARE_KEY_PROOFS:
        return issuer_identity(BASE, "zed", wallet_seal().identity), wallet_seal()
    return identity(), seal()


def published() -> tuple[WebFile, ...]:
    """All that the issuer shows the world."""
    return publication(identity(), sample_organisation(), (wallet_seal().identity.chain[0],))


def issued(languages: tuple[str, ...] = ("en",)) -> Issued:
    pages = tuple(Page(language, 1, PNG) for language in languages)
    return Issued(
        CREDENTIAL_ID, SUBJECT_ID, ISSUED_AT, identity(), pages, f"{BASE}/issuers/zed/badges/data-ethics/1.png"
    )
