"""What a page of the form shows: what was typed, and what is wrong with it, field by field."""

from __future__ import annotations

from dataclasses import dataclass

from plugin.domain.intake.plan_draft import Draft, Tree
from plugin.domain.intake.plan_problem import Problem
from plugin.domain.text import Said, say, together
from plugin.web.languages import language_name, tell
from plugin.web.plan_editor.choices import Choice, chosen
from plugin.web.plan_editor.form_tree import field_of, words_of

_IN_A_FORM: dict[str, str] = {
    say("Write true or false."): say("Choose one of the answers.")
}  # hints that speak of files


def told(problem: Problem) -> Said:
    """What is wrong and what to do, for people with a form before them."""
    return together([problem.sentence, _IN_A_FORM.get(problem.hint, problem.hint)])


@dataclass(frozen=True, slots=True)
class Form:
    """The draft as fields. `more` names the list that shows a blank row at its end; `locked` may only be looked at."""

    content: Draft
    problems: tuple[Problem, ...]
    languages: tuple[str, ...]
    more: str = ""
    locked: bool = False

    def value(self, path: str) -> str:
        """The text in that field."""
        found = self._at(path)
        return found if isinstance(found, str) else ""

    def values(self, path: str) -> list[str]:
        """The words in that field."""
        found = self._at(path)
        return [word for word in found if isinstance(word, str)] if isinstance(found, list) else []

    def rows(self, path: str) -> range:
        """The numbers of the rows of a list, with a blank one where one was asked for or there is none."""
        found = self._at(path)
        count = len(found) if isinstance(found, list) else 0
        return range(count + (self.more == path))

    def chosen(self, path: str, choices: tuple[Choice, ...]) -> str:
        """The word of the list that the field means, or what stands there instead."""
        return chosen(choices, self.value(path))

    def is_picked(self, path: str, choices: tuple[Choice, ...], word: str) -> bool:
        """Whether a box is ticked."""
        return word in {chosen(choices, typed) for typed in self.values(path)}

    def strangers(self, path: str, choices: tuple[Choice, ...]) -> list[str]:
        """Ticked words that are not in the list: kept, and told."""
        known = {choice.word for choice in choices}
        return [typed for typed in self.values(path) if chosen(choices, typed) not in known]

    def error(self, path: str) -> str:
        """What is wrong in that very field."""
        return " ".join(told(p) for p in self.problems if field_of(p.place) == path)

    def inner_errors(self, path: str) -> list[tuple[str, str]]:
        """What is wrong inside it."""
        return [(place, error) for place, error in self.errors() if place.startswith(f"{path}.")]

    def other_texts(self, path: str) -> list[tuple[str, str]]:
        """What was typed in languages that the plan has no more."""
        texts = self._at(path)
        pairs = texts.items() if isinstance(texts, dict) else ()
        return [(code, text) for code, text in pairs if code not in self.languages and isinstance(text, str)]

    def shown(self, typed: str, choices: tuple[Choice, ...]) -> str:
        """How a word of the list reads in a field that one types into."""
        word = chosen(choices, typed)
        return next((choice.label for choice in choices if choice.word == word), typed)

    def errors(self) -> list[tuple[str, str]]:
        """Every fault of the page: the field and what is wrong."""
        return [(field_of(p.place), told(p)) for p in self.problems]

    def where(self, field: str) -> str:
        """The name of the field, to begin a sentence with."""
        words = tell(words_of(field))
        return words[0].upper() + words[1:]

    def language(self, code: str) -> str:
        """How the language is called."""
        return language_name(code)

    @property
    def other_languages(self) -> tuple[str, ...]:
        """The names of all but the first one."""
        return tuple(map(language_name, self.languages[1:]))

    def _at(self, path: str) -> Tree | None:
        found: Tree | None = self.content
        for part in path.split("."):
            if isinstance(found, dict):
                found = found.get(part)
            elif isinstance(found, list) and part.isdigit() and int(part) < len(found):
                found = found[int(part)]
            else:
                return None
        return found
