"""Where a proof's key is, and whether it is the issuer's (DID Core 1.0, section 5; Controlled Identifiers 1.0)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from adapters.proofs.issuer_keys import ANSWER_MAX, did_document_url, domain_of
from adapters.proofs.multikey import ed25519, from_multibase, from_multikey
from adapters.proofs.public_keys import from_base64url
from plugin.domain.bounded_json import load_json
from plugin.domain.errors import InputError, ServiceError
from plugin.domain.ports.credentials import WebLookup
from plugin.domain.report import Answer, Check, Question
from plugin.domain.text import say

METHODS_MAX = 100
DOCUMENTS_MAX = 32
_DID_KEY = "did:key:"
_TRY_LATER = "Try again later, or ask the issuer where its keys are published."
_BEWARE = say("Do not trust it: somebody may have used the issuer's name.")


def key_of(method: object, web: WebLookup) -> Ed25519PublicKey:
    """The key that a proof's `verificationMethod` names. InputError or ServiceError when it cannot be had."""
    address = method.get("id") if isinstance(method, dict) else method
    if not isinstance(address, str) or len(address) > 2000:
        raise InputError("proof.no_key", "It does not say where the issuer's key can be found.", _TRY_LATER)
    base, _, fragment = address.partition("#")
    if base.startswith(_DID_KEY):
        return from_multikey(base.removeprefix(_DID_KEY))
    if fragment.startswith("z6Mk") and base.startswith("https://"):
        return from_multikey(fragment)  # OB 3.0 lets an https issuer put its key there
    document = did_document_url(base) or (base if base.startswith("https://") else None)
    if document is None:
        raise InputError("proof.no_key", "It names its key in a way that this checker cannot look up.", _TRY_LATER)
    for found in _methods(_document(document, web), base):
        if found.get("id") in (address, f"#{fragment}"):
            return _key(found)
    raise InputError("proof.no_key", "The issuer's pages do not hold the key that it names.", _TRY_LATER)


def owner(issuer: str, key: Ed25519PublicKey, web: WebLookup) -> Check:
    """Whether the issuer's id itself, or its own page, names the key as one it asserts with."""
    if issuer.startswith(_DID_KEY):
        return _owner_by_id(issuer, key)
    address = did_document_url(issuer) or (issuer if issuer.startswith("https://") else None)
    if address is None or domain_of(issuer) is None:
        return _unknown(say("The issuer is not named by an address on the web, so its keys cannot be looked up."))
    host = domain_of(issuer)
    try:
        document = _document(address, web)
    except ServiceError as error:
        return _unknown(error.sentence)
    except InputError as error:
        return _unknown(say("The pages of {host} are not usable. {error}", host=host, error=error.sentence))
    if document.get("id") != issuer:
        return Check(
            Question.ISSUER_KEY, Answer.NO, say("The pages of {host} are those of another issuer.", host=host), _BEWARE
        )
    if key.public_bytes_raw() not in set(_assertion_keys(document, issuer)):
        return Check(
            Question.ISSUER_KEY, Answer.NO, say("{host} does not name this key as its own.", host=host), _BEWARE
        )
    return Check(Question.ISSUER_KEY, Answer.YES, say("{host} names the key as its own.", host=host))


def shown_name(issuer: str) -> str | None:
    """What a heading may call a proven issuer: its domain; a did:key has none, so it is called by itself."""
    return issuer if issuer.startswith(_DID_KEY) else domain_of(issuer)


def _owner_by_id(issuer: str, key: Ed25519PublicKey) -> Check:
    try:
        same = from_multikey(issuer.removeprefix(_DID_KEY)).public_bytes_raw() == key.public_bytes_raw()
    except InputError as error:
        return _unknown(error.sentence)
    if not same:
        return Check(Question.ISSUER_KEY, Answer.NO, say("The issuer it names is another key."), _BEWARE)
    return Check(
        Question.ISSUER_KEY,
        Answer.YES,
        say("The issuer names itself by this key (did:key); nobody says whose key it is."),
    )


def _unknown(evidence: str) -> Check:
    return Check(Question.ISSUER_KEY, Answer.UNKNOWN, evidence, _TRY_LATER)


def _document(address: str, web: WebLookup) -> Mapping[str, Any]:
    return _read(web.get(address), urlsplit(address).netloc)


@lru_cache(maxsize=DOCUMENTS_MAX)
def _read(raw: bytes, host: str) -> Mapping[str, Any]:
    """One answer is read twice for each badge, and is the same for all badges of an issuer."""
    value = load_json(raw, ANSWER_MAX, say("The answer of {host}", host=host))
    if not isinstance(value, dict):
        raise InputError("web.object", say("The answer of {host} is not an object.", host=host), _TRY_LATER)
    return value


def _methods(document: Mapping[str, Any], base: str) -> Iterator[Mapping[str, Any]]:
    """Each key of a DID or controller document; a document that is itself one key counts as such."""
    for name in ("verificationMethod", "assertionMethod"):
        yield from (entry for entry in _entries(document, name) if isinstance(entry, dict))
    if document.get("id") != base:
        yield document


def _assertion_keys(document: Mapping[str, Any], issuer: str) -> Iterator[bytes]:
    """DID Core, section 5.3.2: only keys that are named for assertions, by their whole or relative id or in full."""
    by_id = {_whole(method.get("id"), issuer): method for method in _methods(document, issuer)}
    for entry in _entries(document, "assertionMethod"):
        method = entry if isinstance(entry, dict) else by_id.get(_whole(entry, issuer), {})
        if method.get("controller", issuer) != issuer:
            continue
        try:
            yield _key(method).public_bytes_raw()
        except InputError:
            continue  # a key of a kind that we do not know is not the one that signed


def _whole(name: object, issuer: str) -> str:
    return f"{issuer}{name}" if isinstance(name, str) and name.startswith("#") else str(name)


def _entries(holder: Mapping[str, Any], name: str) -> list[Any]:
    value = holder.get(name)
    return value[:METHODS_MAX] if isinstance(value, list) else [] if value is None else [value]


def _key(method: Mapping[str, Any]) -> Ed25519PublicKey:
    """Multikey and Ed25519VerificationKey2020, the older 2018 form, or a JWK (RFC 8037)."""
    jwk = method.get("publicKeyJwk")
    if "publicKeyMultibase" in method:
        return from_multikey(method["publicKeyMultibase"])
    if "publicKeyBase58" in method:
        return ed25519(from_multibase(f"z{method['publicKeyBase58']}"))
    if isinstance(jwk, dict) and jwk.get("crv") == "Ed25519" and "d" not in jwk and isinstance(jwk.get("x"), str):
        return ed25519(from_base64url(jwk["x"]))
    raise InputError("key.unusable", "The issuer's key is of a kind that we do not know.", "Ask the issuer.")
