from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from plugin.compose import open_services
from plugin.domain.errors import ConflictError, InputError
from plugin.domain.plan import Institution
from plugin.domain.seal_rules import UnfitSealError
from plugin.key_ring import KeyState
from plugin.services import Services
from plugin.settings import Settings
from tests.fakes.issuer import PASSWORD
from tests.fakes.seal_authority import real_seal
from tests.functional.commands import EXAMPLES


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    opened = open_services(Settings(tmp_path / "home", "https://credentials.zed.example"))
    opened.plans.publish((EXAMPLES / "plan.toml").read_bytes())
    yield opened
    opened.close()


@pytest.fixture
def zed(services: Services) -> Institution:
    return services.plans.institutions()[0]


def bring(services: Services, zed: Institution) -> None:
    services.keys.import_file(zed, "eseal", real_seal(zed.organisation), PASSWORD)


def test_an_institution_begins_with_a_test_key_for_each_suite(services: Services, zed: Institution) -> None:
    lines = services.keys.lines(zed)
    assert {(line.key.proof, line.identity.is_test, line.seals_now) for line in lines} == {
        (proof, True, True) for proof in services.press.proofs
    }


def test_a_compromised_test_key_is_replaced_by_another(services: Services, zed: Institution) -> None:
    before = services.press.signers(zed).by_proof["eseal"].identity.seal
    key = next(line.key for line in services.keys.lines(zed) if line.key.proof == "eseal")
    for _ in range(2):
        services.keys.retire(zed, key.id, compromised=True)
        key = next(line.key for line in services.keys.lines(zed) if line.key.proof == "eseal" and line.seals_now)
    after = services.press.signers(zed).by_proof["eseal"].identity.seal
    assert (after.is_test, after.chain != before.chain) == (True, True)
    assert services.press.signers(zed).by_proof["eseal"].seal.sign(b"x")


def test_another_process_sees_a_change_of_keys(services: Services, zed: Institution) -> None:
    other = open_services(services.settings)
    assert other.press.signers(zed).are_tests
    bring(services, zed)
    assert not other.press.signers(zed).are_tests
    assert len(other.verifier().anchors) == 2
    other.close()


def test_signers_stay_the_same_objects_while_nothing_changes(services: Services, zed: Institution) -> None:
    services.press.signers(zed)
    assert services.press.signers(zed) is services.press.signers(zed)


def test_a_seal_that_names_nobody_or_vouches_for_itself_is_no_e_seal(services: Services, zed: Institution) -> None:
    from adapters.seals.authority import published_key

    raw = published_key(zed.organisation, services.clock.now(), PASSWORD)
    with pytest.raises(UnfitSealError, match="nobody vouches"):
        services.keys.import_file(zed, "eseal", raw, PASSWORD)


def test_a_real_seal_is_rotated_by_importing_the_next(services: Services, zed: Institution) -> None:
    bring(services, zed)
    with pytest.raises(ConflictError, match="not made here"):
        services.keys.rotate(zed, "eseal")


def test_rotating_test_keys_keeps_them_tests(services: Services, zed: Institution) -> None:
    for proof in ("jws", "data_integrity", "eseal"):
        services.keys.rotate(zed, proof)
    lines = services.keys.lines(zed)
    assert all(line.identity.is_test for line in lines)
    assert len(lines) == 6


def test_a_seal_imported_twice_is_one_key_and_a_retired_one_stays_retired(services: Services, zed: Institution) -> None:
    raw = real_seal(zed.organisation)
    first = services.keys.import_file(zed, "eseal", raw, PASSWORD)[0]
    services.keys.import_file(zed, "eseal", raw, PASSWORD)
    assert [line.key.id for line in services.keys.lines(zed)].count(first.id) == 1
    services.keys.retire(zed, first.id, compromised=True)
    with pytest.raises(InputError, match="retired here before"):
        services.keys.import_file(zed, "eseal", raw, PASSWORD)
    kept = [line.key for line in services.keys.lines(zed) if line.key.id == first.id]
    assert [key.state for key in kept] == [KeyState.COMPROMISED]


def test_a_kind_of_seal_that_is_not_installed_is_told(services: Services, zed: Institution) -> None:
    with pytest.raises(InputError, match="no kind of seal called “cloud”"):
        services.keys.connect(zed, "cloud", b"", "secret")
