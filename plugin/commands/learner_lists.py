"""Issuing for a list of learners without an LMS, and the folder that it leaves behind (`twinseal issue`)."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from plugin.commands.files import write_file
from plugin.domain.binding import binding_of_lists
from plugin.domain.documents import WebFile
from plugin.domain.eligibility import Outcome
from plugin.domain.errors import TwinsealError
from plugin.domain.intake.csv_records import LineProblem
from plugin.domain.intake.learner_line import LearnerLine
from plugin.domain.intake.learner_list import LearnerList
from plugin.domain.intake.plan_file import PlanFile
from plugin.domain.lifecycle import Award, AwardKey
from plugin.domain.plan import Institution
from plugin.domain.standing import Actor, ActorKind, Change, Move, Reason, Standing
from plugin.issuing.issue import NotEarnedError, issue
from plugin.issuing.picture import pictures
from plugin.issuing.press import Order
from plugin.issuing.reissue import Correction, reissue
from plugin.issuing.status_list import published_lists
from plugin.services import Services

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,60}")


class LineOutcome(Enum):
    """What became of one line."""

    ISSUED = "issued"
    NOT_EARNED = "not earned"
    CANNOT_TELL = "cannot tell"
    REISSUED = "issued anew"
    CHANGED = "needs a re-issue"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class LineResult:
    """One line of the list: what became of it, why, and the files (relative to the output folder)."""

    line: int
    identifier: str
    outcome: LineOutcome
    sentence: str = ""
    hint: str = ""
    files: tuple[str, ...] = ()

    @property
    def wants_attention(self) -> bool:
        """Whether somebody should look at the line."""
        return self.outcome in (LineOutcome.CHANGED, LineOutcome.PROBLEM, LineOutcome.CANNOT_TELL)

    def as_json(self) -> dict[str, Any]:
        """The line as report.json tells it."""
        return {
            "line": self.line,
            "identifier": self.identifier,
            "outcome": self.outcome.value,
            "sentence": self.sentence,
            "hint": self.hint,
            "files": list(self.files),
        }


def issue_lines(
    plan: PlanFile, learners: LearnerList, folder: Path, services: Services, reissue_changed: bool = False
) -> Iterator[LineResult]:
    """Issue line by line, each finished and its files written before the next; problems come first.

    reissue_changed: a line that changed since its credentials were issued has them replaced.
    """
    binding = binding_of_lists(plan.institution.id, plan.plan.id)
    services.bindings.put(binding)
    for problem in learners.problems:
        yield _problem(problem)
    folders = folder_names(line.identifier for line in learners.lines)
    for line in learners.lines:
        key = AwardKey(binding.id, line.identifier, plan.plan.id)
        order = Order(key, plan.institution, plan.plan, line.facts, line.claim, line.digest)
        yield _issue_line(order, line, folder, folders[line.identifier], services, reissue_changed)


def write_report(plan: PlanFile, results: list[LineResult], folder: Path) -> None:
    """report.json: every line with what became of it, in the order of the list."""
    report = {
        "institution": plan.institution.id,
        "plan": plan.plan.id,
        "learners": [r.as_json() for r in sorted(results, key=lambda r: r.line)],
    }
    write_file(folder / "report.json", json.dumps(report, ensure_ascii=False, indent=2).encode() + b"\n")


def public_files(institution: Institution, services: Services) -> tuple[WebFile, ...]:
    """Everything that anyone may fetch to check an institution's credentials, the status lists as they are now."""
    return services.published(institution) + published_lists(institution, services.press)


def write_web(files: tuple[WebFile, ...], folder: Path) -> None:
    """A folder that answers for the web: each public file, and index.json with which address it stands for."""
    index = {}
    for file in files:
        name = re.sub(r"[^a-zA-Z0-9.-]+", "_", file.url.split("://", 1)[1])
        write_file(folder / name, file.data)
        index[file.url] = name
    write_file(folder / "index.json", json.dumps(index, indent=2, sort_keys=True).encode() + b"\n")


def folder_names(identifiers: Iterable[str]) -> dict[str, str]:
    """A folder for each learner: the identifier where that is a plain name of its own on every file system.

    Otherwise what is plain of it, with a hash that keeps it apart.
    """
    given = list(identifiers)
    counts = Counter([identifier.casefold() for identifier in given] + ["web"])
    return {i: i if _PLAIN.fullmatch(i) and counts[i.casefold()] == 1 else _hashed(i) for i in given}


def _hashed(identifier: str) -> str:
    plain = re.sub(r"[^A-Za-z0-9_-]+", "_", identifier)[:60]
    return f"{plain}-{hashlib.sha256(identifier.encode()).hexdigest()[:8]}"


def _issue_line(
    order: Order, line: LearnerLine, folder: Path, name: str, services: Services, reissue_changed: bool
) -> LineResult:
    try:
        award = issue(order, services.press)
        changed = award.digest != order.digest
        if reissue_changed and changed and award.standing is Standing.LIVE:
            return _replace_line(award, order, line, folder, name, services)
    except NotEarnedError as refusal:
        unknown = refusal.decision.outcome is Outcome.UNKNOWN
        outcome = LineOutcome.CANNOT_TELL if unknown else LineOutcome.NOT_EARNED
        return LineResult(line.number, line.identifier, outcome, refusal.sentence, refusal.hint)
    except TwinsealError as error:
        return LineResult(line.number, line.identifier, LineOutcome.PROBLEM, error.sentence, error.hint)
    if award.standing is not Standing.LIVE:
        return LineResult(line.number, line.identifier, *_NOT_IN_FORCE[award.standing])
    files = _write_award(award, folder, name, services)
    if changed:
        return LineResult(line.number, line.identifier, LineOutcome.CHANGED, *_CHANGED, files)
    return LineResult(line.number, line.identifier, LineOutcome.ISSUED, files=files)


def _replace_line(
    award: Award, order: Order, line: LearnerLine, folder: Path, name: str, services: Services
) -> LineResult:
    """Replace the award of a line that changed; one that is no longer earned is left to people."""
    renamed = order.claim.full_name != award.claim.full_name
    reason = Reason.NAME_CORRECTED if renamed else Reason.RESULT_CORRECTED
    change = Change(Move.SUPERSEDE, reason, Actor(ActorKind.ADMINISTRATOR, "list"), services.clock.now())
    given = Correction(None, order.facts, (order.institution, order.plan), order.claim, order.digest)
    try:
        new = reissue(award, given, change, services.press)
    except NotEarnedError as refusal:
        sentence = f"This line changed, and its credentials stay in force all the same. {refusal.sentence}"
        hint = "Withdraw them, if they shall not: twinseal award revoke"
        return LineResult(line.number, line.identifier, LineOutcome.CHANGED, sentence, hint)
    files = _write_award(new, folder, name, services)
    return LineResult(line.number, line.identifier, LineOutcome.REISSUED, files=files)


_NOT_IN_FORCE = {
    Standing.SUSPENDED: (
        LineOutcome.SUSPENDED,
        "The credentials of this line are suspended; nothing was written.",
        "See: twinseal award show",
    ),
    Standing.REVOKED: (
        LineOutcome.WITHDRAWN,
        "The credentials of this line were withdrawn; nothing was issued.",
        "Issue them anew, if the learner shall have them again: twinseal award reissue",
    ),
}
_CHANGED = (
    "This line changed since its credentials were issued; they were left as they are.",
    "Put the line back as it was, or replace them: the same command with --reissue-changed",
)


def _write_award(award: Award, folder: Path, learner: str, services: Services) -> tuple[str, ...]:
    names = []
    for document in award.documents:
        assert document.sealed is not None  # noqa: S101 - issue() gives finished awards only
        name = f"{learner}/{document.format}{document.sealed.suffix}"
        write_file(folder / name, document.sealed.data)
        names.append(name)
    for suffix, picture in pictures(award, services.press).items():
        name = f"{learner}/badge{suffix}"
        write_file(folder / name, picture)
        names.append(name)
    return tuple(names)


def _problem(problem: LineProblem) -> LineResult:
    return LineResult(problem.number, "", LineOutcome.PROBLEM, problem.sentence, problem.hint)
