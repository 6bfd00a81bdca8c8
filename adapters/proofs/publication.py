"""What an issuer shows the world, so that anyone can check what it sealed: profile, DID document, keys."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, urlsplit

from adapters.proofs.issuer_keys import did_document_url
from adapters.proofs.multikey import multikey_of_certificate
from adapters.proofs.public_keys import key_of_certificate, thumbprint, to_jwk
from plugin.domain.documents import IssuerIdentity, SealIdentity, WebFile
from plugin.domain.elements import Organisation

DID_CONTEXT = [
    "https://www.w3.org/ns/did/v1",
    "https://w3id.org/security/suites/jws-2020/v1",
    "https://w3id.org/security/multikey/v1",
]
OB_CONTEXT = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]


def issuer_identity(public_url: str, institution_id: str, seal: SealIdentity) -> IssuerIdentity:
    """The issuer as a did:web under our public address (did:web, section 3.1: a port's colon is written %3A)."""
    profile = f"{public_url}/issuers/{institution_id}"
    host = quote(urlsplit(public_url).netloc, safe="")
    did, leaf = f"did:web:{host}:issuers:{institution_id}", seal.chain[0]
    multikey = multikey_of_certificate(leaf)
    address = f"{did}#{multikey}" if multikey else key_address(profile, thumbprint(key_of_certificate(leaf)))
    return IssuerIdentity(did, profile, address, seal)


def publication(
    issuer: IssuerIdentity, organisation: Organisation, further: tuple[bytes, ...] = ()
) -> tuple[WebFile, ...]:
    """Profile, DID document, key set and the bare keys, each at the address that credentials name.

    further: certificates (DER) of other keys, those that sign no more among them, so that what they signed keeps
    verifying. The DID document shows Ed25519 keys as Multikey, all others as JWK.
    """
    leaves = (issuer.seal.chain[0], *further)
    multikeys = tuple(dict.fromkeys(key for key in map(multikey_of_certificate, leaves) if key))
    keys = {jwk["kid"]: jwk for jwk in (_jwk(leaf) for leaf in leaves if not multikey_of_certificate(leaf))}
    jwks = list(keys.values())
    document = did_document_url(issuer.id)
    assert document is not None  # noqa: S101 - issuer_identity makes did:web only
    return (
        WebFile(issuer.profile_url, "application/ld+json", _json(_profile(issuer, organisation))),
        WebFile(document, "application/did+json", _json(_did_document(issuer, jwks, multikeys))),
        WebFile(
            f"{issuer.profile_url}/jwks.json",
            "application/jwk-set+json",
            _json({"keys": [{**jwk, "iss": issuer.id} for jwk in jwks]}),
        ),
        *(WebFile(key_address(issuer.profile_url, jwk["kid"]), "application/jwk+json", _json(jwk)) for jwk in jwks),
    )


def key_address(profile_url: str, kid: str) -> str:
    """The address that answers with the bare public JWK of that thumbprint."""
    return f"{profile_url}/keys/{kid}"


def _jwk(certificate: bytes) -> dict[str, str]:
    return to_jwk(key_of_certificate(certificate))


def _profile(issuer: IssuerIdentity, organisation: Organisation) -> dict[str, Any]:
    profile = {
        "@context": OB_CONTEXT,
        "id": issuer.id,
        "type": ["Profile"],
        "name": str(organisation.legal_name),
        "url": organisation.homepage or issuer.profile_url,
        "email": organisation.email,
    }
    return {name: value for name, value in profile.items() if value}


def _did_document(issuer: IssuerIdentity, jwks: list[dict[str, str]], multikeys: tuple[str, ...]) -> dict[str, Any]:
    methods = [
        *(_jwk_method(issuer.id, jwk) for jwk in jwks),
        *(_multikey_method(issuer.id, multikey) for multikey in multikeys),
    ]
    return {
        "@context": DID_CONTEXT,
        "id": issuer.id,
        "alsoKnownAs": [issuer.profile_url],
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def _jwk_method(did: str, jwk: dict[str, str]) -> dict[str, Any]:
    return {"id": f"{did}#{jwk['kid']}", "type": "JsonWebKey2020", "controller": did, "publicKeyJwk": jwk}


def _multikey_method(did: str, multikey: str) -> dict[str, Any]:
    """The 1EdTech validator wants the controller to be the issuer, and `assertionMethod` to hold ids as strings."""
    return {"id": f"{did}#{multikey}", "type": "Multikey", "controller": did, "publicKeyMultibase": multikey}


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"
