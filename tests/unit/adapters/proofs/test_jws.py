from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from joserfc import jws
from joserfc.jwk import RSAKey

from adapters.formats.openbadge3 import OpenBadge3
from adapters.lookup.known import KnownLookup
from adapters.proofs.jws import Jws
from adapters.proofs.public_keys import base64url, from_base64url
from adapters.proofs.publication import publication
from plugin.domain.documents import Checked, WebFile
from plugin.domain.errors import InputError, ServiceError
from plugin.domain.ports.credentials import ProofFindings
from plugin.domain.report import Answer
from tests.factories import ISSUED_AT, sample_micro, sample_organisation
from tests.fakes.issuer import identity, issued, seal

FORM, SUITE = OpenBadge3(), Jws()
PUBLISHED = publication(identity(), sample_organisation())


class Silence:
    def get(self, url: str) -> bytes:
        raise ServiceError("web.silence", f"{url} did not answer.", "")


def badge() -> bytes:
    document = FORM.build(sample_micro(), issued())
    return SUITE.seal(SUITE.intend(Checked(document), identity(), ISSUED_AT, "RS256"), seal()).data


def resealed(header: dict[str, Any] | None = None, **payload: Any) -> bytes:
    """A badge with other claims or another header, sealed again with the issuer's own key."""
    old_header, old_payload, _ = (
        json.loads(from_base64url(p)) if n < 2 else {} for n, p in enumerate(badge().split(b"."))
    )
    parts = [header or old_header, {k: v for k, v in {**old_payload, **payload}.items() if v is not None}]
    signing_input = b".".join(base64url(json.dumps(part).encode()).encode() for part in parts)
    return signing_input + b"." + base64url(seal().sign(signing_input)).encode()


def findings(raw: bytes, files: tuple[WebFile, ...] = PUBLISHED) -> ProofFindings:
    opened = SUITE.open(raw)
    return SUITE.verify(opened, FORM.issuer(opened.content), ISSUED_AT, KnownLookup(files, Silence()), ())


def changed(place: int, change: Callable[[dict[str, Any]], object]) -> tuple[WebFile, ...]:
    content = json.loads(PUBLISHED[place].data)
    change(content)
    file = PUBLISHED[place]
    new = WebFile(file.url, file.media_type, json.dumps(content).encode())
    return (*PUBLISHED[:place], new, *PUBLISHED[place + 1 :])


def test_another_library_verifies_the_badge_with_the_published_key() -> None:
    key = RSAKey.import_key(json.loads(PUBLISHED[3].data))
    verified = jws.deserialize_compact(badge(), key, algorithms=["RS256"])
    payload = json.loads(verified.payload)
    assert payload["iss"] == payload["issuer"]["id"] == identity().id
    assert (payload["jti"], payload["sub"]) == (payload["id"], payload["credentialSubject"]["id"])
    assert payload["nbf"] == int(ISSUED_AT.timestamp())
    assert verified.headers()["kid"] == identity().key_url


def test_the_heading_is_the_issuers_domain() -> None:
    assert findings(badge()).issuer == "credentials.zed.example"


@pytest.mark.parametrize("claim", ["iss", "jti", "sub", "nbf"])
@pytest.mark.parametrize("value", ["something else", None])
def test_claims_must_say_what_the_credential_says(claim: str, value: str | None) -> None:
    check = findings(resealed(**{claim: value})).checks[0]
    assert (check.answer, claim in check.evidence) == (Answer.NO, True)


def test_an_end_of_validity_must_be_a_claim_as_well() -> None:
    assert findings(resealed(validUntil="2030-01-01T00:00:00Z")).checks[0].answer is Answer.NO


@pytest.mark.parametrize(
    "header", [{"alg": "none"}, {"alg": "HS256"}, {"alg": "RS256", "crit": ["x"]}, {"alg": "RS512"}]
)
def test_a_header_that_badges_may_not_have_is_refused(header: dict[str, Any]) -> None:
    assert findings(resealed({"kid": identity().key_url, **header})).checks[0].answer is Answer.NO


def test_a_key_that_the_issuer_does_not_publish_is_not_the_issuers() -> None:
    without = changed(1, lambda document: document.update(assertionMethod=[]))
    assert [c.answer for c in findings(badge(), without).checks] == [Answer.YES, Answer.NO, Answer.NO]


def test_the_pages_of_another_issuer_prove_nothing() -> None:
    other = changed(1, lambda document: document.update(id="did:web:other.example"))
    assert findings(badge(), other).checks[1].answer is Answer.NO


def test_a_key_for_other_purposes_does_not_count() -> None:
    unlisted = changed(1, lambda document: document.update(assertionMethod=["did:web:other#1", 7]))
    assert findings(badge(), unlisted).issuer is None


@pytest.mark.parametrize("place", [1, 3])
def test_broken_pages_leave_it_open(place: int) -> None:
    files = list(PUBLISHED)
    files[place] = WebFile(files[place].url, "", b"<html>")
    found = findings(badge(), tuple(files))
    assert Answer.UNKNOWN in [c.answer for c in found.checks]
    assert Answer.NO not in [c.answer for c in found.checks]


def test_a_badge_without_any_key_leaves_it_open() -> None:
    assert findings(resealed({"alg": "RS256"})).checks[0].answer is Answer.UNKNOWN


def test_a_key_in_the_header_proves_only_that_nothing_was_changed() -> None:
    jwk = json.loads(PUBLISHED[3].data)
    assert [c.answer for c in findings(resealed({"alg": "RS256", "jwk": jwk}), ()).checks[:2]] == [
        Answer.YES,
        Answer.UNKNOWN,
    ]


@pytest.mark.parametrize(
    "kid", ["https://[", "http://", "did:web:", "did:web:[", "did:web:%", "https://\u2100.example/", 7, [], ""]
)
def test_a_key_id_that_makes_no_sense_leaves_it_open(kid: object) -> None:
    found = findings(resealed({"alg": "RS256", "kid": kid}))
    assert {check.answer for check in found.checks} == {Answer.UNKNOWN}


@pytest.mark.parametrize("issuer", ["https://[", "did:web:[", "did:web:", "https://"])
def test_an_issuer_id_that_makes_no_sense_is_nobody(issuer: str) -> None:
    found = findings(resealed(iss=issuer, issuer={"id": issuer, "type": ["Profile"], "name": "Z"}))
    assert found.issuer is None
    assert found.checks[1].answer is Answer.UNKNOWN


def test_a_did_url_as_key_id_is_looked_up_in_the_document() -> None:
    method = json.loads(PUBLISHED[1].data)["assertionMethod"][0]
    assert [c.answer for c in findings(resealed({"alg": "RS256", "kid": method})).checks] == [Answer.YES] * 3
    assert findings(resealed({"alg": "RS256", "kid": method + "x"})).checks[0].answer is Answer.UNKNOWN


def test_an_https_issuer_is_judged_by_its_key_set() -> None:
    raw = resealed(
        iss="https://zed.example/i", issuer={"id": "https://zed.example/i", "type": ["Profile"], "name": "Z"}
    )
    keys = json.dumps({"keys": [7, {"kty": "OKP"}, json.loads(PUBLISHED[3].data)]}).encode()
    served = (*PUBLISHED, WebFile("https://zed.example/.well-known/jwks.json", "", keys))
    assert findings(raw, served).issuer == "zed.example"
    nothing = (*PUBLISHED, WebFile("https://zed.example/.well-known/jwks.json", "", b'{"keys": []}'))
    assert findings(raw, nothing).checks[1].answer is Answer.NO


def test_an_issuer_without_an_address_cannot_be_looked_up() -> None:
    raw = resealed(iss="urn:x", issuer={"id": "urn:x", "type": ["Profile"], "name": "Z"})
    assert findings(raw).checks[1].answer is Answer.UNKNOWN


@pytest.mark.parametrize("raw", [b"eyJ.e30", b"eyJ.e30.a.b", b"eyJ!.e30.a", b"eyJ9.e30.a", b"eyJhIjoxfQ.W10.YQ"])
def test_what_is_not_three_sound_parts_is_refused(raw: bytes) -> None:
    with pytest.raises(InputError):
        SUITE.open(raw)


def test_a_huge_file_is_refused_unread() -> None:
    with pytest.raises(InputError, match="5 MB"):
        SUITE.open(b"ey" + b"a" * 5_000_001)
