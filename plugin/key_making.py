"""Which kind of key each proof suite signs with, and who vouches for it."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

BADGE_PROOF = "jws"
WALLET_PROOF = "data_integrity"
BARE_KEY_PROOFS = (WALLET_PROOF,)  # whoever checks these looks for the bare key in the issuer's DID document
PUBLISHED_PROOFS = (
    BADGE_PROOF,
    *BARE_KEY_PROOFS,
)  # the issuer publishes these keys itself; all others carry a certificate


def new_key(proof: str) -> Ed25519PrivateKey | None:
    """A new Ed25519 key for the suites that want one; None where the authority's own choice (RSA) fits.

    Its certificate serves our own book-keeping (whose key, how long, a test or not); the world sees the bare key.
    """
    return Ed25519PrivateKey.generate() if proof in BARE_KEY_PROOFS else None
