"""Text in one or several languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from plugin.domain.errors import InputError


@dataclass(frozen=True, slots=True)
class LocalText:
    """The same words in one or more languages, by ISO 639-1 code, the primary one first; never empty."""

    values: tuple[tuple[str, str], ...]

    def __post_init__(self) -> None:
        if not self.values or not all(language and text.strip() for language, text in self.values):
            raise InputError("text.empty", "A text is empty.", "Write at least one word, or leave the entry out.")

    @classmethod
    def of(cls, text: str, language: str = "en") -> LocalText:
        """One language only."""
        return cls(((language, text),))

    @classmethod
    def from_mapping(cls, values: Mapping[str, str]) -> LocalText:
        """Several languages, in the mapping's order."""
        return cls(tuple(values.items()))

    def in_language(self, language: str) -> str:
        """The text in that language, else in the first one given."""
        return dict(self.values).get(language, self.values[0][1])

    def as_mapping(self) -> dict[str, str]:
        """Language to text, in order."""
        return dict(self.values)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.values)

    def __str__(self) -> str:
        return self.values[0][1]
