"""A trust service provider on loopback: a root, seals that name its responder and list, and a time stamp authority.

Real ASN.1, real signatures. Each service can be slow, wrong or down.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from asn1crypto import cms, core, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

from plugin.domain.elements import Organisation
from tests.fakes.issuer import PASSWORD

POLICY = "1.2.3.4.5"
Spoil = Callable[[bytes], bytes]


@cache
def _key(name: str) -> rsa.RSAPrivateKey:
    """One key for each part that is played: making keys is slow."""
    return rsa.generate_private_key(65537, 2048)


class TrustServices:
    """`spoil` maps a service (tsa, ocsp, crl) to what becomes of its answer; `status` to another HTTP status.

    `now` is the authorities' time; `revoked` maps serial numbers to moments; of two families, neither knows the other.
    """

    def __init__(
        self, now: datetime | None = None, *, by_list: bool = False, lasts_days: int = 3650, family: str = "zed"
    ) -> None:
        self.moment = now
        self.family = family
        self.by_list = by_list
        self.spoil: dict[str, Spoil] = {}
        self.status: dict[str, int] = {}
        self.latency = 0.0
        self.asked: list[str] = []
        self.revoked: dict[int, datetime] = {}
        self.echo_nonce = True
        services = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                status, data = services.answer(self.path.strip("/"), body)
                self.wfile.write(f"HTTP/1.1 {status} x\r\nContent-Length: {len(data)}\r\n\r\n".encode() + data)

            do_GET = do_POST  # noqa: N815 - the standard library's name

            def log_message(self, *_: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            request_queue_size = 64
            daemon_threads = True

        self._server = Server(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        begin = self.now() - timedelta(days=30)
        self.root = self._certificate("root", _name("Provider of Zed, root"), begin, 36500, None)
        self.tsa = self._certificate("tsa", _name("Provider of Zed, time"), begin, lasts_days, [_TIME])
        self.responder = self._certificate("ocsp", _name("Provider of Zed, answers"), begin, 36500, [_ANSWERS])

    def _key(self, part: str) -> rsa.RSAPrivateKey:
        return _key(f"{self.family} {part}")

    def now(self) -> datetime:
        return (self.moment or datetime.now(UTC)).replace(microsecond=0)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def anchor(self) -> bytes:
        return self.root.public_bytes(Encoding.DER)

    @property
    def tsa_url(self) -> str:
        return f"{self.base}/tsa"

    def seal_for(self, body: Organisation, days: int = 1000) -> bytes:
        """A PKCS#12 file under `PASSWORD`, valid since a week ago."""
        pairs = {
            NameOID.COUNTRY_NAME: body.place.country.alias,
            NameOID.ORGANIZATION_NAME: str(body.legal_name),
            NameOID.ORGANIZATION_IDENTIFIER: body.legal_identifier or "",
            NameOID.COMMON_NAME: f"Seal of {body.legal_name}",
        }
        subject = x509.Name([x509.NameAttribute(oid, text) for oid, text in pairs.items()])
        leaf = self._certificate("seal", subject, self.now() - timedelta(days=7), days + 7, [])
        encryption = BestAvailableEncryption(PASSWORD)
        return pkcs12.serialize_key_and_certificates(None, self._key("seal"), leaf, [self.root], encryption)

    def revoke(self, certificate: bytes, at: datetime) -> None:
        self.revoked[x509.load_der_x509_certificate(certificate).serial_number] = at

    def answer(self, service: str, body: bytes) -> tuple[int, bytes]:
        self.asked.append(service)
        time.sleep(self.latency)
        does: dict[str, Callable[[bytes], bytes]] = {"tsa": self._stamp, "ocsp": self._standing, "crl": self._list}
        if service not in does:
            return 404, b""
        made = does[service](body)
        return self.status.get(service, 200), self.spoil.get(service, bytes)(made)

    def _stamp(self, body: bytes) -> bytes:
        """RFC 3161, section 2.4.2."""
        request = tsp.TimeStampReq.load(body)
        assert request["cert_req"].native
        info = tsp.TSTInfo(
            {
                "version": 1,
                "policy": POLICY,
                "message_imprint": request["message_imprint"],
                "serial_number": secrets.randbits(60),
                "gen_time": self.now(),
                "nonce": request["nonce"].native + (0 if self.echo_nonce else 1),
            }
        )
        return bytes(tsp.TimeStampResp({"status": {"status": 0}, "time_stamp_token": self.token(info)}).dump())

    def token(self, info: tsp.TSTInfo, *, names: x509.Certificate | None = None) -> cms.ContentInfo:
        """RFC 5652, section 5; RFC 5816 for the certificate's id."""
        tsa = _asn1(self.tsa)
        content = info.dump()
        named = (names or self.tsa).public_bytes(Encoding.DER)
        attributes = cms.CMSAttributes(
            [
                {"type": "content_type", "values": ["tst_info"]},
                {"type": "signing_time", "values": [cms.Time({"utc_time": self.now()})]},
                {"type": "message_digest", "values": [hashlib.sha256(content).digest()]},
                {
                    "type": "signing_certificate_v2",
                    "values": [{"certs": [{"cert_hash": hashlib.sha256(named).digest()}]}],
                },
            ]
        )
        signer = {
            "version": "v1",
            "sid": {"issuer_and_serial_number": {"issuer": tsa.issuer, "serial_number": tsa.serial_number}},
            "digest_algorithm": {"algorithm": "sha256"},
            "signed_attrs": attributes,
            "signature_algorithm": {"algorithm": "sha256_rsa"},
            "signature": self._key("tsa").sign(attributes.dump(), padding.PKCS1v15(), SHA256()),
        }
        signed = {
            "version": "v3",
            "digest_algorithms": [{"algorithm": "sha256"}],
            "encap_content_info": {"content_type": "tst_info", "content": core.ParsableOctetString(content)},
            "certificates": [_asn1(self.root), _asn1(self.tsa)],  # unread, so that they are written as they are
            "signer_infos": [signer],
        }
        return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(signed)})

    def _standing(self, body: bytes) -> bytes:
        """RFC 6960: by a responder that the root authorised."""
        asked = ocsp.load_der_ocsp_request(body)
        revoked = self.revoked.get(asked.serial_number)
        builder = ocsp.OCSPResponseBuilder().add_response_by_hash(
            issuer_name_hash=asked.issuer_name_hash,
            issuer_key_hash=asked.issuer_key_hash,
            serial_number=asked.serial_number,
            algorithm=asked.hash_algorithm,
            cert_status=ocsp.OCSPCertStatus.REVOKED if revoked else ocsp.OCSPCertStatus.GOOD,
            this_update=self.now(),
            next_update=self.now() + timedelta(days=1),
            revocation_time=revoked,
            revocation_reason=x509.ReasonFlags.key_compromise if revoked else None,
        )
        builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, self.responder).certificates([self.responder])
        return builder.sign(self._key("ocsp"), SHA256()).public_bytes(Encoding.DER)

    def _list(self, _body: bytes = b"") -> bytes:
        """RFC 5280, section 5."""
        builder = x509.CertificateRevocationListBuilder().issuer_name(self.root.subject)
        builder = builder.last_update(self.now()).next_update(self.now() + timedelta(days=1))
        for serial, moment in self.revoked.items():
            entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(moment).build()
            builder = builder.add_revoked_certificate(entry)
        builder = builder.add_extension(x509.CRLNumber(len(self.asked) + 1), critical=False)
        above = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key("root").public_key())
        return builder.add_extension(above, critical=False).sign(self._key("root"), SHA256()).public_bytes(Encoding.DER)

    def _certificate(
        self, part: str, subject: x509.Name, begin: datetime, days: int, purposes: list[x509.ObjectIdentifier] | None
    ) -> x509.Certificate:
        key, is_root = self._key(part), purposes is None
        issuer = subject if is_root else self.root.subject
        builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
        builder = builder.serial_number(x509.random_serial_number()).not_valid_before(begin)
        builder = builder.not_valid_after(begin + timedelta(days=days))
        builder = builder.add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        builder = builder.add_extension(_usage(is_root), critical=True)
        own = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
        above = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key("root").public_key())
        builder = builder.add_extension(own, critical=False).add_extension(above, critical=False)
        if purposes:
            builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), critical=True)
        if part == "ocsp":
            builder = builder.add_extension(x509.OCSPNoCheck(), critical=False)
        elif not is_root:
            builder = builder.add_extension(*self._places())
        return builder.sign(self._key("root"), SHA256())

    def _places(self) -> tuple[x509.ExtensionType, bool]:
        if self.by_list:
            address = x509.UniformResourceIdentifier(f"{self.base}/crl")
            return x509.CRLDistributionPoints([x509.DistributionPoint([address], None, None, None)]), False
        address = x509.UniformResourceIdentifier(f"{self.base}/ocsp")
        return x509.AuthorityInformationAccess(
            [x509.AccessDescription(AuthorityInformationAccessOID.OCSP, address)]
        ), False


_TIME, _ANSWERS = ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.OCSP_SIGNING


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "IE"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Provider of Zed"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _usage(is_root: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_root,
        content_commitment=not is_root,
        key_cert_sign=is_root,
        crl_sign=is_root,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
