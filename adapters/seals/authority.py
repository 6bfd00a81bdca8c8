"""Keys of our making: this installation's own test authority with its test seals, and issuers' published keys.

Certificates after ETSI EN 319 412-3 (legal persons), short of being qualified; every name says that it is a test.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID

from plugin.domain.elements import Organisation
from plugin.domain.errors import InputError
from plugin.domain.mapping import TEST_ISSUER

AUTHORITY_NAME = "Twinseal test authority, not for real credentials"
AUTHORITY_LASTS = timedelta(days=3650)
SEAL_LASTS = timedelta(days=1825)
TEST_MARK = f"({TEST_ISSUER})"
RSA_BITS = 2048  # RS256 seals the same bytes alike; 3072 bits cost three times the time and buy a test nothing
SealKey = rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey
_BEFORE = timedelta(minutes=5)  # for machines whose clocks are a little behind


class TestAuthority:
    """A root that exists on one installation only. `certificate` is DER."""

    __test__ = False  # not a test case, whatever pytest thinks of the name

    def __init__(self, raw: bytes, password: bytes) -> None:
        try:
            key, certificate, _ = pkcs12.load_key_and_certificates(raw, password)
        except ValueError:
            hint = "Put back the keys folder of this installation as it was."
            raise InputError("authority.file", "The test authority's file cannot be opened.", hint) from None
        assert isinstance(key, rsa.RSAPrivateKey)  # noqa: S101 - `create` makes nothing else
        assert certificate is not None  # noqa: S101 - as above
        self._key, self._certificate = key, certificate
        self.certificate = certificate.public_bytes(Encoding.DER)

    @classmethod
    def create(cls, at: datetime, password: bytes) -> bytes:
        """A new authority as an encrypted PKCS#12 file."""
        key = _new_key()
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, AUTHORITY_NAME)])
        builder = _builder(name, name, key, at, AUTHORITY_LASTS)
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        builder = builder.add_extension(_usage(certificates=True), critical=True)
        return _pkcs12(key, builder.sign(key, SHA256()), None, password)

    def issue_seal(
        self, organisation: Organisation, at: datetime, password: bytes, key: SealKey | None = None
    ) -> bytes:
        """A new key (RSA where none is given) with its certificate for that organisation, as an encrypted PKCS#12 file.

        The organisation's name must say already that it is a test (mapping.as_test_organisation).
        """
        key = key or _new_key()
        builder = _builder(_subject(organisation), self._certificate.subject, key, at, SEAL_LASTS)
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        builder = builder.add_extension(_usage(certificates=False), critical=True)
        authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        certificate = builder.add_extension(authority, critical=False).sign(self._key, SHA256())
        return _pkcs12(key, certificate, self._certificate, password)


def published_key(organisation: Organisation, at: datetime, password: bytes, key: SealKey | None = None) -> bytes:
    """A key (RSA where none is given) that an issuer publishes itself, so that no authority need vouch for it.

    It comes as an encrypted PKCS#12 file.
    """
    key, name = key or _new_key(), _subject(organisation)
    builder = _builder(name, name, key, at, AUTHORITY_LASTS)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    certificate = builder.add_extension(_usage(certificates=False), critical=True).sign(
        key, None if isinstance(key, ed25519.Ed25519PrivateKey) else SHA256()
    )
    return _pkcs12(key, certificate, None, password)


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS)


def _subject(organisation: Organisation) -> x509.Name:
    name = str(organisation.legal_name)
    attributes = [x509.NameAttribute(NameOID.COUNTRY_NAME, organisation.place.country.alias)]
    attributes += [x509.NameAttribute(NameOID.ORGANIZATION_NAME, _at_most(name, 64))]  # RFC 5280, ub-organization-name
    if organisation.legal_identifier:
        attributes.append(x509.NameAttribute(NameOID.ORGANIZATION_IDENTIFIER, organisation.legal_identifier))
    attributes.append(x509.NameAttribute(NameOID.COMMON_NAME, _at_most(name, 64)))
    return x509.Name(attributes)


def _at_most(text: str, count: int) -> str:
    """At most so many bytes of UTF-8, shortened in the middle: the end of the name says that it is a test."""
    if len(text.encode()) <= count:
        return text
    end = f"… {text[-len(TEST_MARK) :]}"
    return text.encode()[: count - len(end.encode())].decode(errors="ignore") + end


def _builder(
    subject: x509.Name, issuer: x509.Name, key: SealKey, at: datetime, lasts: timedelta
) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(at - _BEFORE)
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    return builder.not_valid_after(at + lasts).add_extension(identifier, critical=False)


def _usage(*, certificates: bool) -> x509.KeyUsage:
    """Seals: digital signature and non-repudiation (content commitment), nothing else."""
    return x509.KeyUsage(
        digital_signature=not certificates,
        content_commitment=not certificates,
        key_cert_sign=certificates,
        crl_sign=certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _pkcs12(key: SealKey, certificate: x509.Certificate, above: x509.Certificate | None, password: bytes) -> bytes:
    others = [above] if above else None
    return pkcs12.serialize_key_and_certificates(None, key, certificate, others, BestAvailableEncryption(password))
