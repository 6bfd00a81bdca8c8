from __future__ import annotations

from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from adapters.seals.file import FileSeal
from adapters.seals.pkcs11 import Pkcs11Seal
from plugin.domain.errors import InputError, ServiceError
from plugin.kept_seal import KeptSeal
from tests.fakes.issuer import PASSWORD, authority
from tests.fakes.seal_places import PIN, how_to_reach_it, put_on_a_token, sample_seal


@pytest.fixture
def token(tmp_path: Path) -> Path:
    put_on_a_token(tmp_path)
    return tmp_path / "tokens"


def opened(how: bytes | None = None, pin: str = PIN) -> Pkcs11Seal:
    return Pkcs11Seal(how or how_to_reach_it(), pin.encode(), authority().certificate)


def test_a_token_that_vanishes_is_told_and_one_that_comes_back_seals_again(token: Path) -> None:
    identity = opened().identity
    kept = KeptSeal(identity, "RS256", opened)
    first = kept.sign(b"text")
    token.rename(token.with_name("pulled-out"))
    token.mkdir()
    with pytest.raises(ServiceError, match="cannot be used"):
        opened()  # whoever looks anew makes the library forget the token that is gone
    with pytest.raises(ServiceError, match="cannot be used"):
        kept.sign(b"text")
    token.rmdir()
    token.with_name("pulled-out").rename(token)
    assert kept.sign(b"text") == first


def test_a_wrong_pin_is_tried_once_only(token: Path) -> None:
    for _ in range(2):
        with pytest.raises(ServiceError, match="refuses the PIN"):
            opened(pin="0000")
    assert opened().sign(b"text")


@pytest.mark.parametrize(("old", "new"), [(b'"seals"', b'"other"'), (b'"seal"', b'"other"'), (b"softhsm", b"nowhere")])
def test_a_token_key_or_library_that_is_not_there_is_told(token: Path, old: bytes, new: bytes) -> None:
    with pytest.raises(ServiceError, match="cannot be used"):
        opened(how_to_reach_it().replace(old, new))


def test_certificates_can_come_from_the_file(token: Path) -> None:
    chain = FileSeal(sample_seal(), PASSWORD, authority().certificate).identity.chain
    pem = "".join(x509.load_der_x509_certificate(c).public_bytes(Encoding.PEM).decode() for c in chain)
    seal = opened(how_to_reach_it() + f'certificates = """{pem}"""\n'.encode())
    assert seal.identity.chain == chain


def test_a_key_without_a_certificate_is_told(token: Path) -> None:
    import pkcs11

    library = pkcs11.lib(how_to_reach_it().decode().split('"')[1])
    with library.get_token(token_label="seals").open(rw=True, user_pin=PIN) as session:
        for certificate in list(session.get_objects({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE})):
            certificate.destroy()
    with pytest.raises(InputError, match="holds no certificate"):
        opened()
