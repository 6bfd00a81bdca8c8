"""Sealed credentials that others made, the Commission's among them, judged by our verification."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.formats.europass import Europass
from adapters.proofs.eseal import ESeal
from adapters.proofs.eseal.sealing import Level
from adapters.proofs.eseal.timestamps import read_time_stamp
from adapters.proofs.eseal.unsigned import read_unsigned
from plugin.domain.errors import ServiceError
from plugin.domain.ports.credentials import ProofFindings, TrustAnchor
from plugin.domain.report import Answer
from tests.fakes.sealed_europass import sealed
from tests.fakes.trust_services import TrustServices

pytestmark = pytest.mark.conformance

OFFICIAL = ("Sample-MC-Annex1-signed.jsonld", "Sample-CertOfPart-signed.jsonld")
OTHERS = ("mynextid-edc-dc-signed.jsonld", "mynextid-edc-mc-signed.jsonld")
SUITE, FORM = ESeal(), Europass()
WHILE_THE_STAMPS_LAST = datetime(2023, 12, 1, tzinfo=UTC)
AFTER_THE_STAMPS_RAN_OUT = datetime(2026, 3, 1, tzinfo=UTC)
each_official = pytest.mark.parametrize("name", OFFICIAL)


class Silence:
    def get(self, url: str) -> bytes:
        raise ServiceError("web.silence", f"{url} did not answer.", "")


def sample(shared: Path, name: str) -> bytes:
    return (shared / "data/europass/samples" / name).read_bytes()


def anchors(raw: bytes) -> tuple[TrustAnchor, ...]:
    """Whom the samples' makers trusted: the authorities that their evidence holds."""
    found = read_unsigned(SUITE.open(raw).unsigned).evidence.certificates
    return tuple(TrustAnchor(certificate, is_test=False) for certificate in found)


def findings(raw: bytes, at: datetime, trusted: tuple[TrustAnchor, ...]) -> ProofFindings:
    opened = SUITE.open(raw)
    return SUITE.verify(opened, FORM.issuer(opened.content), at, Silence(), trusted)


@each_official
def test_an_official_sample_verifies_with_its_time_stamps_and_evidence(shared: Path, name: str) -> None:
    raw = sample(shared, name)
    found = findings(raw, WHILE_THE_STAMPS_LAST, anchors(raw))
    assert [check.answer for check in found.checks] == [Answer.YES] * 3, found.checks
    assert "time stamp" in found.checks[2].evidence
    assert found.issuer == "ORGANIZACION TEST"


@each_official
def test_years_after_everything_ran_out_it_cannot_be_told(shared: Path, name: str) -> None:
    raw = sample(shared, name)
    found = findings(raw, AFTER_THE_STAMPS_RAN_OUT, anchors(raw))
    assert [check.answer for check in found.checks] == [Answer.YES, Answer.YES, Answer.UNKNOWN]


@each_official
def test_an_official_sample_is_nobodys_for_whom_trusts_nobody(shared: Path, name: str) -> None:
    found = findings(sample(shared, name), WHILE_THE_STAMPS_LAST, ())
    assert [check.answer for check in found.checks][:2] == [Answer.YES, Answer.UNKNOWN]
    assert found.issuer is None


@each_official
def test_a_changed_word_in_an_official_sample_is_found(shared: Path, name: str) -> None:
    file = json.loads(sample(shared, name))
    file["payload"] = file["payload"].replace("urn:credential:", "urn:credential;", 1)
    found = findings(json.dumps(file).encode(), WHILE_THE_STAMPS_LAST, ())
    assert found.checks[0].answer is Answer.NO


@pytest.mark.parametrize("name", OTHERS)
def test_a_real_seal_holds_and_whoever_sealed_for_somebody_else_is_not_that_one(shared: Path, name: str) -> None:
    raw = sample(shared, name)
    found = findings(raw, AFTER_THE_STAMPS_RAN_OUT, anchors(raw))
    assert [check.answer for check in found.checks] == [Answer.YES, Answer.NO, Answer.YES], found.checks
    assert "the seal belongs to “VELOCERT OU”" in found.checks[1].evidence
    assert found.issuer is None


@pytest.mark.parametrize("name", OFFICIAL + OTHERS)
def test_every_time_stamp_in_a_sample_is_read_and_covers_its_seal(shared: Path, name: str) -> None:
    raw = sample(shared, name)
    file, added = json.loads(raw.removeprefix(b"\xef\xbb\xbf")), read_unsigned(SUITE.open(raw).unsigned)
    made = file["signatures"][0]
    (token,), ((archive, before),) = added.stamps, added.archive_stamps
    stamp, later = read_time_stamp(token), read_time_stamp(archive)
    assert stamp
    assert later
    assert stamp.covers(made["signature"].encode())
    assert later.covers(".".join((file["payload"], made["protected"], made["signature"], before)).encode())
    assert base64.b64encode(token).decode() in base64.b64decode(made["header"]["etsiU"][0] + "==", "-_").decode()


def test_our_own_credential_with_long_term_evidence_conforms(shared: Path, tmp_path: Path) -> None:
    services = TrustServices()
    (tmp_path / "ours.jsonld").write_bytes(sealed(services, Level.LTA))
    services.close()
    judge = shared / "data/europass/validate.py"
    command = [sys.executable, str(judge), "--annex1", "--strict", str(tmp_path / "ours.jsonld")]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-2000:]
