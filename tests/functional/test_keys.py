"""From a test seal to a real one, and on to the next, as an administrator does it."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from plugin.domain.elements import Organisation
from plugin.domain.intake.plan_file import read_plan
from tests.fakes.issuer import PASSWORD
from tests.fakes.seal_authority import now, provider, real_seal
from tests.functional.commands import EXAMPLES, Home, Ran

PLAN = EXAMPLES / "plan.toml"
BASE = "https://credentials.uniz.example"
HEADER = "identifier,name,email,grade,completed_on\n"


def body() -> Organisation:
    return read_plan(PLAN.read_bytes()).institution.organisation


class House:
    """An installation with one plan; `issue` gives the files of one learner."""

    def __init__(self, folder: Path, base: str = BASE) -> None:
        self.folder = folder
        self.home = Home(folder / "home")
        self.home.environment |= {"TWINSEAL_PUBLIC_URL": base, "TWINSEAL_KEY_PASSWORD": PASSWORD.decode()}
        self.home.run("plan", "publish", PLAN).succeeds()

    def keys(self, *arguments: str | Path) -> Ran:
        return self.home.run("keys", *arguments)

    def bring(self, raw: bytes) -> Ran:
        file = self.folder / "seal.p12"
        file.write_bytes(raw)
        return self.keys("import", "uniz", file)

    def try_issue(self, learner: str) -> Ran:
        learners = self.folder / f"{learner}.csv"
        learners.write_text(f"{HEADER}{learner},Ada Byrne,ada@zed.example,84,2026-02-20\n")
        return self.home.run("issue", PLAN, learners, "--out", self.folder / learner)

    def issue(self, learner: str) -> list[Path]:
        self.try_issue(learner).succeeds()
        return [f for f in sorted((self.folder / learner).rglob("*")) if f.suffix in (".jwt", ".jsonld")]

    def report(self, file: Path, web: str) -> dict[str, Any]:
        ran = self.home.run("verify", file, "--web", self.folder / web / "web", "--json")
        return dict(json.loads(ran.out))

    def listed(self) -> str:
        return self.keys("list").succeeds().out


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_a_real_seal_changes_nothing_that_was_issued_and_new_credentials_are_real(house: House) -> None:
    tests = house.issue("s-1")
    before = {file: file.read_bytes() for file in tests}
    told = house.bring(real_seal(body())).succeeds()
    assert "New credentials are real" in told.out
    assert "Open Badges" in told.out
    real = house.issue("s-2")
    assert house.issue("s-1") == tests
    assert {file: file.read_bytes() for file in tests} == before
    for file in tests:
        report = house.report(file, "s-2")
        assert (report["verdict"], report["test"]) == ("valid", True), report
    for file in real:
        report = house.report(file, "s-2")
        assert (report["verdict"], report["test"]) == ("valid", False), report


def test_the_european_seal_names_what_its_certificate_names(house: House) -> None:
    house.bring(real_seal(body())).succeeds()
    file = next(f for f in house.issue("s-1") if f.suffix == ".jsonld")
    issuer = json.loads(json.loads(file.read_text())["payload"])["issuer"]
    assert issuer["eIDASIdentifier"]["notation"] == body().legal_identifier
    assert "test" not in json.dumps(issuer["legalName"]).lower()


def test_after_every_change_of_keys_old_credentials_keep_verifying(house: House) -> None:
    house.bring(real_seal(body())).succeeds()
    first = house.issue("s-1")
    house.keys("rotate", "uniz", "--proof", "jws").succeeds()
    house.bring(real_seal(body(), now() - timedelta(days=1))).succeeds()
    second = house.issue("s-2")
    assert [house.report(file, "s-2")["verdict"] for file in (*first, *second)] == ["valid"] * 4
    for line in house.listed().splitlines():
        if "seals now" not in line and line.startswith("  "):
            house.keys("retire", "uniz", line.split()[0]).succeeds()
    assert [house.report(file, "s-2")["verdict"] for file in (*first, *second)] == ["valid"] * 4
    assert house.listed().count("retired") == 5  # three test keys, and the first real ones


def test_what_a_compromised_key_sealed_verifies_no_more(house: House) -> None:
    house.bring(real_seal(body())).succeeds()
    files = house.issue("s-1")
    for line in [line for line in house.listed().splitlines() if "seals now" in line]:
        house.keys("retire", "uniz", line.split()[0], "--compromised").succeeds()
    house.issue("s-2")
    assert all(house.report(file, "s-2")["verdict"] != "valid" for file in files)


def test_the_key_that_seals_is_not_retired_by_mistake(house: House) -> None:
    key = next(line.split()[0] for line in house.listed().splitlines() if "seals now" in line)
    assert "seals at present" in house.keys("retire", "uniz", key).refuses().err


def test_an_administrator_can_go_back_to_tests_and_to_the_real_seal_again(house: House) -> None:
    test_key = next(line.split()[0] for line in house.listed().splitlines() if "Europass, test" in line)
    house.bring(real_seal(body())).succeeds()
    real_key = next(line.split()[0] for line in house.listed().splitlines() if "Europass, real" in line)
    assert "tests, until there is a real key for Europass" in house.keys("use", "uniz", test_key).succeeds().err
    assert all(house.report(file, "s-1")["test"] for file in house.issue("s-1"))
    assert "New credentials are real" in house.keys("use", "uniz", real_key).succeeds().out


@pytest.mark.parametrize(
    ("at", "changes", "why"),
    [
        (now() - timedelta(days=2000), {}, "ran out on"),
        (now() + timedelta(days=2), {}, "valid only from"),
        (None, {"legal_identifier": "VATFR-00000000"}, "belongs to VATFR-00000000"),
    ],
)
def test_a_seal_that_is_out_of_time_or_anothers_is_refused(house: House, at: Any, changes: Any, why: str) -> None:
    assert why in house.bring(real_seal(replace(body(), **changes), at)).refuses().err
    assert "real" not in house.listed()


def test_a_wrong_password_is_refused_and_appears_nowhere(house: House) -> None:
    house.home.environment["TWINSEAL_KEY_PASSWORD"] = "not-the-password"
    refused = house.bring(real_seal(body())).refuses()
    assert "cannot be opened" in refused.err
    assert "not-the-password" not in refused.out + refused.err


def test_a_password_can_come_from_a_file(house: House) -> None:
    del house.home.environment["TWINSEAL_KEY_PASSWORD"]
    (house.folder / "password").write_bytes(PASSWORD + b"\n")
    (house.folder / "seal.p12").write_bytes(real_seal(body()))
    house.keys("import", "uniz", house.folder / "seal.p12", "--password-file", house.folder / "password").succeeds()


def test_nothing_of_a_key_lies_open_in_the_home(house: House) -> None:
    house.bring(real_seal(body())).succeeds()
    for file in (house.home.folder / "keys").rglob("*"):
        if file.is_file():
            assert b"PRIVATE KEY" not in file.read_bytes()
            assert PASSWORD not in file.read_bytes()
            assert file.stat().st_mode & 0o077 == 0


def test_the_public_address_is_fixed_by_the_first_real_credential(house: House) -> None:
    house.issue("s-1")
    house.home.environment["TWINSEAL_PUBLIC_URL"] = "https://other.example"
    house.bring(real_seal(body())).succeeds()  # tests fix nothing
    house.home.environment["TWINSEAL_PUBLIC_URL"] = BASE
    house.issue("s-2")
    house.home.environment["TWINSEAL_PUBLIC_URL"] = "https://other.example"
    refused = house.keys("list").refuses()
    assert f"TWINSEAL_PUBLIC_URL={BASE}" in refused.err
    house.home.environment["TWINSEAL_PUBLIC_URL"] = BASE
    house.keys("list").succeeds()


def test_nothing_real_is_issued_without_an_address(tmp_path: Path) -> None:
    house = House(tmp_path, "")
    house.bring(real_seal(body())).succeeds()
    ran = house.try_issue("s-1")
    assert ran.code != 0
    assert "TWINSEAL_PUBLIC_URL" in ran.err
    with sqlite3.connect(house.home.database) as connection:
        assert connection.execute("SELECT count(*) FROM award").fetchone() == (0,)


def test_an_unknown_institution_or_key_is_told(house: House) -> None:
    assert "no institution “x”" in house.keys("use", "x", "y").refuses().err
    assert "no key “nope”" in house.keys("use", "uniz", "nope").refuses().err


def test_the_authority_of_a_real_seal_can_be_trusted_by_anyone_else(house: House) -> None:
    house.bring(real_seal(body())).succeeds()
    file = next(f for f in house.issue("s-1") if f.suffix == ".jsonld")
    root = x509.load_der_x509_certificate(provider().certificate).public_bytes(Encoding.PEM)
    (house.folder / "root.pem").write_bytes(root)
    stranger = Home(house.folder / "stranger")
    assert stranger.run("verify", file).code == 1
    assert stranger.run("verify", file, "--trust", house.folder / "root.pem").succeeds()
