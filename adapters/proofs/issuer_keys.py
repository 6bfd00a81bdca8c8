"""Whose key is it? Asks the addresses that belong to the named issuer (DID Core, did:web; OB 3.0, section 8.2.4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from adapters.proofs.public_keys import PublicKey, from_jwk, holds, thumbprint
from adapters.proofs.unproven import unproven
from plugin.domain.bounded_json import load_json
from plugin.domain.documents import Opened
from plugin.domain.errors import InputError, ServiceError
from plugin.domain.ports.credentials import ClaimedIssuer, ProofFindings, WebLookup
from plugin.domain.report import Answer, Check, Question
from plugin.domain.text import say

ANSWER_MAX = 200_000
_TRY_LATER = "Try again later, or ask the issuer where its keys are published."
_BEWARE = say("Do not trust it: somebody may have used the issuer's name.")


def key_checks(opened: Opened, named: ClaimedIssuer, web: WebLookup) -> ProofFindings:
    """PROOF, ISSUER_KEY and KEY_VALID for a JWS whose header and claims are in order."""
    try:
        key = _key_of_header(opened.header, web)
    except (ServiceError, InputError) as error:
        return unproven(Check(Question.PROOF, Answer.UNKNOWN, error.sentence, _TRY_LATER))
    if not holds(key, opened.header.get("alg"), opened.signing_input, opened.signature):
        return unproven(Check(Question.PROOF, Answer.NO, say("The seal does not fit what the file says now."), _BEWARE))
    sound = Check(Question.PROOF, Answer.YES, say("The seal covers every part of it, and holds."))
    owner = _owner(named.id, key, web)
    shown = domain_of(named.id) if owner.answer is Answer.YES else None
    return ProofFindings((sound, owner, _valid(owner)), shown)


def did_document_url(did: str) -> str | None:
    """Where a did:web keeps its document (did:web, section 3.2); None for any other id."""
    if not did.startswith("did:web:"):
        return None
    host, *path = (unquote(part) for part in did.removeprefix("did:web:").split(":"))
    return f"https://{host}/{'/'.join(path) or '.well-known'}/did.json"


def domain_of(issuer: str) -> str | None:
    """The host that stands for a did:web or https issuer."""
    try:
        return urlsplit(did_document_url(issuer) or issuer).netloc or None
    except ValueError:
        return None


def _key_of_header(header: Mapping[str, Any], web: WebLookup) -> PublicKey:
    kid = header.get("kid")
    if isinstance(kid, str) and len(kid) < 2000:
        document = did_document_url(kid.partition("#")[0])
        if document:
            return _key_of_method(_get(web, document), kid)
        if kid.startswith(("https://", "http://")):
            return from_jwk(_get(web, kid))
    if isinstance(header.get("jwk"), dict):
        return from_jwk(header["jwk"])
    raise InputError("jws.no_key", "It does not say where the issuer's key can be found.", _TRY_LATER)


def _key_of_method(document: Mapping[str, Any], kid: str) -> PublicKey:
    for method in _methods(document):
        if method.get("id") == kid and isinstance(method.get("publicKeyJwk"), dict):
            return from_jwk(method["publicKeyJwk"])
    raise InputError("jws.no_key", "The issuer's pages do not hold the key that it names.", _TRY_LATER)


def _owner(issuer: str, key: PublicKey, web: WebLookup) -> Check:
    """Whether the issuer's own pages name the key as one it signs with."""
    document, host = did_document_url(issuer), domain_of(issuer)
    if host is None or (document is None and not issuer.startswith("https://")):
        evidence = say("The issuer is not named by an address on the web, so its keys cannot be looked up.")
        return Check(Question.ISSUER_KEY, Answer.UNKNOWN, evidence, say("Ask the issuer."))
    address = document or f"https://{host}/.well-known/jwks.json"
    try:
        published = _get(web, address)
        keys = _assertion_keys(published) if document else _listed(published, "keys")
        if document and published.get("id") != issuer:
            return Check(
                Question.ISSUER_KEY,
                Answer.NO,
                say("The pages of {host} are those of another issuer.", host=host),
                _BEWARE,
            )
        theirs = thumbprint(key) in set(_thumbprints(keys))
    except ServiceError as error:
        return Check(Question.ISSUER_KEY, Answer.UNKNOWN, error.sentence, _TRY_LATER)
    except InputError as error:
        return Check(
            Question.ISSUER_KEY,
            Answer.UNKNOWN,
            say("The pages of {host} are not usable. {error}", host=host, error=error.sentence),
            _TRY_LATER,
        )
    if theirs:
        return Check(Question.ISSUER_KEY, Answer.YES, say("{host} publishes this key as its own.", host=host))
    return Check(Question.ISSUER_KEY, Answer.NO, say("{host} does not publish this key.", host=host), _BEWARE)


def _valid(owner: Check) -> Check:
    if owner.answer is Answer.YES:
        return Check(Question.KEY_VALID, Answer.YES, say("The issuer stands by this key: it is published today."))
    return Check(Question.KEY_VALID, owner.answer, owner.evidence, owner.hint)


def _get(web: WebLookup, address: str) -> Mapping[str, Any]:
    what = say("The answer of {address}", address=domain_of(address))
    value = load_json(web.get(address), ANSWER_MAX, what)
    if not isinstance(value, dict):
        raise InputError("web.object", say("{what} is not an object.", what=what), _TRY_LATER)
    return value


def _assertion_keys(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """DID Core, section 5.3.2: only keys that the document names for assertions count."""
    allowed = document.get("assertionMethod")
    names = [entry for entry in allowed if isinstance(entry, str)] if isinstance(allowed, list) else []
    methods = [m for m in _methods(document) if m.get("id") in names]
    return [m["publicKeyJwk"] for m in methods if isinstance(m.get("publicKeyJwk"), dict)]


def _methods(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return _listed(document, "verificationMethod")


def _listed(holder: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    value = holder.get(name)
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _thumbprints(keys: list[Mapping[str, Any]]) -> Iterator[str]:
    for jwk in keys:
        try:
            yield thumbprint(from_jwk(jwk))
        except InputError:
            continue  # a key of a kind that we do not know is not the one that signed
