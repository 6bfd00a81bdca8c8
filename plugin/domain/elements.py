"""A micro-credential: one field per EU standard element, mandatory ones first, in the order of the standard.

Source: SWD(2021) 367, section 7.2 (11 mandatory and 5 optional elements).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from plugin.domain.said import plain as plain
from plugin.domain.text import LocalText, Said, say
from plugin.domain.vocabulary import Concept


class Element(Enum):
    """The 16 standard elements, in the order and wording of section 7.2."""

    LEARNER = say("Identification of the learner")
    TITLE = say("Title of the micro-credential")
    COUNTRY = say("Country or region of the issuer")
    AWARDING_BODY = say("Awarding body")
    DATE_OF_ISSUING = say("Date of issuing")
    LEARNING_OUTCOMES = say("Learning outcomes")
    WORKLOAD = say("Notional workload")
    LEVEL = say("Level and cycle")
    ASSESSMENT = say("Type of assessment")
    PARTICIPATION = say("Form of participation")
    QUALITY_ASSURANCE = say("Type of quality assurance")
    PREREQUISITES = say("Prerequisites")
    SUPERVISION = say("Supervision and identity verification")
    GRADE = say("Grade achieved")
    STACKABILITY = say("Integration and stackability")
    FURTHER_INFORMATION = say("Further information")

    @property
    def mandatory(self) -> bool:
        """Whether section 7.2 lists it among the mandatory elements."""
        return self in MANDATORY


MANDATORY = frozenset(list(Element)[:11])


@dataclass(frozen=True, slots=True)
class LearnerIdentity:
    """Who earned it, as it shall read. `identifier` is the institution's own (a student number)."""

    full_name: str
    given_name: str | None = None
    family_name: str | None = None
    identifier: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Country (EU country table) and, where it says more, a region (`region_code` of the EU table of territories)."""

    country: Concept
    region_code: str | None = None
    region_name: str | None = None


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number that some scheme gives to an organisation, such as a VAT or Erasmus code."""

    scheme: str
    value: str


@dataclass(frozen=True, slots=True)
class Organisation:
    """A legal body. `legal_identifier` is in the form of ETSI EN 319 412-1, such as VATIE-1234567A."""

    legal_name: LocalText
    place: Place
    legal_identifier: str | None = None
    short_name: str | None = None
    homepage: str | None = None
    email: str | None = None
    address: str | None = None
    identifiers: tuple[Identifier, ...] = ()


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill of the ESCO classification."""

    iri: str
    label: str


@dataclass(frozen=True, slots=True)
class LearningOutcome:
    """What the learner knows, understands or can do."""

    title: LocalText
    kind: Concept | None = None
    reuse: Concept | None = None
    skills: tuple[Skill, ...] = ()


@dataclass(frozen=True, slots=True)
class Workload:
    """Notional effort: ECTS credits wherever possible, and hours."""

    ects: Decimal | None = None
    hours: Decimal | None = None


class Cycle(Enum):
    """Cycles of the QF-EHEA (Paris Communiqué 2018, Appendix III)."""

    SHORT = say("Short cycle")
    FIRST = say("First cycle")
    SECOND = say("Second cycle")
    THIRD = say("Third cycle")


@dataclass(frozen=True, slots=True)
class Level:
    """Level of the learning: EQF, a national framework, and the QF-EHEA cycle where one applies."""

    eqf: Concept | None = None
    national: Concept | None = None
    cycle: Cycle | None = None


@dataclass(frozen=True, slots=True)
class DoesNotApply:
    """The institution states that an element marked 'if applicable' does not apply."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """How the outcomes were assessed; at least one kind."""

    kinds: tuple[Concept, ...]
    title: LocalText | None = None
    mode: Concept | None = None


@dataclass(frozen=True, slots=True)
class Participation:
    """How the learner took part (online, in presence, blended …) and in which setting (formal, non-formal)."""

    mode: Concept
    setting: Concept | None = None


@dataclass(frozen=True, slots=True)
class QualityAssurance:
    """What underpins the quality, and who vouches for it."""

    kind: Concept
    title: LocalText
    agency: Organisation
    valid_from: date | None = None
    valid_until: date | None = None
    report: str | None = None


@dataclass(frozen=True, slots=True)
class GradingScheme:
    """The scale against which a grade is read."""

    title: LocalText
    description: LocalText | None = None


@dataclass(frozen=True, slots=True)
class GradeAchieved:
    """A grade with its scale, never rounded."""

    value: Decimal
    minimum: Decimal
    maximum: Decimal
    letter: str | None = None
    scheme: GradingScheme | None = None

    @property
    def words(self) -> Said:
        """Points of points, with the letter where there is one."""
        points = say("{value} of {maximum}", value=self.value, maximum=self.maximum)
        return say("{letter} ({points})", letter=self.letter, points=points) if self.letter else points

    def __str__(self) -> str:
        return str(self.words)


@dataclass(frozen=True, slots=True)
class Stackability:
    """Whether the micro-credential stands alone, and what it counts towards."""

    stands_alone: bool
    counts_towards: LocalText | None = None


@dataclass(frozen=True, slots=True)
class FurtherInformation:
    """All else worth saying."""

    note: LocalText | None = None
    homepage: str | None = None
    course_code: str | None = None
    fields: tuple[Concept, ...] = ()
    languages: tuple[Concept, ...] = ()
    started_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class MicroCredential:
    """One award, complete against the standard. `grade` None reads "Passed": it is not known or was left out."""

    learner: LearnerIdentity
    title: LocalText
    country: Place
    awarding_body: Organisation
    date_of_issuing: datetime
    learning_outcomes: tuple[LearningOutcome, ...]
    workload: Workload
    level: Level | DoesNotApply
    assessment: Assessment
    participation: Participation
    quality_assurance: tuple[QualityAssurance, ...]
    prerequisites: LocalText | None
    supervision: Concept | None
    grade: GradeAchieved | None
    stackability: Stackability | None
    further_information: FurtherInformation | None
    # what every format needs besides the elements
    definition: str  # urn:uuid: of the micro-credential itself, the same for every learner
    description: LocalText
    languages: tuple[str, ...]  # ISO 639-1, the primary one first
    awarded_on: datetime  # when the learner earned it
    valid_until: datetime | None = None
    is_test: bool = False
