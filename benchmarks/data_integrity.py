"""Data Integrity against its limits and peers: P2, P3 and P4 as ratios, baselines interleaved in one run.

    python benchmarks/data_integrity.py [ROUNDS]

Processor time of one process; the median of the rounds (7 unless said). The badge has all 16 elements of the EU
standard, and four blank nodes that differ per learner. @digitalbazaar/vc is measured where npm has installed it
(npm ci in tests/conformance/node); its badges and ours are the same.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from adapters.formats.openbadge3.wallets import WalletBadge3
from adapters.lookup.known import KnownLookup
from adapters.proofs.data_integrity import DataIntegrity
from adapters.proofs.data_integrity.canonical import Canonicaliser
from adapters.proofs.data_integrity.contexts import Contexts
from adapters.proofs.data_integrity.short_way import ShortWay
from adapters.proofs.multikey import from_multikey
from plugin.domain.documents import Checked, Document
from plugin.domain.errors import ServiceError
from tests.factories import ISSUED_AT, sample_micro
from tests.fakes.issuer import issued, published, signing

NODE = Path(__file__).parents[1] / "tests/conformance/node"
COUNT = 150
ROUNDS = 7
FORM, SUITE = WalletBadge3(), DataIntegrity()
WHO, SEAL = signing(SUITE.name)
LATER = ISSUED_AT + timedelta(days=1)


class Silence:
    """A web on which nobody answers."""

    def get(self, url: str) -> bytes:
        raise ServiceError("web.silence", f"{url} did not answer.", "")


def badges(count: int) -> list[Document]:
    """The same badge for many learners."""
    found = []
    for n in range(count):
        learner = replace(sample_micro().learner, full_name=f"Learner {n}", identifier=f"s-{n}")
        ids = replace(issued(), credential_id=str(uuid.UUID(int=n)), subject_id=f"urn:uuid:{uuid.UUID(int=n + 7)}")
        found.append(FORM.build(sample_micro(learner=learner), ids))
    return found


def each(work: Callable[[int], object], count: int = COUNT) -> float:
    """Microseconds of processor time for each."""
    before = time.process_time()
    for n in range(count):
        work(n)
    return (time.process_time() - before) / count * 1e6


def main() -> None:
    """Print every figure as a ratio."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    documents = badges(COUNT)
    contents = [dict(document.content) for document in documents]
    sealed = [SUITE.seal(SUITE.intend(Checked(d), WHO, ISSUED_AT, "EdDSA"), SEAL).data for d in documents]
    foreign = [_of_a_stranger(document) for document in documents]
    web, short, full = KnownLookup(published(), Silence()), ShortWay(Contexts()), Canonicaliser(Contexts())
    key, message = from_multikey(WHO.key_url.split("#")[1]), bytes(64)
    signature = SEAL.sign(message)

    def verified(raw: bytes, expected: str = "yes") -> None:
        opened = SUITE.open(raw)
        found = SUITE.verify(opened, FORM.issuer(opened.content), LATER, web, ())
        assert found.checks[0].answer.value == expected

    works: dict[str, Callable[[int], object]] = {
        "sign": lambda _: SEAL.sign(message),
        "verify": lambda _: key.verify(signature, message),
        "issue": lambda n: SUITE.seal(SUITE.intend(Checked(documents[n]), WHO, ISSUED_AT, "EdDSA"), SEAL),
        "short": lambda n: short.canonical(contents[n]),
        "full": lambda n: full.canonical(contents[n]),
        "own": lambda n: verified(sealed[n]),
        "foreign": lambda n: verified(foreign[n]),
    }
    taken: dict[str, list[float]] = {name: [] for name in [*works, "peer issue", "peer verify"]}
    for _ in range(rounds):
        for name, work in works.items():
            taken[name].append(each(work, 20 if name == "full" else COUNT))
        if (NODE / "node_modules").is_dir():
            peer = _peer(contents[0])
            taken["peer issue"].append(peer["issue"] * 1000)
            taken["peer verify"].append(peer["verify"] * 1000)
    _tell({name: median(times) for name, times in taken.items() if times})


def _of_a_stranger(document: Document) -> bytes:
    """The badge with an achievement of its own, so that nothing that is kept of others helps."""
    own = str(document.content["id"]).removeprefix("urn:uuid:")
    content = json.loads(json.dumps(document.content).replace(sample_micro().definition, f"urn:x:{own}"))
    return SUITE.seal(SUITE.intend(Checked(Document(document.format, content)), WHO, ISSUED_AT, "EdDSA"), SEAL).data


def _peer(badge: dict[str, object]) -> dict[str, float]:
    contexts = {**Contexts().documents}
    question = json.dumps({"documents": contexts, "badge": badge, "count": 40})
    command = [shutil.which("node") or "node", "measure.mjs"]
    ran = subprocess.run(command, cwd=NODE, input=question, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    answered: dict[str, float] = json.loads(ran.stdout)
    return answered


def _tell(found: dict[str, float]) -> None:
    for name, microseconds in found.items():
        print(f"{name:>12} {microseconds:>10.1f} us")
    print()
    if "peer issue" in found:
        print(f"P2  issuing is {found['peer issue'] / found['issue']:.0f} times @digitalbazaar/vc (goal 100)")
    print(f"P2  issuing costs {found['issue'] / found['sign']:.1f} bare signatures")
    print(f"P3  canonicalising costs {found['short'] / found['sign']:.2f} bare signatures (goal 2.2)")
    print(f"P3  canonicalising is {found['full'] / found['short']:.0f} times PyLD")
    print(f"P4  checking a stranger's badge costs {found['foreign'] / found['verify']:.1f} bare checks (goal 5)")
    print(f"P4  checking our own badge costs {found['own'] / found['verify']:.1f} bare checks (goal 2.5)")
    if "peer verify" in found:
        print(f"P4  checking is {found['peer verify'] / found['foreign']:.0f} times @digitalbazaar/vc (goal 20)")


if __name__ == "__main__":
    main()
