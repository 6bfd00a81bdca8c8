"""The controlled lists that the EU standard elements draw on, with their official IRIs.

Facts from the EU Publications Office and the European Learning Model 3.2; each table under `tables/` names its source.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from plugin.domain.errors import InputError
from plugin.domain.text import Said, say

SNB = "http://data.europa.eu/snb/"
AUTHORITY = "http://publications.europa.eu/resource/authority/"


@dataclass(frozen=True, slots=True)
class Concept:
    """One entry of an official list: `iri` names it, `scheme` the list, `label` is the official English one."""

    iri: str
    scheme: str
    code: str
    label: str
    alias: str = ""  # a second official code: ISO 3166-1 alpha-2 of a country, ISO 639-1 of a language


class ConceptList:
    """A list one can look things up in, by label, code or IRI."""

    def __init__(self, title: str, concepts: Iterable[Concept]) -> None:
        self.title = title
        self._concepts = tuple(concepts)
        self._by_word = MappingProxyType(dict(_words(self._concepts)))

    def __iter__(self) -> Iterator[Concept]:
        return iter(self._concepts)

    def __len__(self) -> int:
        return len(self._concepts)

    def find(self, word: str) -> Concept:
        """The concept of that label, code or IRI (case ignored); InputError with the nearest entries otherwise."""
        found = self.get(word)
        if found is None:
            sentence = say("“{word}” is not in the list “{title}”.", word=word[:80], title=self.title)
            raise InputError("vocabulary.unknown", sentence, self._near(word))
        return found

    def get(self, word: str) -> Concept | None:
        """The concept of that label, code or IRI, or None."""
        return self._by_word.get(word.strip().casefold())

    def word_for(self, concept: Concept) -> str:
        """The word by which people find the concept again: its label, else its code; the IRI of one not listed."""
        return next((word for word in (concept.label, concept.code) if self.get(word) == concept), concept.iri)

    def _near(self, word: str) -> Said:
        labels = [c.label for c in self._concepts]
        near = difflib.get_close_matches(word[:80], labels, n=3, cutoff=0.5) or labels[:6]
        return say("Use for example: {labels}.", labels=tuple(say("“{name}”", name=label) for label in near))


def _words(concepts: Iterable[Concept]) -> Iterator[tuple[str, Concept]]:
    for concept in concepts:
        for word in (concept.alias, concept.label, concept.code, concept.iri):
            if word:
                yield word.casefold(), concept


@cache
def _rows(table: str) -> tuple[tuple[str, ...], ...]:
    text = files("plugin.domain").joinpath("tables", table).read_text("utf-8")
    return tuple(tuple(line.split("\t")) for line in text.splitlines() if line and not line.startswith("#"))


def _europass(name: str, title: str) -> ConceptList:
    scheme = f"{SNB}{name}/25831c2"
    rows = (row for row in _rows("europass.tsv") if row[0] == name)
    return ConceptList(title, (Concept(f"{SNB}{name}/{code}", scheme, code, label) for _, code, label in rows))


def _snb(table: str, name: str, title: str) -> ConceptList:
    scheme = f"{SNB}{name}/25831c2"
    return ConceptList(title, (Concept(f"{SNB}{name}/{code}", scheme, code, label) for code, label in _rows(table)))


def _authority(table: str, name: str, title: str) -> ConceptList:
    scheme = AUTHORITY + name
    rows = _rows(table)
    return ConceptList(title, (Concept(f"{scheme}/{code}", scheme, code, label, alias) for code, alias, label in rows))


COUNTRIES = _authority("countries.tsv", "country", say("countries"))
LANGUAGES = _authority("languages.tsv", "language", say("languages"))
EQF_LEVELS = _europass("eqf", say("EQF levels"))
NATIONAL_LEVELS = _snb("nqf.tsv", "qdr", say("national qualifications frameworks"))
FIELDS = _snb("isced_f.tsv", "isced-f", say("fields of education (ISCED-F)"))
ASSESSMENTS = _europass("assessment", say("types of assessment"))
PARTICIPATION = _europass("learning-assessment", say("forms of participation"))
SETTINGS = _europass("learning-setting", say("learning settings"))
SUPERVISION = _europass("supervision-verification", say("supervision and identity verification"))
QUALITY_ASSURANCE = _europass("accreditation", say("types of quality assurance"))
CREDIT_SYSTEMS = _europass("education-credit", say("credit systems"))
OPPORTUNITIES = _europass("learning-opportunity", say("kinds of learning opportunity"))
ACTIVITIES = _europass("learning-activity", say("kinds of learning activity"))
OUTCOME_KINDS = _europass("skill-type", say("kinds of learning outcome"))
REUSE_LEVELS = _europass("skill-reuse-level", say("reuse levels of a skill"))
CREDENTIAL_KINDS = _europass("credential", say("kinds of Europass credential"))
ENCODINGS = _europass("encoding", "encodings")

ECTS = CREDIT_SYSTEMS.find("European Credit Transfer System")
ESCO_SKILLS = "http://data.europa.eu/esco/concept-scheme/skills"
REGIONS = AUTHORITY + "atu"


def language_of(code: str) -> Concept:
    """The EU language concept of an ISO 639-1 code such as `en`."""
    return LANGUAGES.find(code)
