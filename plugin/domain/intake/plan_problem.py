"""What is wrong in a plan file, and where."""

from __future__ import annotations

from dataclasses import dataclass

from plugin.domain.errors import InputError
from plugin.domain.text import say_many


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault. `place` is a key such as `micro_credential.quality_assurance[2].agency` (counted from 1) or a line."""

    place: str
    sentence: str
    hint: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (f"{self.place}:", self.sentence, self.hint) if part)


class PlanFileError(InputError):
    """The file is no plan yet; `problems` (never empty) names every place that is at fault."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        first = problems[0]
        sentence = say_many(
            "The plan has one problem at {place}: {sentence}",
            "The plan has {count} problems, the first at {place}: {sentence}",
            len(problems),
            place=first.place,
            sentence=first.sentence,
        )
        super().__init__("plan.faults", sentence, first.hint)
        self.problems = problems
