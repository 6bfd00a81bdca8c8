"""The answer to "is this genuine?": one check per question, and a verdict that never guesses."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

from plugin.domain.statement import Statement
from plugin.domain.status import Withdrawal
from plugin.domain.text import say


class Answer(Enum):
    """Three answers, never two."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Question(Enum):
    """The ten questions in their order; the last two only inform."""

    READABLE = say("Can the file be read?")
    FORMAT = say("Is it a kind of credential that we know?")
    MODEL = say("Is it built as its format demands?")
    PROOF = say("Is it unchanged since it was sealed?")
    ISSUER_KEY = say("Was it sealed by the issuer it names?")
    KEY_VALID = say("Was the issuer's key valid then?")
    IN_TIME = say("Is it in force today?")
    NOT_WITHDRAWN = say("Is it not withdrawn?")
    ISSUER_KNOWN = say("Is the issuer known or accredited?")
    COMPLETE = say("Does it have all elements of the EU standard?")

    @property
    def decides(self) -> bool:
        """Whether the answer bears on the verdict."""
        return self not in (Question.ISSUER_KNOWN, Question.COMPLETE)


class Verdict(Enum):
    """What the checks come to."""

    VALID = "valid"
    INVALID = "invalid"
    UNKNOWN = "cannot tell"


@dataclass(frozen=True, slots=True)
class Check:
    """One question, its answer, what the answer rests on, and what to do when it is not yes."""

    question: Question
    answer: Answer
    evidence: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """All checks in order. `issuer` is the proven name, or None while the key is not proven to be the issuer's.

    format: name of the adapter, `title` as people call it. withdrawal: set where it was withdrawn or replaced.
    """

    format: str
    title: str
    checks: tuple[Check, ...]
    statement: Statement | None = None
    issuer: str | None = None
    is_test: bool = False
    withdrawal: Withdrawal | None = None

    @property
    def verdict(self) -> Verdict:
        """Any deciding no: invalid; else any unknown, or a deciding question not asked: cannot tell; else valid."""
        answers = {c.question: c.answer for c in self.checks if c.question.decides}
        if Answer.NO in answers.values():
            return Verdict.INVALID
        complete = all(answers.get(q) is Answer.YES for q in Question if q.decides)
        return Verdict.VALID if complete else Verdict.UNKNOWN

    @property
    def only_withdrawn(self) -> Withdrawal | None:
        """What became of a credential that is genuine otherwise; None for one with any other deciding fault."""
        others = {c.answer for c in self.checks if c.question.decides and c.question is not Question.NOT_WITHDRAWN}
        return self.withdrawal if others == {Answer.YES} else None

    def as_json(self) -> dict[str, Any]:
        """The report for machines, as `twinseal verify --json` prints it."""
        checks = [
            {"question": c.question.value, "answer": c.answer.value, "evidence": c.evidence, "hint": c.hint}
            for c in self.checks
        ]
        said = self.statement.said if self.statement else {}
        return {
            "verdict": self.verdict.value,
            "format": self.format,
            "issuer": self.issuer,
            "test": self.is_test,
            "standing": self.withdrawal.standing.value if self.withdrawal else None,
            "replaced_by": self.withdrawal.successor_url if self.withdrawal else None,
            "checks": checks,
            "elements": {element.value: list(words) for element, words in said.items()},
        }
