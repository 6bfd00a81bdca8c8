"""Skills of the ESCO classification, as its list describes them."""

from __future__ import annotations

from dataclasses import dataclass

from plugin.domain.elements import Skill
from plugin.domain.vocabulary import Concept


@dataclass(frozen=True, slots=True)
class EscoSkill:
    """A skill in one language (ISO 639-1); `kind` and `reuse` are those of learning outcomes, None where not said."""

    skill: Skill
    language: str
    alternatives: tuple[str, ...] = ()
    kind: Concept | None = None
    reuse: Concept | None = None
    description: str = ""
