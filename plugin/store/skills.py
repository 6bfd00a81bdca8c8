"""ESCO skills in a SQLite file of their own, searched by FTS5 without any network."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from plugin.domain.elements import Skill
from plugin.domain.errors import ServiceError
from plugin.domain.skills import EscoSkill
from plugin.domain.text import say
from plugin.domain.vocabulary import OUTCOME_KINDS, REUSE_LEVELS

WORDS_MAX = 8  # of a search; further ones are ignored
LETTERS_MAX = 200
LIMIT_MAX = 100
FALLBACK = "en"

_TABLES = """
CREATE TABLE IF NOT EXISTS skill (
    id INTEGER PRIMARY KEY, language TEXT NOT NULL, iri TEXT NOT NULL, label TEXT NOT NULL, alternatives TEXT NOT NULL,
    kind TEXT, reuse TEXT, description TEXT NOT NULL, UNIQUE (language, iri));
CREATE VIRTUAL TABLE IF NOT EXISTS skill_words USING fts5 (
    label, alternatives, description, content='skill', content_rowid='id', tokenize='unicode61 remove_diacritics 2');
"""
_INSERT = """
INSERT INTO skill (language, iri, label, alternatives, kind, reuse, description) VALUES (?, ?, ?, ?, ?, ?, ?)
"""
# the label counts most, then its alternatives; the very words that were asked for come first
_SEARCH = """
SELECT skill.iri, skill.label, skill.language, skill.alternatives, skill.kind, skill.reuse, skill.description
FROM skill_words JOIN skill ON skill.id = skill_words.rowid
WHERE skill_words MATCH ? AND skill.language = ?
ORDER BY lower(skill.label) = lower(?) DESC, bm25(skill_words, 10, 4, 1), skill.label LIMIT ?
"""


class Skills:
    """The lists that were imported, one for each language. Without any, nothing is found: skills are then free text."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def languages(self) -> tuple[str, ...]:
        """Those in which skills can be found (ISO 639-1)."""
        if not self._path.exists():
            return ()
        with self._opened(self._path) as connection:
            return tuple(row[0] for row in connection.execute("SELECT DISTINCT language FROM skill ORDER BY language"))

    def search(self, words: str, language: str, limit: int = 20) -> tuple[EscoSkill, ...]:
        """The skills whose words begin with all of these, best first; in English where the language is not imported."""
        wanted = re.findall(r"\w+", words[:LETTERS_MAX])[:WORDS_MAX]
        languages = self.languages()
        chosen = language if language in languages else FALLBACK
        if not wanted or chosen not in languages:
            return ()
        query = " ".join(f'"{word}"*' for word in wanted)
        asked = (query, chosen, words.strip(), max(1, min(limit, LIMIT_MAX)))
        with self._opened(self._path) as connection:
            return tuple(_skill(row) for row in connection.execute(_SEARCH, asked))

    def replace(self, language: str, skills: Sequence[EscoSkill]) -> None:
        """Keep these as the list of that language. Searches go on in the old file until the new one is whole."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        part = self._path.with_name(self._path.name + ".part")
        part.unlink(missing_ok=True)
        if self._path.exists():
            shutil.copyfile(self._path, part)
        with self._opened(part) as connection:
            connection.executescript(_TABLES)
            connection.execute("DELETE FROM skill WHERE language = ?", (language,))
            connection.executemany(_INSERT, (_row(language, skill) for skill in skills))
            connection.execute("INSERT INTO skill_words (skill_words) VALUES ('rebuild')")
            connection.commit()
        os.replace(part, self._path)

    @contextmanager
    def _opened(self, path: Path) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(path)) as connection:
                yield connection
        except sqlite3.Error as error:
            sentence = say("The list of ESCO skills cannot be used: {error}.", error=error)
            hint = say("Remove {name} from TWINSEAL_HOME and import the list again.", name=self._path.name)
            raise ServiceError("skills.unusable", sentence, hint) from None


def _row(language: str, found: EscoSkill) -> tuple[str | None, ...]:
    kind = found.kind.code if found.kind else None
    reuse = found.reuse.code if found.reuse else None
    alternatives = "\n".join(found.alternatives)
    return (language, found.skill.iri, found.skill.label, alternatives, kind, reuse, found.description)


def _skill(row: tuple[str, ...]) -> EscoSkill:
    iri, label, language, alternatives, kind, reuse, description = row
    return EscoSkill(
        Skill(iri, label),
        language,
        tuple(alternatives.splitlines()),
        OUTCOME_KINDS.get(kind or ""),
        REUSE_LEVELS.get(reuse or ""),
        description,
    )
