"""The picture of a micro-credential: the same for everybody who earns it."""

from __future__ import annotations

from dataclasses import dataclass

from plugin.domain.elements import DoesNotApply, Level
from plugin.domain.plan import CredentialPlan, Institution
from plugin.domain.statement import workload_words


@dataclass(frozen=True, slots=True)
class BadgeFace:
    """What stands on the picture. `effort` reads like "2 ECTS · EQF level 6"; `language` is ISO 639-1."""

    title: str
    awarding_body: str
    effort: str
    language: str
    is_test: bool

    @property
    def alternative(self) -> str:
        """The picture in words, for those who do not see it."""
        test = "Test, not valid: " if self.is_test else ""
        return f"{test}{self.title}, awarded by {self.awarding_body}"


@dataclass(frozen=True, slots=True)
class BadgeImage:
    """The same picture twice: SVG for any size (text as outlines, so no font is needed), PNG of 512 by 512 pixels."""

    svg: bytes
    png: bytes


def face_of(institution: Institution, plan: CredentialPlan, is_test: bool) -> BadgeFace:
    """What stands on the picture of a plan, in its primary language."""
    language = plan.languages[0]
    body = institution.organisation
    return BadgeFace(
        title=plan.title.in_language(language) if plan.title else "",
        awarding_body=body.legal_name.in_language(language),
        effort=" · ".join([*(workload_words(plan.workload)[:1] if plan.workload else ()), *_level(plan.level)]),
        language=language,
        is_test=is_test,
    )


def badge_url(profile_url: str, plan_id: str, version: int) -> str:
    """Where the picture of a plan is published as PNG, below the issuer's own address."""
    return f"{profile_url}/badges/{plan_id}/{version}.png"


def _level(level: Level | DoesNotApply | None) -> tuple[str, ...]:
    return (f"EQF {level.eqf.label.lower()}",) if isinstance(level, Level) and level.eqf else ()
