"""P5 and P6: what withdrawals cost, as ratios to baselines that are interleaved in the same run.

    .venv/bin/python benchmarks/status.py [AWARDS]

P5: whether a check of our own credential costs the same with 1,000 awards and with AWARDS (default 1,000,000), and what
one look-up costs. P6: publishing one revocation, beside `gzip` of one list of 131,072 bits, with a small and a large
number of withdrawals. Rows are written by SQL; only the measured parts are the tool's own.
"""

from __future__ import annotations

import gzip
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Engine, func, insert, select

from adapters.status.bitstring import LEVEL, Bitstring, decode, encode
from plugin.commands.learner_lists import issue_lines
from plugin.compose import DATABASE, open_services
from plugin.domain.documents import Document, IssuerIdentity
from plugin.domain.intake.learner_list import read_learners
from plugin.domain.lifecycle import Award
from plugin.domain.report import Verdict
from plugin.domain.standing import Actor, ActorKind, Change, Move, Reason
from plugin.domain.status import LIST_SIZE, StatusList, is_set
from plugin.issuing.check import check_list
from plugin.issuing.verify import verify
from plugin.services import Services
from plugin.settings import Settings
from plugin.store.database import open_database
from plugin.store.tables import award, claim, document

PLAN = Path(__file__).parents[1] / "examples" / "plan.toml"
FEW = 1_000
ROUNDS = 15
ROWS_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class Place:
    """An installation with one real award among many rows."""

    services: Services
    engine: Engine
    award: Award


def main() -> None:
    """Run and print."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        few, full = (place(Path(folder) / str(count), count) for count in (FEW, many))
        p5(few, full, many)
        p6(full)
        for opened in (few, full):
            opened.services.close()
            opened.engine.dispose()


def p5(few: Place, full: Place, many: int) -> None:
    """Verification and its status look-up, few and many awards by turns."""
    raws = [next(d.sealed.data for d in place.award.documents if d.sealed) for place in (few, full)]
    verifiers = [place.services.verifier() for place in (few, full)]
    now = few.services.clock.now()
    assert verify(raws[0], now, verifiers[0]).verdict is Verdict.VALID
    checks = by_turns(*(lambda r=raw, v=v: verify(r, now, v) for raw, v in zip(raws, verifiers, strict=True)), times=20)
    print(f"P5  verify, {many:,} awards / {FEW:,}:  {checks[1] / checks[0]:.2f} x  (goal 1.1 x; {us(checks[0])} each)")
    ids = [place.award.documents[0].credential_id for place in (few, full)]
    reads = by_turns(
        *(lambda p=p, i=i: p.services.press.standings.of_credential(i) for p, i in zip((few, full), ids, strict=True)),
        times=200,
    )
    print(f"    our own record, row by SQL:  {reads[1] / reads[0]:.2f} x  ({us(reads[0])}, {us(reads[1])})")
    bits = withdrawn(1_300).bits
    packed = encode(bits)
    warm, cold = by_turns(lambda: is_set(bits, 77_777), lambda: decode(packed), times=500)
    print(f"    a list's entry: warm {us(warm)} (goal 1 us), cold {us(cold)} (goal 25 us)")


def p6(full: Place) -> None:
    """Publishing one revocation: the new bits, packed, in the document that is sealed, read back and compared."""
    services, number = full.services, full.services.press.lists.numbers(full.award.institution_id)[-1]
    institution = services.plans.institutions()[0]
    signer = services.press.signers(institution).by_proof["jws"]
    print(f"P6  publishing one revocation before its seal, beside gzip (level {LEVEL}) of one list:")
    for count in (1, 1_300, 13_000):
        listed = withdrawn(count)
        made, baseline = by_turns(
            partial(prepare, listed, signer.identity), partial(gzip.compress, listed.bits, LEVEL), times=20
        )
        print(f"    {count:>6} of {LIST_SIZE:,} withdrawn:  {made / baseline:.2f} x  (goal 2 x; {us(made)}, goal 1 ms)")
    revoke = Change(Move.REVOKE, Reason.OTHER, Actor(ActorKind.ADMINISTRATOR, "benchmark"), services.clock.now())
    began = time.perf_counter()
    services.press.standings.change(full.award.id, revoke)
    print(f"    the move itself, on disk: {us(time.perf_counter() - began)}; list {number} is the newest")


def prepare(listed: StatusList, issuer: IssuerIdentity) -> Document:
    """What `published_list` does before it asks the seal."""
    method, changed = Bitstring(), listed.with_set(77_777)
    return check_list(method.document(issuer, changed, MOMENT), changed, method)


def withdrawn(count: int) -> StatusList:
    """A list with so many withdrawals at random places."""
    listed = bytearray(LIST_SIZE // 8)
    for index in random.Random(1).sample(range(LIST_SIZE), count):  # noqa: S311 - the same every time
        listed[index >> 3] |= 0x80 >> (index & 7)
    return StatusList("uniz", 1, 1, bytes(listed))


def place(home: Path, count: int) -> Place:
    """A real award, and copies of its rows under other ids and places."""
    services = open_services(Settings(home))
    plan = services.plans.publish(PLAN.read_bytes())
    text = b"identifier,name,email,grade,completed_on\ns-1,Ada Byrne,,84,2026-02-20\n"
    list(issue_lines(plan, read_learners(text, services.clock.now()), home / "out", services))
    engine = open_database(home / DATABASE)
    real = services.awards.find("s-1")[0]
    for first in range(0, count, ROWS_AT_ONCE):
        fill(engine, real.id, range(first, min(count, first + ROWS_AT_ONCE)))
    return Place(services, engine, real)


def fill(engine: Engine, real: str, numbers: range) -> None:
    """Copies of one award, without its sealed bytes."""
    with engine.begin() as connection:
        rows = [dict(connection.execute(select(t).where(key == real)).mappings().first() or {}) for t, key in TABLES]
        for (table, key), row in zip(TABLES, rows, strict=True):
            connection.execute(insert(table), [{**row, **copy(table.name, key.name, number)} for number in numbers])
        assert connection.scalar(select(func.count()).select_from(award))


def copy(table: str, key: str, number: int) -> dict[str, object]:
    """What differs in a copy."""
    same: dict[str, object] = {key: f"copy-{number}"}
    if table == "award":
        slot = {"status_list": 1000 + number // LIST_SIZE, "status_index": number % LIST_SIZE}
        return {**same, "subject": f"copy-{number}", "share_token": f"copy-{number}", **slot}
    return {**same, "credential_id": f"copy-{number}", "data": None} if table == "document" else same


def by_turns(*works: Callable[[], object], times: int) -> list[float]:
    """Median CPU seconds of each, one round of each after the other: other work on the machine counts little."""
    spent: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for work, seconds in zip(works, spent, strict=True):
            began = time.process_time()
            for _ in range(times):
                work()
            seconds.append((time.process_time() - began) / times)
    return [statistics.median(seconds) for seconds in spent]


def us(seconds: float) -> str:
    """Microseconds for people."""
    return f"{seconds * 1e6:,.2f} us" if seconds < 1e-5 else f"{seconds * 1e6:,.0f} us"


TABLES = ((award, award.c.id), (claim, claim.c.award_id), (document, document.c.award_id))
MOMENT = datetime(2026, 3, 2, 9, tzinfo=UTC)


if __name__ == "__main__":
    main()
