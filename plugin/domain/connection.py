"""Does a connection to an LMS work? One finding per question, with the setting to change."""

from __future__ import annotations

from dataclasses import dataclass

from plugin.domain.report import Answer


@dataclass(frozen=True, slots=True)
class Finding:
    """One question to a connection, its answer, what it rests on, and what to change when it is not yes."""

    question: str
    answer: Answer
    evidence: str
    hint: str = ""
