"""Our seals, judged by the EU's own library (DSS): the version that fits `iat`, and the one that fits `sigT`.

DSS trusts our provider's root and nothing else; where a seal brings no evidence, it asks the provider's responder.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from adapters.proofs.eseal.header import SigningTime
from adapters.proofs.eseal.sealing import Level
from tests.conftest import absent
from tests.fakes.sealed_europass import seal_of, sealed
from tests.fakes.trust_services import TrustServices

pytestmark = pytest.mark.conformance

HARNESS = Path(__file__).with_name("dss")
VERSIONS = {SigningTime.IAT: ("6.2", "dss-validation"), SigningTime.SIGT: ("6.0", "validation-policy")}
PATHS = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:build-classpath"
Judge = Callable[..., list[str]]


@pytest.fixture(scope="session", params=[pytest.param(time, id=time.value) for time in SigningTime])
def time(request: pytest.FixtureRequest) -> SigningTime:
    found: SigningTime = request.param
    return found


@pytest.fixture(scope="session")
def judge(time: SigningTime, tmp_path_factory: pytest.TempPathFactory) -> Judge:
    """Judges files in the version that fits; each answer is “indication subindication level”."""
    if not (shutil.which("java") and shutil.which("mvn")):
        absent("there is no Java with Maven on this machine")
    folder = tmp_path_factory.mktemp("dss") / "judge"
    shutil.copytree(HARNESS, folder)
    version, validation = VERSIONS[time]
    command = ["mvn", "-q", "-B", f"-Ddss.version={version}", f"-Ddss.validation={validation}", "compile", PATHS]
    built = subprocess.run(
        [*command, "-Dmdep.outputFile=target/path"], cwd=folder, capture_output=True, text=True, check=False
    )
    if built.returncode:
        absent(f"DSS {version} cannot be fetched or built: {built.stdout[-300:]}")
    path = f"{folder / 'target/classes'}{os.pathsep}{(folder / 'target/path').read_text().strip()}"

    def judged(root: Path, *files: Path) -> list[str]:
        command = ["java", "-cp", path, "Judge", str(root), *map(str, files)]
        ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        assert ran.returncode == 0, ran.stderr[-3000:]
        return ran.stdout.splitlines()

    return judged


@pytest.fixture
def services() -> Iterator[TrustServices]:
    made = TrustServices()
    yield made
    made.close()


def test_every_level_from_b_to_lta_passes_in_full(
    judge: Judge, time: SigningTime, services: TrustServices, tmp_path: Path
) -> None:
    by_list = TrustServices(by_list=True)
    for provider in (services, by_list):
        files = [_file(tmp_path, level.name, sealed(provider, level, time=time)) for level in Level]
        answers = judge(_root(tmp_path, provider), *files)
        assert answers == [f"TOTAL_PASSED null JAdES-BASELINE-{level.name}" for level in Level]
    by_list.close()


def test_what_is_changed_revoked_or_a_strangers_is_refused_there_too(
    judge: Judge, time: SigningTime, services: TrustServices, tmp_path: Path
) -> None:
    stranger, seal = TrustServices(family="stranger"), seal_of(services)
    good = sealed(services, Level.B, seal, time=time)
    changed = _file(tmp_path, "changed", good.replace(b"Ada", b"Eve"))
    assert judge(_root(tmp_path, services), changed)[0].startswith("TOTAL_FAILED")
    file = _file(tmp_path, "good", good)
    assert judge(_root(tmp_path, stranger), file)[0].startswith("INDETERMINATE")
    services.revoke(seal.identity.chain[0], services.now() - timedelta(hours=1))
    assert "REVOKED" in judge(_root(tmp_path, services), file)[0]
    stranger.close()


def _file(folder: Path, name: str, raw: bytes) -> Path:
    path = folder / f"{name}.jsonld"
    path.write_bytes(raw)
    return path


def _root(folder: Path, provider: TrustServices) -> Path:
    path = folder / f"{provider.family}.pem"
    path.write_bytes(provider.root.public_bytes(Encoding.PEM))
    return path
