"""Europass credentials with long-term evidence, through the issuance cycle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from plugin.commands.learner_lists import LineOutcome
from plugin.compose import open_services
from plugin.domain.lifecycle import DocumentState
from plugin.domain.report import Answer, Question
from plugin.issuing.verify import verify
from plugin.settings import SealSettings, Settings
from tests.fakes.issuer import PASSWORD
from tests.fakes.trust_services import TrustServices
from tests.functional.test_seal_places import House


@pytest.fixture
def provider() -> Iterator[TrustServices]:
    made = TrustServices()
    yield made
    made.close()


@pytest.fixture
def house(tmp_path: Path, provider: TrustServices) -> Iterator[House]:
    made = House(tmp_path)
    made.services.close()
    (tmp_path / "trust.pem").write_bytes(provider.root.public_bytes(Encoding.PEM))
    settings = Settings(
        tmp_path / "home",
        made.services.settings.public_url,
        sealing=SealSettings("LTA", time_stamps=provider.tsa_url, trust=tmp_path / "trust.pem"),
    )
    made.services = open_services(settings)
    institution = made.plan.institution
    made.services.keys.import_file(institution, "eseal", provider.seal_for(institution.organisation), PASSWORD)
    yield made
    made.services.close()


def test_a_credential_carries_all_that_proves_it_later(house: House, provider: TrustServices) -> None:
    assert house.issue().outcome is LineOutcome.ISSUED
    sealed = house.award().document("europass")
    assert sealed
    assert sealed.sealed
    assert provider.asked == ["tsa", "ocsp", "ocsp", "tsa"]
    report = verify(sealed.sealed.data, house.services.clock.now(), house.services.verifier())
    said = {check.question: check for check in report.checks}
    assert said[Question.KEY_VALID].answer is Answer.YES
    assert "time stamp" in said[Question.KEY_VALID].evidence
    assert report.verdict.value == "valid"


@pytest.mark.parametrize("service", ["tsa", "ocsp"])
def test_while_a_trust_service_is_down_the_credential_waits(
    house: House, provider: TrustServices, service: str
) -> None:
    provider.status[service] = 503
    told = house.issue()
    assert (told.outcome, "waits" in told.hint) == (LineOutcome.PROBLEM, True)
    assert house.states()["europass"] is DocumentState.INTENDED
    provider.status.clear()
    assert house.issue().outcome is LineOutcome.ISSUED


def test_a_revoked_seal_seals_nothing(house: House, provider: TrustServices) -> None:
    seal = house.services.press.signers(house.plan.institution).by_proof["eseal"].identity.seal
    provider.revoke(seal.chain[0], seal.not_before)
    assert "revoked" in house.issue().sentence
    assert house.states()["europass"] is DocumentState.INTENDED


def test_a_test_seal_gets_its_time_stamp_though_its_authority_answers_nothing(
    tmp_path: Path, house: House, provider: TrustServices
) -> None:
    settings = replace(house.services.settings, home=tmp_path / "another")
    tests = House(tmp_path / "x")
    tests.services.close()
    tests.services = open_services(settings)
    tests.services.plans.publish((Path(__file__).parents[2] / "examples" / "plan.toml").read_bytes())
    assert tests.issue().outcome is LineOutcome.ISSUED
    assert tests.award().is_test
    assert provider.asked == ["tsa", "ocsp", "tsa"]  # the responder is asked for the time stamp's certificate only
    tests.services.close()
