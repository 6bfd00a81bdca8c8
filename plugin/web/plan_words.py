"""What a plan says of its micro-credential, in words, before there is any learner."""

from __future__ import annotations

from plugin.domain.elements import Element
from plugin.domain.plan import CredentialPlan, Institution
from plugin.domain.statement import (
    level_words,
    place_words,
    quality_words,
    stackability_words,
    text_words,
    workload_words,
)


def plan_words(plan: CredentialPlan, institution: Institution) -> dict[Element, tuple[str, ...]]:
    """Element to words, in the primary language; an element that is not filled is absent."""
    language = plan.languages[0]
    said = {
        Element.COUNTRY: (place_words(institution.organisation.place),),
        Element.LEARNING_OUTCOMES: tuple(o.title.in_language(language) for o in plan.learning_outcomes),
        Element.WORKLOAD: workload_words(plan.workload) if plan.workload else (),
        Element.LEVEL: level_words(plan.level) if plan.level else (),
        Element.ASSESSMENT: tuple(kind.label for kind in plan.assessment.kinds) if plan.assessment else (),
        Element.PARTICIPATION: (plan.participation.mode.label,) if plan.participation else (),
        Element.QUALITY_ASSURANCE: tuple(quality_words(q, language) for q in plan.quality_assurance),
        Element.PREREQUISITES: text_words(plan.prerequisites, language),
        Element.SUPERVISION: (plan.supervision.label,) if plan.supervision else (),
        Element.STACKABILITY: stackability_words(plan.stackability, language),
    }
    return {element: words for element, words in said.items() if words}
