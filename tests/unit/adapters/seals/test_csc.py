from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from adapters.seals import csc_client
from adapters.seals.certificates import jose_signature, signed_by
from adapters.seals.csc import CscSeal
from plugin.domain.errors import InputError, ServiceError
from tests.fakes.issuer import PASSWORD, authority
from tests.fakes.remote_signer import PIN, SECRET, RemoteSigner
from tests.fakes.seal_places import sample_seal


@pytest.fixture
def signer() -> Iterator[RemoteSigner]:
    made = RemoteSigner(sample_seal(), PASSWORD)
    yield made
    made.close()


def opened(signer: RemoteSigner, secret: str = SECRET) -> CscSeal:
    return CscSeal(signer.how(), secret.encode(), authority().certificate)


def test_one_access_token_serves_many_signatures(signer: RemoteSigner) -> None:
    seal = opened(signer)
    assert seal.sign(b"one") != seal.sign(b"two")
    assert signer.asked == ["oauth2/token", "credentials/info", "signatures/signHash", "signatures/signHash"]


def test_a_withdrawn_access_token_is_replaced_once(signer: RemoteSigner) -> None:
    seal = opened(signer)
    signer.tokens.clear()
    assert seal.sign(b"one")
    assert signer.asked.count("oauth2/token") == 2


def test_a_credential_with_a_pin_is_authorized_for_each_hash(signer: RemoteSigner) -> None:
    signer.authorize = True
    seal = opened(signer, f"{SECRET}\n{PIN}")
    assert seal.sign(b"one")
    assert seal.sign(b"two")
    assert signer.asked.count("credentials/authorize") == 2
    with pytest.raises(ServiceError, match="refuses to seal"):
        opened(signer, f"{SECRET}\n0000").sign(b"one")


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ((503, {}), "out of order"),
        ((302, {}), "out of order"),
        ((400, {"error": "invalid_request"}), "refuses"),
        ((200, b"<html>"), "cannot be used"),
        ((200, []), "cannot be used"),
        ((200, {}), "cannot be used"),
        ((200, {"signatures": []}), "cannot be used"),
        ((200, {"signatures": ["!"]}), "cannot be used"),
        ((200, {"signatures": [base64.b64encode(b"x" * 256).decode()]}), "cannot be used"),
    ],
)
def test_a_service_that_is_down_or_wrong_seals_nothing(signer: RemoteSigner, answer: Any, why: str) -> None:
    seal = opened(signer)
    signer.broken["signatures/signHash"] = answer
    with pytest.raises(ServiceError, match=why):
        seal.sign(b"one")
    signer.broken.clear()
    assert seal.sign(b"one")


@pytest.mark.parametrize("answer", [{}, {"cert": []}, {"cert": {}}, {"cert": {"certificates": ["!"]}}])
def test_a_service_without_a_certificate_is_refused(signer: RemoteSigner, answer: Any) -> None:
    signer.broken["credentials/info"] = (200, answer)
    with pytest.raises(ServiceError, match="cannot be used"):
        opened(signer)


@pytest.mark.parametrize("answer", [{}, {"access_token": 7}, {"access_token": "x", "expires_in": "soon"}])
def test_an_access_token_that_is_none_is_refused(signer: RemoteSigner, answer: Any) -> None:
    signer.broken["oauth2/token"] = (200, answer)
    with pytest.raises(ServiceError, match="cannot be used"):
        opened(signer)


def test_a_service_that_gives_no_permission_is_refused(signer: RemoteSigner) -> None:
    signer.authorize = True
    seal = opened(signer, f"{SECRET}\n{PIN}")
    signer.broken["credentials/authorize"] = (200, {})
    with pytest.raises(ServiceError, match="cannot be used"):
        seal.sign(b"one")


def test_a_slow_service_is_not_waited_for(signer: RemoteSigner, monkeypatch: pytest.MonkeyPatch) -> None:
    seal = opened(signer)
    monkeypatch.setattr(csc_client, "SECONDS", (0.05, 0.05))
    signer.latency = 0.4
    with pytest.raises(ServiceError, match="does not answer in time"):
        seal.sign(b"one")


def test_a_service_that_is_gone_is_told(signer: RemoteSigner) -> None:
    seal = opened(signer)
    seal._client._session.close()
    signer.close()
    with pytest.raises(ServiceError, match="does not answer"):
        seal.sign(b"one")


@pytest.mark.parametrize(
    ("how", "why"),
    [
        (b"\xff", "not TOML"),
        (b"service", "not TOML"),
        (b"x = 1\n" * 20_000, "not TOML"),
        (b"", "lacks “credential”"),
        (b'credential = "c"\nservice = "http://sign.example"', "not an https address"),
        (b'credential = "c"\nservice = "https://sign.example"', "lacks “client_id”"),
        (b'credential = "c"\nservice = "https://s"\nclient_id = "x"\ncertificates = "none"', "cannot be read"),
    ],
)
def test_a_file_that_does_not_say_how_is_refused(how: bytes, why: str) -> None:
    with pytest.raises(InputError, match=why):
        CscSeal(how, SECRET.encode(), authority().certificate)


def test_the_secret_shows_in_no_refusal(signer: RemoteSigner) -> None:
    with pytest.raises(ServiceError) as refused:
        opened(signer, "a-wrong-secret")
    assert "a-wrong-secret" not in str(refused.value)


def test_signatures_on_the_curve_are_read_as_der_or_as_they_are() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    der = key.sign(b"text", ec.ECDSA(SHA256()))
    certificate = _self_signed(key)
    assert signed_by(certificate, jose_signature(der), b"text")
    assert not signed_by(certificate, jose_signature(der), b"other text")


def _self_signed(key: ec.EllipticCurvePrivateKey) -> Any:
    from cryptography.hazmat.primitives.serialization import pkcs12

    from tests.unit.adapters.seals.test_seals import pkcs12_of

    return pkcs12.load_key_and_certificates(pkcs12_of(key), PASSWORD)[1]
