"""Data Integrity, judged by the vectors of the W3C and of 1EdTech, and by 1EdTech's own good and bad samples."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from adapters.formats.openbadge3.wallets import WalletBadge3
from adapters.proofs.data_integrity import DataIntegrity
from adapters.proofs.data_integrity.canonical import Canonicaliser
from adapters.proofs.data_integrity.contexts import PINNED, Contexts, fingerprint
from adapters.proofs.data_integrity.cryptosuites import Cryptosuite, Hasher, signed_data, suite_of
from adapters.proofs.multikey import from_multibase, from_multikey, multibase
from plugin.domain.errors import ServiceError
from plugin.domain.report import Answer, Question
from plugin.issuing.verify import Verifier, verify

pytestmark = pytest.mark.conformance
VC_DI_EDDSA = "vectors/vc-di-eddsa"
NOW = datetime(2026, 11, 25, tzinfo=UTC)
SIGNED = {
    "eddsa-rdfc-2022": ("eddsa-rdfc-2022/signedDataInt.json", "DataInt"),
    "eddsa-jcs-2022": ("eddsa-jcs-2022/signedJCS.json", "JCS"),
    "Ed25519Signature2020": ("Ed25519Signature2020/signedEdSig.json", "EdSig"),
}
SOUND = (
    "complete.json",
    "credential-status-revoked-blank-nodes.json",
    "bit-string-list/credential-status-revoked.json",
    "simple-context-alias.json",
    "simple-context-version.json",
    "simple-did-key-method.json",
    "simple-did-web-method.json",
    "simple-eddsa-2022.json",
    "simple-err-expired.json",
    "simple-err-issued.json",
    "simple-err-issuer.json",
    "simple-multiple-proofs.json",
    "simple.json",
    "simple_v1.json",
)
BROKEN = (
    "complete_v1.json",  # names 1EdTechCredentialRefresh without the context that explains it: nothing covers it
    "simple-err-context.json",
    "simple-err-credential-subject-achievement-result-description-type.json",
    "simple-err-credential-subject-identifier-type.json",
    "simple-err-credential-subject-profile-type.json",
    "simple-err-credential-subject-result-type.json",
    "simple-err-credential-subject-type.json",
    "simple-err-evidence-type.json",
    "simple-err-issuer-otheridentifier-type.json",
    "simple-err-issuer-parentorg-type.json",
    "simple-err-issuer-type.json",
    "simple-err-proof-method-no-scheme.json",
    "simple-err-proof-value.json",
)


class Silence:
    def get(self, url: str) -> bytes:
        raise ServiceError("web.silence", f"{url} did not answer.", "")


@pytest.fixture(scope="module")
def data(shared: Path) -> Path:
    return shared / "data" / "openbadges"


@pytest.fixture(scope="module")
def contexts(data: Path) -> Contexts:
    """Ours, and those that only the vectors use."""
    folder = data / "contexts"
    index = json.loads((folder / "index.json").read_text("utf-8"))
    extra = (
        "https://www.w3.org/ns/credentials/examples/v2",
        "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
    )
    more = {address: fingerprint(json.loads((folder / index[address]).read_text("utf-8"))) for address in extra}
    return Contexts(folder, {**PINNED, **more})


@pytest.fixture(scope="module")
def canonical(contexts: Contexts) -> Canonicaliser:
    return Canonicaliser(contexts)


def loaded(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def private_key(vectors: Path) -> Ed25519PrivateKey:
    raw = from_multibase(loaded(vectors / "keyPair.json")["privateKeyMultibase"])
    return Ed25519PrivateKey.from_private_bytes(raw[2:34])


@pytest.mark.parametrize("name", SIGNED)
def test_the_w3c_vectors_are_signed_byte_for_byte(
    data: Path, contexts: Contexts, canonical: Canonicaliser, name: str
) -> None:
    vectors = data / VC_DI_EDDSA
    file, ending = SIGNED[name]
    signed = loaded(vectors / file)
    proof = signed.pop("proof")
    made = signed_data(Cryptosuite(name), signed, proof, Hasher(canonical.canonical))
    assert made.hex() == (vectors / name / f"combinedHash{ending}.txt").read_text("utf-8")
    assert multibase(private_key(vectors).sign(made)) == proof["proofValue"]


@pytest.mark.parametrize("file", ["signedProofSet1", "signedProofSet2", "signedProofChain1", "signedProofChain2"])
def test_the_w3c_sets_and_chains_of_proofs_hold(data: Path, file: str, contexts: Contexts) -> None:
    suite = DataIntegrity(data / "contexts", {address: fingerprint(d) for address, d in contexts.documents.items()})
    opened = suite.open((data / VC_DI_EDDSA / "proof-set-chain" / f"{file}.json").read_bytes())
    found = suite.verify(opened, WalletBadge3().issuer(opened.content), NOW, Silence(), ())
    assert found.checks[0].answer is Answer.YES, found.checks[0]


@pytest.mark.parametrize("folder", ["ob3-impl-guide"])
def test_the_1edtech_vector_is_signed_byte_for_byte(
    data: Path, contexts: Contexts, canonical: Canonicaliser, folder: str
) -> None:
    vectors = data / "vectors" / folder
    signed, expected = loaded(vectors / "signed.json"), loaded(vectors / "expected.json")
    proof = signed.pop("proof")
    assert canonical.canonical(signed) == (vectors / "document-canon.txt").read_text("utf-8")
    made = signed_data(Cryptosuite.EDDSA_RDFC_2022, signed, proof, Hasher(canonical.canonical))
    assert made.hex() == expected["proofHash"] + expected["documentHash"]
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(expected["privateKeyHex64"])[:32])
    assert key.sign(made).hex() == expected["signatureHex"]
    assert multibase(key.sign(made)) == proof["proofValue"]


def test_the_1edtech_record_of_learning_holds_as_well(data: Path, contexts: Contexts, canonical: Canonicaliser) -> None:
    signed = loaded(data / "samples/1edtech-public-validator/clr20/simple.json")
    (proof,) = signed.pop("proof")
    suite = suite_of(proof)
    assert suite
    made = signed_data(suite, signed, proof, Hasher(canonical.canonical))
    from_multikey(proof["verificationMethod"].split("#")[1]).verify(from_multibase(proof["proofValue"]), made)


def test_the_hash_of_the_clr_vector_is_that_of_its_text(data: Path) -> None:
    text = (data / "vectors/clr2-impl-guide/document-canon.txt").read_bytes()
    page = (data / "vectors/clr2-impl-guide/linked-data-proof-clr.html").read_text("utf-8")
    assert hashlib.sha256(text).hexdigest() in page


def judged(data: Path, name: str) -> dict[Question, Answer]:
    folder = data / "samples/1edtech-public-validator/ob30"
    path = folder / name if (folder / name).exists() else folder / "bit-string-list" / name
    verifier = Verifier((WalletBadge3(),), (DataIntegrity(data / "contexts"),), (), Silence(), (), {})
    return {check.question: check.answer for check in verify(path.read_bytes(), NOW, verifier).checks}


@pytest.mark.parametrize("name", SOUND)
def test_1edtech_samples_that_are_sound_hold(data: Path, name: str) -> None:
    assert judged(data, name)[Question.PROOF] is Answer.YES


@pytest.mark.parametrize("name", BROKEN)
def test_1edtech_samples_that_are_broken_do_not(data: Path, name: str) -> None:
    assert judged(data, name)[Question.PROOF] is Answer.NO


@pytest.mark.parametrize(
    "name",
    [
        "sd/derivedcredential.json",
        "simple-err-proof-method.json",
        "simple-err-proof-method-unknown-did-method.json",
        "simple-err-proof-method-unknown-scheme.json",
        "credential-status-revoked.json",
    ],
)
def test_1edtech_samples_whose_key_cannot_be_had_are_left_open(data: Path, name: str) -> None:
    assert judged(data, name)[Question.PROOF] is Answer.UNKNOWN


def test_samples_with_a_fault_in_their_model_are_refused_for_it(data: Path) -> None:
    assert judged(data, "simple-err-expired.json")[Question.IN_TIME] is Answer.NO
    for name in ("simple-err-context.json", "simple-err-issuer.json", "simple-err-credential-subject-type.json"):
        assert judged(data, name)[Question.MODEL] is Answer.NO
    for name in ("simple.json", "simple_v1.json", "simple-eddsa-2022.json", "complete.json"):
        assert judged(data, name)[Question.MODEL] is Answer.YES
