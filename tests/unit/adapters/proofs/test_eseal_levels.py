from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from adapters.formats.europass import Europass
from adapters.proofs.eseal import ESeal, posting
from adapters.proofs.eseal.evidence_source import EvidenceSource
from adapters.proofs.eseal.header import SigningTime
from adapters.proofs.eseal.posting import Posting
from adapters.proofs.eseal.sealing import Level
from adapters.proofs.eseal.timestamp_client import TimeStampClient
from adapters.proofs.eseal.timestamps import read_time_stamp
from adapters.proofs.eseal.unsigned import read_unsigned
from adapters.proofs.public_keys import base64url, from_base64url
from adapters.seals.file import FileSeal
from plugin.domain.errors import ServiceError
from plugin.domain.ports.credentials import ProofFindings, TrustAnchor
from plugin.domain.report import Answer
from tests.factories import sample_organisation
from tests.fakes.issuer import PASSWORD, authority
from tests.fakes.sealed_europass import seal_of, sealed
from tests.fakes.trust_services import TrustServices

FORM = Europass()


class Given:
    """A web that answers with what a test gives, and with nothing else."""

    def __init__(self, **pages: bytes) -> None:
        self.pages = pages

    def get(self, url: str) -> bytes:
        name = url.rpartition("/")[2]
        if name not in self.pages:
            raise ServiceError("web.silence", f"{url} did not answer.", "")
        return self.pages[name]


@pytest.fixture
def services() -> Iterator[TrustServices]:
    made = TrustServices()
    yield made
    made.close()


@pytest.fixture
def by_list() -> Iterator[TrustServices]:
    made = TrustServices(by_list=True)
    yield made
    made.close()


def findings(
    raw: bytes, services: TrustServices, at: datetime | None = None, web: Given | None = None
) -> ProofFindings:
    checker = ESeal()
    opened = checker.open(raw)
    anchors = (TrustAnchor(services.anchor, is_test=False),)
    return checker.verify(opened, FORM.issuer(opened.content), at or services.now(), web or Given(), anchors)


def key_valid(*args: Any, **more: Any) -> Answer:
    return findings(*args, **more).checks[2].answer


def entries(raw: bytes) -> list[str]:
    header = json.loads(raw)["signatures"][0].get("header", {})
    return [next(iter(json.loads(from_base64url(text)))) for text in header.get("etsiU", [])]


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        (Level.B, []),
        (Level.T, ["sigTst"]),
        (Level.LT, ["sigTst", "xVals", "rVals"]),
        (Level.LTA, ["sigTst", "xVals", "rVals", "arcTst"]),
    ],
)
def test_each_level_adds_what_the_standard_asks(services: TrustServices, level: Level, expected: list[str]) -> None:
    raw = sealed(services, level)
    assert entries(raw) == expected
    assert findings(raw, services).checks[0].answer is Answer.YES
    assert findings(raw, services).checks[1].answer is Answer.YES


@pytest.mark.parametrize("name", ["sigTst", "arcTst"])
def test_openssl_verifies_the_time_stamps(services: TrustServices, tmp_path: Path, name: str) -> None:
    file = json.loads(sealed(services, Level.LTA))
    made = file["signatures"][0]
    etsi = made["header"]["etsiU"]
    number = 0 if name == "sigTst" else 3
    token = json.loads(from_base64url(etsi[number]))[name]["tstTokens"][0]["val"]
    archive = ".".join((file["payload"], made["protected"], made["signature"], "".join(etsi[:3])))
    (tmp_path / "data").write_text(made["signature"] if name == "sigTst" else archive)
    (tmp_path / "token").write_bytes(base64.b64decode(token))
    (tmp_path / "root").write_bytes(services.root.public_bytes(Encoding.PEM))
    command = ["openssl", "ts", "-verify", "-in", "token", "-token_in", "-data", "data", "-CAfile", "root"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert b"Verification: OK" in ran.stdout, ran.stderr


@pytest.mark.parametrize("way", ["ocsp", "crl"])
def test_evidence_comes_from_where_the_certificates_say(way: str) -> None:
    services = TrustServices(by_list=way == "crl")
    raw = sealed(services, Level.LT)
    evidence = read_unsigned(ESeal().open(raw).unsigned).evidence
    assert services.asked == ["tsa", way] + [way] * (way == "ocsp")
    assert (len(evidence.answers), len(evidence.lists)) == ((2, 0) if way == "ocsp" else (0, 1))
    assert key_valid(raw, services) is Answer.YES
    services.close()


def test_with_a_time_stamp_the_key_was_valid_even_after_its_certificate_ran_out(services: TrustServices) -> None:
    seal = seal_of(services, days=10)
    years_later = services.now() + timedelta(days=2000)
    for level, answer in ((Level.LT, Answer.YES), (Level.LTA, Answer.YES)):
        assert key_valid(sealed(services, level, seal), services, at=years_later) is answer
    assert key_valid(sealed(services, Level.B, seal), services, at=years_later) is Answer.UNKNOWN


def test_a_time_stamp_of_nobody_whom_we_trust_shows_nothing(services: TrustServices) -> None:
    other = TrustServices(family="stranger")
    raw = sealed(services, Level.LT, seal_of(services, days=10))
    file = json.loads(raw)
    token = other._stamp(tsp_request(file["signatures"][0]["signature"]))
    stamp = tsp.TimeStampResp.load(token)["time_stamp_token"].dump()
    entry = {"sigTst": {"tstTokens": [{"val": base64.b64encode(stamp).decode()}]}}
    file["signatures"][0]["header"]["etsiU"][0] = base64url(json.dumps(entry).encode())
    later = services.now() + timedelta(days=2000)
    assert read_time_stamp(stamp)
    assert key_valid(json.dumps(file).encode(), services, at=later) is Answer.UNKNOWN
    other.close()


def tsp_request(signature: str) -> bytes:
    from adapters.proofs.eseal.timestamps import request_for

    return request_for(signature.encode(), 1)


def test_a_time_stamp_for_another_seal_shows_nothing(services: TrustServices) -> None:
    seal = seal_of(services, days=10)
    one, two = (json.loads(sealed(services, Level.LT, seal, services.now() - timedelta(hours=h))) for h in (1, 2))
    one["signatures"][0]["header"] = two["signatures"][0]["header"]
    later = services.now() + timedelta(days=2000)
    assert key_valid(json.dumps(one).encode(), services, at=later) is Answer.UNKNOWN


def test_when_the_time_stamps_own_certificate_ran_out_nothing_is_shown_any_more() -> None:
    services = TrustServices(lasts_days=60)
    raw = sealed(services, Level.LTA, seal_of(services, days=10))
    assert key_valid(raw, services, at=services.now() + timedelta(days=20)) is Answer.YES
    assert key_valid(raw, services, at=services.now() + timedelta(days=200)) is Answer.UNKNOWN
    services.close()


def test_a_later_archive_time_stamp_keeps_an_older_one_alive() -> None:
    services = TrustServices(lasts_days=60)
    file = json.loads(sealed(services, Level.LT, seal_of(services, days=10)))
    services.tsa = services._certificate("tsa", services.tsa.subject, services.now(), 3650, [_TIME])
    made = file["signatures"][0]
    covered = ".".join((file["payload"], made["protected"], made["signature"], "".join(made["header"]["etsiU"])))
    client = TimeStampClient(services.tsa_url, Posting(), lambda: 1)
    stamp = client.stamp(covered.encode(), (TrustAnchor(services.anchor, is_test=False),))
    entry = {"arcTst": {"tstTokens": [{"val": base64.b64encode(stamp.der).decode()}]}}
    made["header"]["etsiU"].append(base64url(json.dumps(entry).encode()))
    assert key_valid(json.dumps(file).encode(), services, at=services.now() + timedelta(days=200)) is Answer.YES
    services.close()


@pytest.mark.parametrize("by_list", [False, True])
def test_a_seal_revoked_before_it_sealed_is_refused(by_list: bool) -> None:
    services = TrustServices(by_list=by_list)
    seal = seal_of(services)
    raw = sealed(services, Level.LT, seal)
    services.revoke(seal.identity.chain[0], services.now() - timedelta(days=1))
    with pytest.raises(ServiceError, match="was revoked"):
        sealed(services, Level.LT, seal)
    assert key_valid(with_evidence_of(raw, services), services) is Answer.NO
    services.close()


def test_a_seal_revoked_after_its_time_stamp_was_valid(services: TrustServices) -> None:
    seal = seal_of(services)
    raw = sealed(services, Level.LT, seal)
    services.revoke(seal.identity.chain[0], services.now() + timedelta(hours=1))
    assert key_valid(with_evidence_of(raw, services), services) is Answer.YES


def test_without_a_time_stamp_a_revoked_seal_is_refused_whatever_time_it_claims(by_list: TrustServices) -> None:
    seal = seal_of(by_list)
    by_list.revoke(seal.identity.chain[0], by_list.now() + timedelta(hours=1))
    raw = sealed(by_list, Level.B, seal)
    assert key_valid(raw, by_list, web=Given(crl=by_list._list())) is Answer.NO


def test_a_list_that_is_given_shows_that_nothing_was_revoked(by_list: TrustServices) -> None:
    raw = sealed(by_list, Level.B)
    assert key_valid(raw, by_list) is Answer.UNKNOWN
    assert key_valid(raw, by_list, web=Given(crl=by_list._list())) is Answer.YES


@pytest.mark.parametrize("crl", [b"", b"none", b"0\x80"])
def test_a_list_that_is_damaged_tells_nothing(by_list: TrustServices, crl: bytes) -> None:
    assert key_valid(sealed(by_list, Level.B), by_list, web=Given(crl=crl)) is Answer.UNKNOWN


def test_old_evidence_without_a_time_stamp_tells_nothing(by_list: TrustServices) -> None:
    raw, old = sealed(by_list, Level.B), by_list._list()
    later = by_list.now() + timedelta(days=30)
    assert key_valid(raw, by_list, at=later, web=Given(crl=old)) is Answer.UNKNOWN


def test_the_list_of_another_authority_tells_nothing(by_list: TrustServices) -> None:
    other = TrustServices(by_list=True, family="stranger")
    assert key_valid(sealed(by_list, Level.B), by_list, web=Given(crl=other._list())) is Answer.UNKNOWN
    other.close()


def with_evidence_of(raw: bytes, services: TrustServices) -> bytes:
    """The file with the authorities' newest answers beside the old ones."""
    file = json.loads(raw)
    leaf = x509.load_der_x509_certificate(base64.b64decode(ESeal().open(raw).header["x5c"][0]))
    found = EvidenceSource(Posting()).ask(leaf, services.root)
    kinds = {"crlVals": found.lists, "ocspVals": found.answers}
    values = {kind: [{"val": base64.b64encode(der).decode()} for der in ders] for kind, ders in kinds.items()}
    file["signatures"][0]["header"]["etsiU"].append(base64url(json.dumps({"rVals": values}).encode()))
    return json.dumps(file).encode()


@pytest.mark.parametrize(
    ("service", "level", "spoil"),
    [
        ("tsa", Level.T, lambda _: b"<html>"),
        ("tsa", Level.T, lambda _: b""),
        ("tsa", Level.T, lambda made: made[:-4] + b"abcd"),
        ("tsa", Level.T, lambda _: b"\x30\x05\x30\x03\x02\x01\x02"),  # status: rejection
        ("ocsp", Level.LT, lambda _: b"none"),
        ("ocsp", Level.LT, lambda made: made[:-4] + b"abcd"),
    ],
)
def test_a_service_that_answers_wrongly_seals_nothing(
    services: TrustServices, service: str, level: Level, spoil: Any
) -> None:
    services.spoil[service] = spoil
    with pytest.raises(ServiceError, match=r"can be used|cannot be used"):
        sealed(services, level)
    del services.spoil[service]
    assert key_valid(sealed(services, Level.LT), services) is Answer.YES


@pytest.mark.parametrize(("service", "level"), [("tsa", Level.T), ("ocsp", Level.LT)])
def test_a_service_that_is_down_seals_nothing(services: TrustServices, service: str, level: Level) -> None:
    services.status[service] = 503
    with pytest.raises(ServiceError, match="out of order"):
        sealed(services, level)
    services.close()
    with pytest.raises(ServiceError, match="does not answer"):
        sealed(services, level, FileSeal(services.seal_for(sample_organisation()), PASSWORD, authority().certificate))


def test_a_slow_service_is_not_waited_for(services: TrustServices, monkeypatch: pytest.MonkeyPatch) -> None:
    services.latency = 0.4
    monkeypatch.setattr(posting, "SECONDS", (0.05, 0.05))
    with pytest.raises(ServiceError, match="in time"):
        sealed(services, Level.T)


def test_an_answer_to_another_question_is_not_taken(services: TrustServices) -> None:
    services.echo_nonce = False
    with pytest.raises(ServiceError, match="no time stamp that can be used"):
        sealed(services, Level.T)


def test_an_authority_of_time_that_nobody_trusts_is_told(services: TrustServices) -> None:
    client = TimeStampClient(services.tsa_url, Posting(), lambda: 1)
    with pytest.raises(ServiceError, match="not told to trust"):
        client.stamp(b"x", ())


def test_a_token_that_names_another_certificate_is_none(services: TrustServices) -> None:
    request = tsp.TimeStampReq.load(tsp_request("x"))
    info = tsp.TSTInfo(
        {
            "version": 1,
            "policy": "1.2.3",
            "message_imprint": request["message_imprint"],
            "serial_number": 1,
            "gen_time": services.now(),
        }
    )
    assert read_time_stamp(services.token(info).dump())
    assert read_time_stamp(services.token(info, names=services.root).dump()) is None


def test_a_certificate_that_is_not_for_time_stamps_makes_none(services: TrustServices) -> None:
    services.tsa = services._certificate("tsa", services.tsa.subject, services.now(), 100, [])
    with pytest.raises(ServiceError, match="no time stamp"):
        sealed(services, Level.T)


def test_older_viewers_get_the_time_as_they_know_it(services: TrustServices) -> None:
    header = ESeal().open(sealed(services, Level.B, time=SigningTime.SIGT)).header
    assert datetime.fromisoformat(header["sigT"]) - services.now() < timedelta(minutes=1)
    assert (header["crit"], "iat" in header) == (["b64", "sigT"], False)


_TIME = x509.oid.ExtendedKeyUsageOID.TIME_STAMPING
