"""Seals on a token and at a remote service, through the issuance cycle: what cannot be sealed waits, and once only."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from adapters.seals import csc_client
from plugin.commands.learner_lists import LineOutcome, LineResult, issue_lines
from plugin.compose import open_services
from plugin.domain.binding import binding_of_lists
from plugin.domain.errors import ServiceError
from plugin.domain.intake.learner_list import read_learners
from plugin.domain.lifecycle import Award, AwardKey, DocumentState
from plugin.issuing.issue import finish
from plugin.issuing.verify import verify
from plugin.services import Services
from plugin.settings import Settings
from tests.fakes.issuer import PASSWORD
from tests.fakes.remote_signer import SECRET, RemoteSigner
from tests.fakes.seal_authority import real_seal
from tests.fakes.seal_places import PIN, how_to_reach_it, put_on_a_token
from tests.functional.commands import EXAMPLES

LEARNER = b"identifier,name,email,grade,completed_on\ns-1,Ada Byrne,ada@zed.example,84,2026-02-20\n"
PLAN = (EXAMPLES / "plan.toml").read_bytes()


class House:
    """An installation in this process whose seal lies elsewhere."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.services: Services = open_services(Settings(folder / "home", "https://credentials.uniz.example"))
        self.plan = self.services.plans.publish(PLAN)

    def issue(self) -> LineResult:
        learners = read_learners(LEARNER, self.services.clock.now())
        return next(issue_lines(self.plan, learners, self.folder / "out", self.services))

    def award(self) -> Award:
        binding = binding_of_lists(self.plan.institution.id, self.plan.plan.id)
        found = self.services.awards.live(AwardKey(binding.id, "s-1", self.plan.plan.id))
        assert found
        return found

    def states(self) -> dict[str, DocumentState]:
        return {d.format: d.state for d in self.award().documents}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    made.services.close()


@pytest.fixture
def signer(house: House) -> Iterator[RemoteSigner]:
    made = RemoteSigner(real_seal(house.plan.institution.organisation), PASSWORD)
    house.services.keys.connect(house.plan.institution, "csc", made.how(), SECRET)
    yield made
    made.close()


def test_a_remote_signer_seals_real_credentials(house: House, signer: RemoteSigner) -> None:
    assert house.issue().outcome is LineOutcome.ISSUED
    award = house.award()
    assert not award.is_test
    for document in award.documents:
        assert document.sealed
        report = verify(document.sealed.data, house.services.clock.now(), house.services.verifier())
        assert (report.verdict.value, report.is_test) == ("valid", False)


@pytest.mark.parametrize("fault", [(503, {}), (200, {"signatures": ["AAAA"]}), (400, {"error": "invalid_request"})])
def test_while_the_signer_is_wrong_or_down_the_intent_stays(house: House, signer: RemoteSigner, fault: Any) -> None:
    signer.broken["signatures/signHash"] = fault
    assert house.issue().outcome is LineOutcome.PROBLEM
    assert house.states() == {
        "openbadge3": DocumentState.SEALED,
        "openbadge3_di": DocumentState.SEALED,
        "europass": DocumentState.INTENDED,
    }
    before = house.award()
    signer.broken.clear()
    assert house.issue().outcome is LineOutcome.ISSUED
    assert house.award().documents[0] == before.documents[0]
    intent, sealed = before.documents[2].intent, house.award().documents[2].sealed
    assert intent
    assert sealed
    opened = house.services.press.proofs["eseal"].open(sealed.data)
    assert opened.signing_input == intent.signing_input


def test_a_signer_that_is_too_slow_is_asked_again_later(
    house: House, signer: RemoteSigner, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as short:
        short.setattr(csc_client, "SECONDS", (0.05, 0.05))
        signer.latency = 0.4
        assert "does not answer in time" in house.issue().sentence
    signer.latency = 0.0
    assert house.issue().outcome is LineOutcome.ISSUED


def test_of_many_attempts_at_once_one_sealed_document_is_saved(house: House, signer: RemoteSigner) -> None:
    signer.broken["signatures/signHash"] = (503, {})
    house.issue()
    waiting = house.award()
    signer.broken.clear()
    signer.latency = 0.05
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: finish(waiting, house.services.press), range(4)))
    assert all(award == house.award() for award in done)


def test_after_a_new_start_the_remote_signer_is_still_connected(house: House, signer: RemoteSigner) -> None:
    again = House(house.folder)
    assert again.issue().outcome is LineOutcome.ISSUED
    again.services.close()
    assert all(SECRET.encode() not in f.read_bytes() for f in (house.folder / "home").rglob("*") if f.is_file())


def test_a_wrong_secret_connects_nothing(house: House) -> None:
    made = RemoteSigner(real_seal(house.plan.institution.organisation), PASSWORD)
    with pytest.raises(ServiceError, match="refuses"):
        house.services.keys.connect(house.plan.institution, "csc", made.how(), "another")
    assert all(line.identity.is_test for line in house.services.keys.lines(house.plan.institution))
    made.close()


def test_a_token_seals_and_what_it_cannot_seal_waits_for_it(house: House) -> None:
    put_on_a_token(house.folder, real_seal(house.plan.institution.organisation))
    house.services.keys.connect(house.plan.institution, "pkcs11", how_to_reach_it(), PIN)
    tokens = house.folder / "tokens"
    tokens.rename(house.folder / "pulled-out")
    tokens.mkdir()
    house.services.press.signers(house.plan.institution)
    again = House(house.folder)  # a new start, while the token is away
    assert "token" in again.issue().sentence
    assert again.states()["europass"] is DocumentState.INTENDED
    tokens.rmdir()
    (house.folder / "pulled-out").rename(tokens)
    assert again.issue().outcome is LineOutcome.ISSUED
    assert not again.award().is_test
    again.services.close()
