"""Ed25519 public keys as Multikey (W3C Controlled Identifiers 1.0, sections 2.2.2 and 2.4), and base58btc."""

from __future__ import annotations

from functools import lru_cache

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from plugin.domain.errors import InputError

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
TEXT_MAX = 128  # a 64-byte signature has 88 digits; decoding costs the square of the length
_DIGITS = {character: value for value, character in enumerate(ALPHABET)}
_CHUNK = 58**10
_PAIRS = [low + high for high in ALPHABET for low in ALPHABET]
_ED25519 = b"\xed\x01"  # multicodec ed25519-pub
_KEY_BYTES = 32


def multibase(data: bytes) -> str:
    """The bytes in base58btc, with the `z` that says so."""
    number, digits = int.from_bytes(data), ""
    while number:
        number, part = divmod(number, _CHUNK)  # large numbers are slow to divide: ten digits at a time
        for _ in range(5):
            part, pair = divmod(part, 3364)
            digits += _PAIRS[pair]
    digits = digits[::-1].lstrip(ALPHABET[0])
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "z" + ALPHABET[0] * zeros + digits


def from_multibase(text: object) -> bytes:
    """The bytes; InputError for anything but base58btc of at most 128 characters, written the one right way."""
    if isinstance(text, str) and text.startswith("z") and 1 < len(text) <= TEXT_MAX:
        digits = text[1:]
        try:
            number = 0
            for character in digits:
                number = number * 58 + _DIGITS[character]
        except KeyError:
            pass
        else:
            zeros = len(digits) - len(digits.lstrip(ALPHABET[0]))
            return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8)
    raise InputError("multibase.wrong", "A key or signature in it is damaged (base58btc).", "Get it anew.")


def multikey(raw: bytes) -> str:
    """`z6Mk…` for the 32 bytes of an Ed25519 public key."""
    return multibase(_ED25519 + raw)


def from_multikey(text: object) -> Ed25519PublicKey:
    """The key; InputError when it is of another kind."""
    return _key(text) if isinstance(text, str) else ed25519(from_multibase(text))


@lru_cache(maxsize=256)
def _key(text: str) -> Ed25519PublicKey:
    """The same few issuers come again and again; reading a key takes as long as a third of checking with it."""
    data = from_multibase(text)
    if not data.startswith(_ED25519):
        raise InputError("key.unusable", "The issuer's key is of a kind that we do not know.", "Ask the issuer.")
    return ed25519(data.removeprefix(_ED25519))


def ed25519(raw: bytes) -> Ed25519PublicKey:
    """The key of those 32 bytes; InputError for another length."""
    if len(raw) != _KEY_BYTES:
        raise InputError("key.unusable", "The issuer's key has the wrong length.", "Ask the issuer.")
    return Ed25519PublicKey.from_public_bytes(raw)


def multikey_of_certificate(certificate: bytes) -> str | None:
    """The Multikey of the Ed25519 key in a DER certificate; None when its key is of another kind."""
    key = x509.load_der_x509_certificate(certificate).public_key()
    return multikey(key.public_bytes_raw()) if isinstance(key, Ed25519PublicKey) else None
