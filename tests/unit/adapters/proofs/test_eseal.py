from __future__ import annotations

import base64
import json
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.formats.europass import Europass
from adapters.proofs.eseal import ESeal
from adapters.proofs.public_keys import base64url, from_base64url
from adapters.seals.authority import TestAuthority
from adapters.seals.file import FileSeal
from plugin.domain.documents import Checked
from plugin.domain.errors import InputError
from plugin.domain.mapping import as_test_organisation
from plugin.domain.ports.credentials import ProofFindings, TrustAnchor
from plugin.domain.report import Answer
from tests.factories import ISSUED_AT, sample_micro, sample_organisation
from tests.fakes.issuer import PASSWORD, authority, identity, issued, seal

FORM, SUITE = Europass(), ESeal()
TEST_ANCHOR = TrustAnchor(authority().certificate, is_test=True)


class NoWeb:
    def get(self, url: str) -> bytes:
        raise AssertionError("a seal needs no web")


def credential(**changes: Any) -> dict[str, Any]:
    return {**FORM.build(sample_micro(), issued()).content, **changes}


def sealed(by: FileSeal | None = None, content: dict[str, Any] | None = None, **header: Any) -> bytes:
    """A file as the suite makes it; with members of its header changed, sealed again by the same key."""
    by = by or seal()
    document = FORM.build(sample_micro(), issued())
    checked = Checked(type(document)(document.format, content or document.content))
    who = type(identity())(identity().id, identity().profile_url, identity().key_url, by.identity)
    intent = SUITE.intend(checked, who, ISSUED_AT, by.algorithm)
    protected, _, payload = intent.signing_input.partition(b".")
    if header:
        members = {**json.loads(from_base64url(protected)), **header}
        protected = base64url(json.dumps({k: v for k, v in members.items() if v is not None}).encode()).encode()
    signing_input = protected + b"." + payload
    return SUITE.seal(type(intent)(intent.format, intent.proof, signing_input), by).data


def findings(raw: bytes, *anchors: TrustAnchor, at: datetime = ISSUED_AT + timedelta(days=1)) -> ProofFindings:
    opened = SUITE.open(raw)
    return SUITE.verify(opened, FORM.issuer(opened.content), at, NoWeb(), anchors or (TEST_ANCHOR,))


def answers(found: ProofFindings) -> list[Answer]:
    return [check.answer for check in found.checks]


def self_made(name: str = "University of Zed (test seal)") -> tuple[TestAuthority, FileSeal]:
    """An authority that anybody could make, and a seal in another institution's name."""
    own = TestAuthority(TestAuthority.create(ISSUED_AT, PASSWORD), PASSWORD)
    body = as_test_organisation(sample_organisation())
    return own, FileSeal(own.issue_seal(body, ISSUED_AT, PASSWORD), PASSWORD, authority().certificate)


def test_openssl_verifies_the_signature(tmp_path: Path) -> None:
    opened = SUITE.open(sealed())
    key = x509.load_der_x509_certificate(seal().identity.chain[0]).public_key()
    for name, data in (
        ("key", key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)),
        ("data", opened.signing_input),
        ("sig", opened.signature),
    ):
        (tmp_path / name).write_bytes(data)
    command = ["openssl", "dgst", "-sha256", "-verify", "key", "-signature", "sig", "data"]
    assert b"Verified OK" in subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout


def test_the_payload_comes_first_and_is_the_untouched_text() -> None:
    raw = sealed()
    assert raw.startswith(b'{"payload":"{')
    file = json.loads(raw)
    assert SUITE.open(raw).signing_input == f"{file['signatures'][0]['protected']}.{file['payload']}".encode()


def test_the_header_is_that_of_baseline_b() -> None:
    header = SUITE.open(sealed()).header
    assert list(header) == ["alg", "cty", "kid", "x5t#S256", "x5c", "typ", "b64", "iat", "crit"]
    assert (header["b64"], header["crit"], header["iat"]) == (False, ["b64"], int(ISSUED_AT.timestamp()))
    assert "sigT" not in header


def test_a_test_seal_is_called_one() -> None:
    found = findings(sealed())
    assert (found.is_test, found.issuer) == (True, "University of Zed (test seal)")


def test_a_self_made_certificate_in_anothers_name_is_not_believed() -> None:
    raw = sealed(self_made()[1])
    assert answers(findings(raw)) == [Answer.YES, Answer.UNKNOWN, Answer.YES]
    assert findings(raw).issuer is None


def test_an_authority_that_we_were_told_to_trust_is_believed() -> None:
    own, forged = self_made()
    found = findings(sealed(forged), TrustAnchor(own.certificate, is_test=False))
    assert (answers(found), found.is_test) == ([Answer.YES] * 3, False)


def test_the_seal_of_another_institution_is_refused() -> None:
    body = as_test_organisation(sample_organisation(legal_identifier="VATIE-9999999Z"))
    other = FileSeal(authority().issue_seal(body, ISSUED_AT, PASSWORD), PASSWORD, authority().certificate)
    found = findings(sealed(other, credential()))
    assert answers(found)[1] is Answer.NO
    assert found.issuer is None


def test_without_a_legal_identifier_the_names_must_be_the_same() -> None:
    content = credential()
    nameless = {k: v for k, v in content["issuer"].items() if k != "eIDASIdentifier"}
    assert answers(findings(sealed(content={**content, "issuer": nameless})))[1] is Answer.YES
    other = {**nameless, "legalName": {"en": "University of Why"}}
    assert answers(findings(sealed(content={**content, "issuer": other})))[1] is Answer.NO


@pytest.mark.parametrize(
    ("header", "answer"),
    [
        ({"b64": True}, Answer.UNKNOWN),
        ({"crit": None}, Answer.UNKNOWN),
        ({"crit": ["b64", "http://unknown"]}, Answer.UNKNOWN),
        ({"alg": "PS256"}, Answer.UNKNOWN),
        ({"x5c": None}, Answer.UNKNOWN),
        ({"x5c": "text"}, Answer.UNKNOWN),
        ({"x5c": ["!"]}, Answer.UNKNOWN),
        ({"x5c": [7]}, Answer.UNKNOWN),
        ({"x5c": ["aGVsbG8="]}, Answer.UNKNOWN),
        ({"x5c": ["aGVsbG8="] * 11}, Answer.UNKNOWN),
        ({"x5t#S256": "another"}, Answer.NO),
    ],
)
def test_a_header_that_cannot_be_followed_proves_nothing(header: dict[str, Any], answer: Answer) -> None:
    found = findings(sealed(**header))
    assert answers(found) == [answer, Answer.UNKNOWN, Answer.UNKNOWN]


@pytest.mark.parametrize(
    ("header", "answer"),
    [
        ({"iat": None}, Answer.UNKNOWN),
        ({"iat": True}, Answer.UNKNOWN),
        ({"iat": 10**30}, Answer.UNKNOWN),
        ({"iat": None, "sigT": "2026-03-02T09:00:00Z"}, Answer.YES),
        ({"sigT": "2026-03-02T09:00:00Z"}, Answer.UNKNOWN),
        ({"iat": None, "sigT": "2026-03-02T09:00:00"}, Answer.UNKNOWN),
        ({"iat": None, "sigT": "soon"}, Answer.UNKNOWN),
        ({"iat": int(datetime(2020, 1, 1, tzinfo=UTC).timestamp())}, Answer.NO),
        ({"iat": int(datetime(2027, 1, 1, tzinfo=UTC).timestamp())}, Answer.NO),
    ],
)
def test_the_time_of_sealing_is_judged(header: dict[str, Any], answer: Answer) -> None:
    assert findings(sealed(**header)).checks[2].answer is answer


def test_after_the_certificate_ran_out_nothing_proves_when_it_was_sealed() -> None:
    assert findings(sealed(), at=ISSUED_AT + timedelta(days=2000)).checks[2].answer is Answer.UNKNOWN


def test_a_broken_anchor_is_nobody() -> None:
    assert answers(findings(sealed(), TrustAnchor(b"none", is_test=False)))[1] is Answer.UNKNOWN


def test_an_anchor_that_is_the_seal_itself_is_enough() -> None:
    anchor = TrustAnchor(seal().identity.chain[0], is_test=False)
    assert answers(findings(sealed(), anchor))[1] is Answer.YES


@pytest.mark.parametrize(
    "raw",
    [
        b'{"payload":7,"signatures":[]}',
        b'{"payload":"{}","signatures":[]}',
        b'{"payload":"{}","signatures":[{}]}',
        b'{"payload":"{}","signatures":["x"]}',
        b'{"payload":"[]","signatures":[{"protected":"e30","signature":""}]}',
        b'{"payload":"{}","signatures":[{"protected":"!","signature":""}]}',
        b'{"payload":"{}","signatures":[{"protected":"W10","signature":""}]}',
    ],
)
def test_what_is_not_one_text_with_one_seal_is_refused(raw: bytes) -> None:
    assert SUITE.recognises(raw)
    with pytest.raises(InputError):
        SUITE.open(raw)


@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
@settings(max_examples=300, deadline=None)
@given(place=st.integers(0, 10_000), value=st.integers(0, 255))
def test_an_odd_certificate_never_makes_the_check_fail_with_an_error(place: int, value: int) -> None:
    """Its own key still holds, as an attacker's would; only what stands around the key is odd."""
    der = bytearray(seal().identity.chain[0])
    der[place % len(der)] = value
    given_ = base64.b64encode(bytes(der)).decode()
    found = findings(sealed(**{"x5c": [given_], "x5t#S256": None}))
    assert len(found.checks) == 3
