from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from adapters.proofs.public_keys import holds, key_of_certificate
from adapters.seals.authority import TestAuthority
from adapters.seals.file import FileSeal
from plugin.domain.elements import LocalText
from plugin.domain.errors import InputError
from plugin.domain.mapping import as_test_organisation
from tests.factories import ISSUED_AT, sample_organisation
from tests.fakes.issuer import PASSWORD, authority, seal

Keys = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey | ed448.Ed448PrivateKey


def pkcs12_of(key: Keys) -> bytes:
    name = x509.Name.from_rfc4514_string("CN=Somebody")
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(ISSUED_AT).not_valid_after(ISSUED_AT + timedelta(days=1))
    algorithm = None if isinstance(key, ed25519.Ed25519PrivateKey | ed448.Ed448PrivateKey) else SHA256()
    certificate = builder.sign(key, algorithm)
    return pkcs12.serialize_key_and_certificates(None, key, certificate, None, BestAvailableEncryption(PASSWORD))


def test_a_test_seal_names_its_owner_and_says_that_it_is_a_test() -> None:
    identity = seal().identity
    assert identity.legal_name == "University of Zed (test seal)"
    assert (identity.legal_identifier, identity.country, identity.is_test) == ("VATIE-1234567A", "IE", True)
    assert len(identity.chain) == 2
    assert "not for real credentials" in x509.load_der_x509_certificate(identity.chain[1]).subject.rfc4514_string()


def test_a_signature_holds_with_the_certificates_key() -> None:
    key = key_of_certificate(seal().identity.chain[0])
    assert holds(key, "RS256", b"text", seal().sign(b"text"))
    assert not holds(key, "RS256", b"other text", seal().sign(b"text"))
    assert not holds(key, "ES256", b"text", seal().sign(b"text"))


def test_a_key_on_the_curve_p256_seals_as_well() -> None:
    curve = FileSeal(pkcs12_of(ec.generate_private_key(ec.SECP256R1())), PASSWORD, authority().certificate)
    signature = curve.sign(b"text")
    assert (curve.algorithm, len(signature), curve.identity.is_test) == ("ES256", 64, False)
    assert holds(key_of_certificate(curve.identity.chain[0]), "ES256", b"text", signature)


def test_an_ed25519_key_seals_as_well() -> None:
    bare = FileSeal(pkcs12_of(ed25519.Ed25519PrivateKey.generate()), PASSWORD, authority().certificate)
    key = x509.load_der_x509_certificate(bare.identity.chain[0]).public_key()
    assert bare.algorithm == "EdDSA"
    assert isinstance(key, ed25519.Ed25519PublicKey)
    key.verify(bare.sign(b"text"), b"text")


def test_a_long_name_keeps_its_mark() -> None:
    body = as_test_organisation(sample_organisation(legal_name=LocalText.of("University " * 10)))
    made = FileSeal(authority().issue_seal(body, ISSUED_AT, PASSWORD), PASSWORD, authority().certificate)
    assert made.identity.legal_name.endswith("(test seal)")


@pytest.mark.parametrize(
    ("raw", "password"), [(b"none", PASSWORD), (pkcs12_of(rsa.generate_private_key(65537, 2048)), b"wrong")]
)
def test_a_file_that_cannot_be_opened_is_refused_in_a_sentence(raw: bytes, password: bytes) -> None:
    with pytest.raises(InputError, match="cannot be opened"):
        FileSeal(raw, password, authority().certificate)


@pytest.mark.parametrize("key", [ec.generate_private_key(ec.SECP384R1()), ed448.Ed448PrivateKey.generate()])
def test_a_key_of_another_kind_is_refused_in_a_sentence(
    key: ec.EllipticCurvePrivateKey | ed448.Ed448PrivateKey,
) -> None:
    with pytest.raises(InputError, match="that we can use"):
        FileSeal(pkcs12_of(key), PASSWORD, authority().certificate)


def test_a_certificate_that_is_not_for_signing_seals_nothing() -> None:
    authority_itself = TestAuthority.create(ISSUED_AT, PASSWORD)
    with pytest.raises(InputError, match="cannot seal"):
        FileSeal(authority_itself, PASSWORD, authority().certificate)


def test_an_authority_comes_back_from_its_file() -> None:
    raw = TestAuthority.create(ISSUED_AT, PASSWORD)
    assert TestAuthority(raw, PASSWORD).certificate == TestAuthority(raw, PASSWORD).certificate
    with pytest.raises(InputError, match="cannot be opened"):
        TestAuthority(raw, b"wrong")
