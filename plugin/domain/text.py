"""Text in one or several languages."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from plugin.domain.errors import InputError
from plugin.domain.said import Said, day_words, say, say_many, together

__all__ = ["LocalText", "Said", "day_words", "has_hidden_signs", "say", "say_many", "together", "without_joiners"]

# Persian, Sinhala and other scripts spell with these two, although nothing is drawn for them.
_JOINERS = frozenset("\u200c\u200d")


def without_joiners(text: str) -> str:
    """The text without the zero-width joiner and non-joiner, to see whether anything is left to read."""
    return "".join(sign for sign in text if sign not in _JOINERS)


def has_hidden_signs(text: str) -> bool:
    """Whether it holds what cannot be seen and is no part of spelling: controls, turns of direction, half pairs."""
    signs = set(text) - _JOINERS
    return any(not sign.isprintable() and unicodedata.category(sign) != "Zs" for sign in signs)


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
