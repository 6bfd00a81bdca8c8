"""The profile of an institution as the administrator types it: who it is, and the defaults of its plans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plugin.domain.intake import entry, plan_elements
from plugin.domain.intake.plan_content import organisation_content
from plugin.domain.intake.plan_draft import ORGANISATION, QUALITY, Draft, Leaf, Shape, Tree, compose_part, typed
from plugin.domain.intake.plan_organisation import institution
from plugin.domain.intake.plan_problem import Problem
from plugin.domain.intake.plan_table import Table
from plugin.domain.plan import Institution

PROFILE: Mapping[str, Shape] = {**ORGANISATION, "quality_assurance": (QUALITY,), "review": Leaf.YES_NO}


@dataclass(frozen=True, slots=True)
class Profile:
    """An institution as it is now. New plans begin with its languages and its statements of quality assurance.

    needs_review: a plan is published by another person than the one who wrote last.
    """

    institution: Institution
    languages: tuple[str, ...]
    quality_assurance: Tree = ""
    needs_review: bool = False


@dataclass(frozen=True, slots=True)
class ProfileReading:
    """The profile, and every place at fault; None while there is no institution yet."""

    profile: Profile | None
    problems: tuple[Problem, ...]


def read_profile(institution_id: str, draft: Draft) -> ProfileReading:
    """What was typed, checked like a plan file; never raises."""
    found = draft.get("languages")
    languages = tuple(str(code) for code in found) if isinstance(found, list) and found else ("en",)
    composed = compose_part(draft, PROFILE, languages)
    problems = list(composed.problems)
    table = Table({"id": institution_id, **composed.content}, "", languages, problems)
    body = institution(table)
    table.parts("quality_assurance", plan_elements.quality_assurance, plan_elements.QUALITY_MAX)
    review = table.value("review", entry.yes_or_no)
    profile = Profile(body, languages, draft.get("quality_assurance", ""), bool(review)) if body else None
    return ProfileReading(profile, tuple(problems))


def profile_of(known: Institution) -> Draft:
    """The profile of an institution that came with a plan file, to begin with."""
    languages = tuple(language for language, _ in known.organisation.legal_name)
    content = organisation_content(known.organisation, languages)
    draft = {key: found for key, shape in ORGANISATION.items() if (found := typed(content.get(key), shape))}
    return {"languages": list(languages), **draft}
