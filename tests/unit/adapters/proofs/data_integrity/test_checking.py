from __future__ import annotations

import copy
import json
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from adapters.formats.openbadge3.wallets import WalletBadge3
from adapters.lookup.known import KnownLookup
from adapters.proofs.data_integrity import DataIntegrity
from adapters.proofs.data_integrity.canonical import Canonicaliser
from adapters.proofs.data_integrity.contexts import Contexts
from adapters.proofs.data_integrity.cryptosuites import Hasher, signed_data, suite_of
from adapters.proofs.multikey import multibase, multikey
from plugin.domain.documents import Checked
from plugin.domain.errors import InputError, ServiceError
from plugin.domain.ports.credentials import ProofFindings
from plugin.domain.report import Answer
from tests.factories import ISSUED_AT, sample_micro
from tests.fakes.issuer import issued, published, signing

SUITE, FORM, CONTEXTS = DataIntegrity(), WalletBadge3(), Contexts()
HASHER = Hasher(Canonicaliser(CONTEXTS).canonical)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
DID = f"did:key:{multikey(KEY.public_key().public_bytes_raw())}"
LATER = ISSUED_AT + timedelta(days=1)


class Silence:
    def get(self, url: str) -> bytes:
        raise ServiceError("web.silence", f"{url} did not answer.", "")


def ours() -> dict[str, Any]:
    who, seal = signing(SUITE.name)
    document = FORM.build(sample_micro(), issued())
    sealed = SUITE.seal(SUITE.intend(Checked(document), who, ISSUED_AT, seal.algorithm), seal)
    made: dict[str, Any] = json.loads(sealed.data)
    return made


def unsigned() -> dict[str, Any]:
    """A badge of somebody who is a key."""
    document = copy.deepcopy(dict(FORM.build(sample_micro(), issued()).content))
    document["issuer"]["id"] = DID
    return document


def proof(document: dict[str, Any], before: tuple[dict[str, Any], ...] = (), **changes: Any) -> dict[str, Any]:
    """A sound proof by that key; `before` are those that it covers."""
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-03-02T09:00:00Z",
        "verificationMethod": f"{DID}#{DID.removeprefix('did:key:')}",
        "proofPurpose": "assertionMethod",
        **changes,
    }
    options = {name: value for name, value in options.items() if value is not None}
    suite = suite_of(options)
    assert suite
    covered = {**document, "proof": list(before)} if before else document
    data = signed_data(suite, covered, options, HASHER)
    return {**options, "proofValue": multibase(KEY.sign(data))}


def findings(file: dict[str, Any], suite: DataIntegrity = SUITE) -> ProofFindings:
    opened = suite.open(json.dumps(file).encode())
    return suite.verify(opened, FORM.issuer(opened.content), LATER, KnownLookup(published(), Silence()), ())


def answers(file: dict[str, Any]) -> list[str]:
    return [check.answer.value for check in findings(file).checks]


def test_the_proof_stands_in_a_list_of_one_and_names_the_published_key() -> None:
    (only,) = ours()["proof"]
    assert only["verificationMethod"] == signing(SUITE.name)[0].key_url
    assert only["created"] == "2026-03-02T09:00:00Z"
    did = json.loads(published()[1].data)
    assert only["verificationMethod"] in did["assertionMethod"]
    assert all(method["controller"] == did["id"] for method in did["verificationMethod"])


def test_the_heading_is_the_issuers_domain() -> None:
    assert findings(ours()).issuer == "credentials.zed.example"


def test_a_badge_of_a_key_is_sound_and_named_by_the_key() -> None:
    document = unsigned()
    found = findings({**document, "proof": proof(document)})
    assert [check.answer for check in found.checks] == [Answer.YES] * 3
    assert found.issuer == DID


@pytest.mark.parametrize("name", ["eddsa-rdfc-2022", "eddsa-2022", "eddsa-jcs-2022"])
def test_each_cryptosuite_is_checked(name: str) -> None:
    document = unsigned()
    made = proof(document, cryptosuite=name)
    assert answers({**document, "proof": [made]}) == ["yes"] * 3
    assert answers({**document, "name": "Another", "proof": [made]})[0] == "no"


def test_the_suite_of_2020_is_checked() -> None:
    document = unsigned()
    document["@context"].append("https://w3id.org/security/suites/ed25519-2020/v1")
    made = proof(document, type="Ed25519Signature2020", cryptosuite=None)
    assert answers({**document, "proof": [made]}) == ["yes"] * 3
    assert answers({**document, "name": "Another", "proof": [made]})[0] == "no"


@pytest.mark.parametrize(
    ("changes", "answer"),
    [
        ({"proofPurpose": "authentication"}, "no"),
        ({"created": "2026-03-04T09:00:00Z"}, "no"),
        ({"created": "yesterday"}, "no"),
        ({"created": 7}, "no"),
        ({"expires": "2026-03-02T10:00:00Z"}, "no"),
        ({"expires": "2030-03-02T10:00:00"}, "yes"),
        ({"domain": "zed.example"}, "yes"),
        ({"verificationMethod": "did:example:1"}, "unknown"),
    ],
)
def test_the_options_of_a_proof_decide_as_well(changes: dict[str, Any], answer: str) -> None:
    document = unsigned()
    changes = {"cryptosuite": "eddsa-jcs-2022", **changes}
    assert answers({**document, "proof": [proof(document, **changes)]})[0] == answer


@pytest.mark.parametrize("value", [None, "", "z", "z11", "m" + "2" * 80, 7, {"a": 1}])
def test_a_damaged_signature_is_no(value: object) -> None:
    document = unsigned()
    assert answers({**document, "proof": [{**proof(document), "proofValue": value}]})[0] == "no"


@pytest.mark.parametrize(
    "other",
    [
        {"type": "DataIntegrityProof", "cryptosuite": "ecdsa-sd-2023"},
        {"type": "DataIntegrityProof", "cryptosuite": "Ed25519Signature2020"},
        {"type": "eddsa-rdfc-2022"},
        {"type": "SomeProof"},
        {"type": ["DataIntegrityProof"], "cryptosuite": 7},
        {},
    ],
)
def test_what_we_cannot_check_is_named_and_left_open(other: dict[str, Any]) -> None:
    found = findings({**unsigned(), "proof": other})
    assert [check.answer for check in found.checks] == [Answer.UNKNOWN] * 3
    assert "cannot check" in found.checks[0].evidence


def test_of_several_proofs_one_that_we_know_is_enough() -> None:
    document = unsigned()
    assert answers({**document, "proof": [{"type": "SomeProof"}, proof(document)]}) == ["yes"] * 3


def test_of_several_proofs_one_that_fails_is_too_many() -> None:
    document = unsigned()
    wrong = {**proof(document), "proofValue": multibase(bytes(64))}
    assert answers({**document, "proof": [proof(document), wrong]})[0] == "no"


def test_a_chain_of_proofs_covers_what_was_there_before() -> None:
    document = unsigned()
    first = proof(document, id="urn:uuid:1")
    second = proof(document, before=(first,), previousProof="urn:uuid:1")
    assert answers({**document, "proof": [first, second]}) == ["yes"] * 3
    assert answers({**document, "proof": [second]})[0] == "no"
    changed = proof(document, id="urn:uuid:1", domain="another.example", cryptosuite="eddsa-jcs-2022")
    assert answers({**document, "proof": [changed, second]})[0] == "no"


def test_an_end_of_validity_cannot_be_hidden_behind_another_name() -> None:
    document = unsigned()
    document["validUntil"] = "2026-03-02T12:00:00Z"
    made = proof(document)
    hidden = {name: value for name, value in document.items() if name != "validUntil"}
    iri = "https://www.w3.org/2018/credentials#validUntil"
    typed = {"@value": document["validUntil"], "@type": "http://www.w3.org/2001/XMLSchema#dateTime"}
    alias = {"ends": {"@id": iri, "@type": "http://www.w3.org/2001/XMLSchema#dateTime"}}
    for trick in (
        {**hidden, iri: typed},
        {**hidden, "@context": [*document["@context"], alias], "ends": document["validUntil"]},
    ):
        assert answers({**trick, "proof": [made]})[0] != "yes"


@pytest.mark.parametrize("extra", [{"unheardOf": "x"}, {"evidence": [{"unheardOf": "x"}]}])
def test_nothing_can_be_added_that_the_seal_does_not_cover(extra: dict[str, Any]) -> None:
    assert answers({**ours(), **extra})[0] == "no"


@pytest.mark.parametrize("file", [{}, {"proof": []}, {"proof": "x"}, {"proof": [7]}, {"proof": [{}] * 30}, []])
def test_a_file_without_a_readable_proof_is_refused(file: Any) -> None:
    with pytest.raises(InputError):
        SUITE.open(json.dumps(file).encode())


def test_a_file_of_too_many_parts_is_refused_unread() -> None:
    with pytest.raises(InputError, match="more parts"):
        SUITE.open(json.dumps({**ours(), "tag": ["x"] * 50_000}).encode())


def test_an_intent_of_another_process_is_sealed_alike() -> None:
    who, seal = signing(SUITE.name)
    intent = SUITE.intend(Checked(FORM.build(sample_micro(), issued())), who, ISSUED_AT, "EdDSA")
    assert DataIntegrity().seal(intent, seal) == SUITE.seal(intent, seal)


def test_a_number_beyond_every_limit_is_answered() -> None:
    assert answers({**ours(), "x": int("9" * 4000)})[0] == "unknown"


def test_an_rsa_key_cannot_seal_it() -> None:
    document = FORM.build(sample_micro(), issued())
    with pytest.raises(InputError, match="Ed25519"):
        SUITE.intend(Checked(document), signing(SUITE.name)[0], ISSUED_AT, "RS256")


def test_without_contexts_nothing_is_sealed_and_nothing_believed() -> None:
    off = DataIntegrity(pinned={})
    who, seal = signing(SUITE.name)
    document = FORM.build(sample_micro(), issued())
    with pytest.raises(ServiceError, match="cannot be sealed"):
        off.intend(Checked(document), who, ISSUED_AT, "EdDSA")
    with pytest.raises(ServiceError, match="cannot be sealed"):
        off.seal(SUITE.intend(Checked(document), who, ISSUED_AT, "EdDSA"), seal)
    assert findings(ours(), off).checks[0].answer is Answer.UNKNOWN
    signed = unsigned()
    by_jcs = {**signed, "proof": proof(signed, cryptosuite="eddsa-jcs-2022")}
    assert findings(by_jcs, off).checks[0].answer is Answer.YES
