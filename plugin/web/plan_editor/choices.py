"""What people choose from: the official lists as words, and the languages of the European Union."""

from __future__ import annotations

from dataclasses import dataclass

from plugin.domain import vocabulary
from plugin.domain.elements import Cycle
from plugin.domain.text import say
from plugin.domain.vocabulary import Concept, ConceptList

_EU = "bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv"
EU_LANGUAGES = tuple(_EU.split())
_EVERYDAY = {
    "Presential": say("In presence"),
    "Workbased": say("Work-based"),
    "Project based": say("Project-based"),
    "Research-Lab based": say("Research or laboratory"),
    "Program Quality Assurance": say("Programme quality assurance"),
    "Program License": say("Programme licence"),
    "Institutional License": say("Institutional licence"),
    "Institutional Quality Assurance": say("Institutional quality assurance"),
    "Unsupervised with ID Verification": say("Unsupervised, with identity check"),
    "Unsupervised without ID Verification": say("Unsupervised, without identity check"),
    "Supervised with ID Verification": say("Supervised (online or on site), with identity check"),
    "Supervised without ID Verification": say("Supervised, without identity check"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: the word that the draft keeps, and how it reads."""

    word: str
    label: str


def of(concepts: ConceptList) -> tuple[Choice, ...]:
    """A list to choose from, in its own order."""
    return tuple(Choice(concepts.word_for(concept), _label(concept)) for concept in concepts)


def _label(concept: Concept) -> str:
    label = concept.label
    return _EVERYDAY.get(label) or label[0].upper() + label[1:]


def _by_label(concepts: ConceptList) -> tuple[Choice, ...]:
    return tuple(sorted(of(concepts), key=lambda choice: choice.label))


def _field(concept: Concept) -> Choice:
    return Choice(concept.code, f"{concept.code} {concept.label}")


EQF = of(vocabulary.EQF_LEVELS)
NATIONAL = _by_label(vocabulary.NATIONAL_LEVELS)
CYCLES = tuple(Choice(cycle.name.lower(), cycle.value) for cycle in Cycle)
ASSESSMENTS = _by_label(vocabulary.ASSESSMENTS)
PARTICIPATION = of(vocabulary.PARTICIPATION)
SETTINGS = of(vocabulary.SETTINGS)
SUPERVISION = of(vocabulary.SUPERVISION)
QUALITY = of(vocabulary.QUALITY_ASSURANCE)
KINDS = of(vocabulary.OUTCOME_KINDS)
REUSE = of(vocabulary.REUSE_LEVELS)
COUNTRIES = _by_label(vocabulary.COUNTRIES)
LANGUAGES = _by_label(vocabulary.LANGUAGES)
FIELDS = tuple(_field(concept) for concept in sorted(vocabulary.FIELDS, key=lambda c: c.code))
TEXT_LANGUAGES = tuple(
    sorted((Choice(code, vocabulary.language_of(code).label) for code in EU_LANGUAGES), key=lambda c: c.label)
)
YES_NO = (Choice("yes", say("Yes")), Choice("no", say("No")))
FORMATS = (
    Choice("openbadge3", "Open Badge 3.0"),
    Choice("openbadge3_di", say("Badge for wallets (Open Badge 3.0)")),
    Choice("europass", say("Europass credential")),
)
_LISTS = {
    EQF: vocabulary.EQF_LEVELS,
    NATIONAL: vocabulary.NATIONAL_LEVELS,
    ASSESSMENTS: vocabulary.ASSESSMENTS,
    PARTICIPATION: vocabulary.PARTICIPATION,
    SETTINGS: vocabulary.SETTINGS,
    SUPERVISION: vocabulary.SUPERVISION,
    QUALITY: vocabulary.QUALITY_ASSURANCE,
    KINDS: vocabulary.OUTCOME_KINDS,
    REUSE: vocabulary.REUSE_LEVELS,
    COUNTRIES: vocabulary.COUNTRIES,
    LANGUAGES: vocabulary.LANGUAGES,
    FIELDS: vocabulary.FIELDS,
}


def chosen(choices: tuple[Choice, ...], typed: str) -> str:
    """The word in the list that means what was typed; what is not in the list stays as it was typed."""
    concepts = _LISTS.get(choices)
    concept = concepts.get(typed) if concepts and typed.strip() else None
    if concepts is None or concept is None:
        return typed
    return concept.code if choices is FIELDS else concepts.word_for(concept)
