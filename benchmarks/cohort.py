"""How fast a cohort is issued: 1,000 learners through `issue`, beside the bare signatures of the same run.

    .venv/bin/python benchmarks/cohort.py [LEARNERS]

Prints wall seconds, credentials per second, peak memory, the ratio to the bare signatures, and the page images apart.
"""

from __future__ import annotations

import csv
import io
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from plugin.commands.learner_lists import LineOutcome, issue_lines
from plugin.compose import open_services
from plugin.domain.documents import Page
from plugin.domain.elements import MicroCredential
from plugin.domain.intake.learner_list import read_learners
from plugin.domain.ports.presenting import Renderer
from plugin.services import Services
from plugin.settings import Settings

PLAN = Path(__file__).parents[1] / "examples" / "plan.toml"


class Stopwatch:
    """Adds up the time that a renderer takes."""

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer
        self.seconds = 0.0

    def pages(self, micro: MicroCredential, credential_id: str, issued_at: datetime) -> tuple[Page, ...]:
        began = time.perf_counter()
        pages = self._renderer.pages(micro, credential_id, issued_at)
        self.seconds += time.perf_counter() - began
        return pages

    def pdf(self, micro: MicroCredential, credential_id: str, issued_at: datetime) -> bytes:
        return self._renderer.pdf(micro, credential_id, issued_at)


def main() -> None:
    """Run and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as folder:
        opened = open_services(Settings(Path(folder) / "home"))
        watch = Stopwatch(opened.press.renderer)
        services = replace(opened, press=replace(opened.press, renderer=watch))
        issued, seconds = timed(lambda: issue_cohort(services, count, Path(folder) / "out"))
        bare = bare_signatures(services, issued)
        again = timed(lambda: issue_cohort(services, count, Path(folder) / "again"))[1]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    own = seconds - watch.seconds
    print(f"learners                     {count:>10}")
    print(f"credentials                  {issued:>10}")
    print(f"seconds                      {seconds:>10.2f}")
    print(f"credentials per second       {issued / seconds:>10.1f}")
    print(f"of it page images            {watch.seconds:>10.2f} s  ({1000 * watch.seconds / count:.1f} ms a learner)")
    print(f"without page images          {issued / own:>10.1f} credentials per second")
    print(f"bare signatures, same run    {bare:>10.2f} s")
    print(f"ratio to bare signatures     {seconds / bare:>10.1f}  (without page images {own / bare:.1f})")
    print(f"again, nothing new to issue  {again:>10.2f} s")
    print(f"peak memory                  {peak:>10.1f} MiB")


def issue_cohort(services: Services, count: int, out: Path) -> int:
    """Issue a whole list; how many credentials came of it."""
    plan = services.plans.publish(PLAN.read_bytes())
    learners = read_learners(learner_list(count), services.clock.now())
    results = list(issue_lines(plan, learners, out, services))
    assert all(r.outcome is LineOutcome.ISSUED for r in results), results[0]
    return sum(len(r.files) for r in results)


def bare_signatures(services: Services, count: int) -> float:
    """Seconds for as many signatures as were made, over 6 kB each, with the same keys."""
    institution = services.plans.institutions()[0]
    seals = [signer.seal for signer in services.press.signers(institution).by_proof.values()]
    began = time.perf_counter()
    for number in range(count):
        seals[number % len(seals)].sign(b"x" * 6000)
    return time.perf_counter() - began


def learner_list(count: int) -> bytes:
    """A CSV of invented learners, all of whom earned it."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["identifier", "name", "email", "grade", "completed_on"])
    for n in range(count):
        writer.writerow([f"s-{n:05}", f"Learner Number {n}", f"s{n}@zed.example", 60 + n % 40, "2026-02-20"])
    return text.getvalue().encode()


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """What the work gives, and its wall seconds."""
    began = time.perf_counter()
    return work(), time.perf_counter() - began


if __name__ == "__main__":
    main()
