"""What a micro-credential says, in words: the common tongue in which formats are compared and pages speak."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from plugin.domain.elements import (
    DoesNotApply,
    Element,
    FurtherInformation,
    GradeAchieved,
    Level,
    MicroCredential,
    Place,
    QualityAssurance,
    Stackability,
    Workload,
)
from plugin.domain.text import LocalText, day_words, say

PASSED = say("Passed")
LEVEL_DOES_NOT_APPLY = say("Does not apply")
STANDS_ALONE = say("Stands alone")
STACKABLE = say("Can count towards another credential")


@dataclass(frozen=True, slots=True)
class Statement:
    """Per element what is said, in the primary language; an element that is not said is absent.

    Formats that agree give equal statements. Learners read them, so no IRI and no code stands in one.
    """

    said: Mapping[Element, tuple[str, ...]]

    def missing(self) -> tuple[Element, ...]:
        """The mandatory elements of section 7.2 that are not said."""
        return tuple(element for element in Element if element.mandatory and not self.said.get(element))


def statement_of(micro: MicroCredential) -> Statement:
    """What every format of this micro-credential must say."""
    language = micro.languages[0]
    said = {
        Element.LEARNER: (micro.learner.full_name,),
        Element.TITLE: (micro.title.in_language(language),),
        Element.COUNTRY: (place_words(micro.country),),
        Element.AWARDING_BODY: (micro.awarding_body.legal_name.in_language(language),),
        Element.DATE_OF_ISSUING: (moment_words(micro.date_of_issuing),),
        Element.LEARNING_OUTCOMES: tuple(o.title.in_language(language) for o in micro.learning_outcomes),
        Element.WORKLOAD: workload_words(micro.workload),
        Element.LEVEL: level_words(micro.level),
        Element.ASSESSMENT: tuple(kind.label for kind in micro.assessment.kinds),
        Element.PARTICIPATION: (micro.participation.mode.label,),
        Element.QUALITY_ASSURANCE: tuple(quality_words(qa, language) for qa in micro.quality_assurance),
        Element.PREREQUISITES: text_words(micro.prerequisites, language),
        Element.SUPERVISION: (micro.supervision.label,) if micro.supervision else (),
        Element.GRADE: (grade_words(micro.grade),),
        Element.STACKABILITY: stackability_words(micro.stackability, language),
        Element.FURTHER_INFORMATION: further_words(micro.further_information, language),
    }
    return Statement({element: words for element, words in said.items() if words})


def text_words(text: LocalText | None, language: str) -> tuple[str, ...]:
    """One line for a text, none for no text."""
    return (text.in_language(language),) if text else ()


def place_words(place: Place) -> str:
    """Country, with the region after it where one is known."""
    return f"{place.country.label}, {place.region_name}" if place.region_name else place.country.label


def moment_words(moment: datetime) -> str:
    """A moment in UTC to the second, such as 2026-03-02T09:00:00Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def day_lines(moments: tuple[str, ...]) -> tuple[str, ...]:
    """What `moment_words` wrote, as days that people read."""
    return tuple(day_words(datetime.fromisoformat(moment)) for moment in moments)


def workload_words(workload: Workload) -> tuple[str, ...]:
    """Credits, then hours, each with its unit."""
    credits_ = (say("{ects} ECTS", ects=workload.ects),) if workload.ects is not None else ()
    hours = (say("{hours} hours", hours=workload.hours),) if workload.hours is not None else ()
    return credits_ + hours


def level_words(level: Level | DoesNotApply) -> tuple[str, ...]:
    """EQF level, national level, cycle; or that no level applies."""
    if isinstance(level, DoesNotApply):
        return (LEVEL_DOES_NOT_APPLY,)
    eqf = (eqf_words(level.eqf.label),) if level.eqf else ()
    national = (level.national.label,) if level.national else ()
    cycle = (level.cycle.value,) if level.cycle else ()
    return eqf + national + cycle


def eqf_words(label: str) -> str:
    """An EQF level by its official label, such as “Level 6”."""
    found = re.fullmatch("level ([0-9])", label.strip().lower())
    return say("EQF level {number}", number=found[1]) if found else f"EQF {label.lower()}"


def quality_words(quality: QualityAssurance, language: str) -> str:
    """The kind, its title and who vouches for it."""
    agency = quality.agency.legal_name.in_language(language)
    return f"{quality.kind.label}: {quality.title.in_language(language)} ({agency})"


def grade_words(grade: GradeAchieved | None) -> str:
    """The grade with its maximum, or that the learner passed."""
    return grade.words if grade else PASSED


def stackability_words(stackability: Stackability | None, language: str) -> tuple[str, ...]:
    """Alone or stackable, then what it counts towards."""
    if stackability is None:
        return ()
    first = STANDS_ALONE if stackability.stands_alone else STACKABLE
    return (first, *text_words(stackability.counts_towards, language))


def further_words(further: FurtherInformation | None, language: str) -> tuple[str, ...]:
    """The note and the address of more, in that order."""
    if further is None:
        return ()
    return text_words(further.note, language) + ((further.homepage,) if further.homepage else ())
