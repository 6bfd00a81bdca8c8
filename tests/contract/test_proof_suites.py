"""What every proof suite promises, held against every suite that is installed, with real keys and real certificates."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.lookup.https import HttpsLookup
from adapters.lookup.known import KnownLookup
from plugin.domain.documents import Checked, Sealed
from plugin.domain.errors import InputError, ServiceError
from plugin.domain.ports.credentials import CredentialFormat, ProofFindings, ProofSuite, TrustAnchor, WebLookup
from plugin.domain.report import Answer, Question
from plugin.registry import adapters
from tests.factories import ISSUED_AT, sample_micro
from tests.fakes.issuer import authority, issued, published, signing

SUITES = [adapter() for adapter in adapters("twinseal.proofs", ProofSuite).values()]
FORMATS: dict[str, CredentialFormat] = {
    form.proof: form for form in (adapter() for adapter in adapters("twinseal.formats", CredentialFormat).values())
}
each_suite = pytest.mark.parametrize("suite", SUITES, ids=lambda suite: suite.name)
ANCHORS = (TrustAnchor(authority().certificate, is_test=True),)
LATER = ISSUED_AT + timedelta(days=30)


class Silence:
    """A web on which nobody answers."""

    def get(self, url: str) -> bytes:
        raise ServiceError("web.silence", f"{url} did not answer.", "")


def our_web() -> WebLookup:
    return KnownLookup(published(), Silence())


def sealed(suite: ProofSuite) -> Sealed:
    document = FORMATS[suite.name].build(sample_micro(), issued())
    who, seal = signing(suite.name)
    return suite.seal(suite.intend(Checked(document), who, ISSUED_AT, seal.algorithm), seal)


def findings(
    suite: ProofSuite, raw: bytes, web: WebLookup | None = None, anchors: tuple[TrustAnchor, ...] = ANCHORS
) -> ProofFindings:
    opened = suite.open(raw)
    named = FORMATS[suite.name].issuer(opened.content)
    return suite.verify(opened, named, LATER, web or our_web(), anchors)


def answers(found: ProofFindings) -> list[Answer]:
    assert [check.question for check in found.checks] == [Question.PROOF, Question.ISSUER_KEY, Question.KEY_VALID]
    return [check.answer for check in found.checks]


@each_suite
def test_a_sealed_document_verifies_and_names_its_issuer(suite: ProofSuite) -> None:
    found = findings(suite, sealed(suite).data)
    assert answers(found) == [Answer.YES] * 3
    assert found.issuer


@each_suite
def test_what_was_sealed_is_what_is_opened(suite: ProofSuite) -> None:
    document = FORMATS[suite.name].build(sample_micro(), issued())
    who, seal = signing(suite.name)
    intent = suite.intend(Checked(document), who, ISSUED_AT, seal.algorithm)
    opened = suite.open(suite.seal(intent, seal).data)
    assert opened.content == json.loads(json.dumps(document.content))
    assert opened.signing_input == intent.signing_input


@each_suite
def test_the_same_intent_gives_the_same_file(suite: ProofSuite) -> None:
    assert sealed(suite) == sealed(suite)


@each_suite
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_changed_byte_passes(suite: ProofSuite, data: st.DataObject) -> None:
    raw = bytearray(sealed(suite).data)
    place = data.draw(st.integers(0, len(raw) - 1))
    before = bytes(raw)
    raw[place] ^= data.draw(st.integers(1, 255))
    try:
        opened, original = suite.open(bytes(raw)), suite.open(before)
        found = findings(suite, bytes(raw))
    except InputError:
        return
    same = (opened.signing_input, opened.signature) == (original.signing_input, original.signature)
    assert same or answers(found)[0] is not Answer.YES


@each_suite
def test_without_look_ups_and_anchors_nobody_is_named(suite: ProofSuite) -> None:
    found = findings(suite, sealed(suite).data, Silence(), ())
    assert Answer.NO not in answers(found)
    assert answers(found)[1] is Answer.UNKNOWN
    assert found.issuer is None


@each_suite
def test_a_cut_file_is_refused_in_a_sentence(suite: ProofSuite) -> None:
    raw = sealed(suite).data
    with pytest.raises(InputError):
        suite.open(raw[: len(raw) // 2])


@each_suite
@settings(max_examples=100, deadline=None)
@given(raw=st.binary(max_size=200))
def test_any_bytes_are_recognised_or_not_without_an_error(suite: ProofSuite, raw: bytes) -> None:
    if suite.recognises(raw):
        with pytest.raises(InputError):
            suite.open(raw)


@each_suite
def test_it_can_seal_here(suite: ProofSuite) -> None:
    assert suite.off == ""


def test_no_file_is_of_two_suites() -> None:
    for suite in SUITES:
        assert [other.name for other in SUITES if other.recognises(sealed(suite).data)] == [suite.name]


def test_the_real_web_is_asked_by_https_only() -> None:
    for url in ("http://zed.example/x", "file:///etc/passwd", "https://", "https://a b", "https://u:p@x.example/"):
        with pytest.raises(ServiceError, match="not an https address"):
            HttpsLookup().get(url)
