"""How long remote seals and time stamps take (P13), and how often private keys are parsed (P15).

    .venv/bin/python -m benchmarks.seals [CREDENTIALS] [LATENCY_MS] [AT_ONCE]

P13: N credentials are sealed, P at a time, by a remote signer (CSC API) of latency L, and time-stamped (RFC 3161) by an
authority of latency L. The baseline of the same run are N sleeps of L, P at a time; the goal is a ratio of at most 1.1.
P15: counts every parsing of a private key while a list of learners is issued; the goal is none per credential.
"""

from __future__ import annotations

import multiprocessing
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12

from adapters.formats.europass import Europass
from adapters.proofs.eseal import ESeal
from adapters.proofs.eseal.posting import Posting
from adapters.proofs.eseal.sealing import Level, Sealing
from adapters.proofs.eseal.timestamp_client import TimeStampClient
from adapters.seals.csc import CscSeal
from adapters.seals.file import FileSeal
from plugin.commands.learner_lists import issue_lines
from plugin.compose import open_services
from plugin.domain.documents import Checked, Intent
from plugin.domain.intake.learner_list import read_learners
from plugin.domain.ports.credentials import Seal, TrustAnchor
from plugin.settings import Settings
from tests.factories import ISSUED_AT, sample_micro, sample_organisation
from tests.fakes.issuer import PASSWORD, authority, identity, issued
from tests.fakes.remote_signer import SECRET, RemoteSigner
from tests.fakes.trust_services import TrustServices

PLAN = Path(__file__).parents[1] / "examples" / "plan.toml"
ROUNDS = 5
LEARNERS = 20


def main() -> None:
    """Run and print."""
    given = [int(word) for word in sys.argv[1:4]]
    count, latency, at_once = [*given, *(160, 100, 8)[len(given) :]]
    print(f"N = {count} credentials, L = {latency} ms, P = {at_once} at a time, {ROUNDS} rounds, medians")
    waits(count, latency / 1000, at_once)
    parsed()


def waits(count: int, latency: float, at_once: int) -> None:
    """P13, remote seal and time stamp, with the baseline interleaved."""
    here, there = multiprocessing.get_context("spawn").Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(there, latency), daemon=True)
    server.start()
    how, file, tsa_url, root = here.recv()
    remote = CscSeal(how, SECRET.encode(), authority().certificate)
    local = FileSeal(file, PASSWORD, authority().certificate)
    who = replace(identity(), seal=local.identity)
    document = Checked(Europass().build(sample_micro(), replace(issued(), issuer=who)))
    intent = ESeal().intend(document, who, ISSUED_AT, "RS256")
    client = TimeStampClient(tsa_url, Posting(), lambda: secrets.randbits(63))
    stamped = ESeal(Sealing(Level.T, client=client, anchors=(TrustAnchor(root, is_test=False),)))
    jobs: dict[str, Callable[[int], object]] = {
        "sleeping N times": lambda _: time.sleep(latency),
        "remote seals": lambda _: sealed(ESeal(), intent, remote),
        "time stamps": lambda _: sealed(stamped, intent, local),
    }
    took: dict[str, list[float]] = {name: [] for name in jobs}
    spent = dict.fromkeys(jobs, 0.0)
    for name, job in list(jobs.items()) * ROUNDS:
        before = time.process_time()
        took[name].append(seconds(job, count, at_once))
        spent[name] += time.process_time() - before
    base = statistics.median(took["sleeping N times"])
    print(f"  ideal N L / P             {count * latency / at_once:>8.3f} s")
    for name, times in took.items():
        median, own = statistics.median(times), 1000 * spent[name] / count / ROUNDS
        print(f"  {name:<24}  {median:>8.3f} s   ratio {median / base:.3f}   own CPU {own:.1f} ms each")
    here.send("end")
    server.join()


def serve(pipe: Connection, latency: float) -> None:
    """The remote signer and the time stamp authority, in a process of their own: their work is not ours."""
    services = TrustServices()
    file = services.seal_for(sample_organisation())
    signer = RemoteSigner(file, PASSWORD)
    pipe.send((signer.how(), file, services.tsa_url, services.anchor))
    signer.latency = services.latency = latency
    pipe.recv()
    signer.close()
    services.close()


def sealed(proof: ESeal, intent: Intent, seal: Seal) -> object:
    """One finished file."""
    return proof.seal(intent, seal)


def seconds(job: Callable[[int], object], count: int, at_once: int) -> float:
    """Wall seconds for so many jobs, so many at a time."""
    with ThreadPoolExecutor(at_once) as pool:
        began = time.perf_counter()
        list(pool.map(job, range(count)))
        return time.perf_counter() - began


def parsed() -> None:
    """P15: what is parsed to open the keys, and what for each credential after that."""
    with tempfile.TemporaryDirectory() as folder, counting() as counts:
        services = open_services(Settings(Path(folder) / "home"))
        plan = services.plans.publish(PLAN.read_bytes())
        for first, last in ((0, 1), (1, LEARNERS)):
            before = sum(counts.values())
            rows = "".join(f"s-{n},Learner {n},,80,2026-02-20\n" for n in range(first, last))
            learners = read_learners(f"identifier,name,email,grade,completed_on\n{rows}".encode(), services.clock.now())
            files = sum(len(result.files) for result in issue_lines(plan, learners, Path(folder) / "out", services))
            print(f"  credentials {files:>4}: private keys parsed {sum(counts.values()) - before}")
        services.close()


@contextmanager
def counting() -> Iterator[dict[str, int]]:
    """Counts every way by which cryptography parses a private key, as long as it is open."""
    counts: dict[str, int] = {}
    ways = [(pkcs12, "load_key_and_certificates"), (pkcs12, "load_pkcs12")]
    ways += [(serialization, name) for name in ("load_pem_private_key", "load_der_private_key")]
    kept = [(module, name, getattr(module, name)) for module, name in ways]

    def counted(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def count(*args: Any, **more: Any) -> Any:
            counts[name] = counts.get(name, 0) + 1
            return real(*args, **more)

        return count

    for module, name, real in kept:
        setattr(module, name, counted(name, real))
    try:
        yield counts
    finally:
        for module, name, real in kept:
            setattr(module, name, real)


if __name__ == "__main__":
    main()
