"""The pages of the form, in the order of the standard (SWD(2021) 367, section 7.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from plugin.domain.elements import Element
from plugin.domain.errors import NotFoundError
from plugin.domain.intake.plan_draft import LEVEL_APPLIES, PLAN, RULE, Leaf, Shape
from plugin.domain.text import say


@dataclass(frozen=True, slots=True)
class Section:
    """One page: its address, its name, the question it asks, and what it writes into the draft."""

    slug: str
    name: str
    question: str
    elements: tuple[Element, ...]
    shape: Mapping[str, Shape]

    @property
    def template(self) -> str:
        """The template of its fields."""
        return f"plan/{self.slug}.html"


def _section(slug: str, name: str, question: str, elements: tuple[Element, ...], *keys: str) -> Section:
    return Section(slug, name, question, elements, MappingProxyType({key: _SHAPES[key] for key in keys}))


_SHAPES: dict[str, Shape] = {**PLAN, "languages": Leaf.WORDS, LEVEL_APPLIES: Leaf.WORD, "rule": RULE}
SECTIONS = (
    _section(
        "title",
        say("Title"),
        say("What is it called, and in which languages?"),
        (Element.TITLE, Element.COUNTRY, Element.AWARDING_BODY),
        "languages",
        "title",
        "description",
    ),
    _section(
        "outcomes",
        say("Learning outcomes"),
        say("What can learners do afterwards?"),
        (Element.LEARNING_OUTCOMES,),
        "learning_outcomes",
    ),
    _section(
        "workload",
        say("Workload and level"),
        say("How much work is it, and how demanding?"),
        (Element.WORKLOAD, Element.LEVEL),
        "workload",
        "level",
        LEVEL_APPLIES,
    ),
    _section(
        "assessment",
        say("Assessment and participation"),
        say("How is it assessed, and how do learners take part?"),
        (Element.ASSESSMENT, Element.PARTICIPATION),
        "assessment",
        "participation",
    ),
    _section(
        "quality",
        say("Quality assurance"),
        say("Who vouches for the quality?"),
        (Element.QUALITY_ASSURANCE,),
        "quality_assurance",
    ),
    _section(
        "optional",
        say("Optional elements"),
        say("What else does the standard provide for?"),
        (Element.PREREQUISITES, Element.SUPERVISION, Element.GRADE, Element.STACKABILITY),
        "prerequisites",
        "supervision",
        "grading_scheme",
        "stackability",
    ),
    _section(
        "further",
        say("Further information"),
        say("What more should readers know?"),
        (Element.FURTHER_INFORMATION,),
        "further_information",
        "valid_months",
        "formats",
        "include_grade",
        "catalogue",
    ),
    _section("rule", say("Who earns it"), say("When has a learner earned it?"), (), "rule"),
)


def section_of(slug: str) -> Section:
    """The page at that address; NotFoundError when there is none."""
    found = next((section for section in SECTIONS if section.slug == slug), None)
    if found is None:
        raise NotFoundError("plan.page", "The plan has no such page.", "Go back to the course.")
    return found


def section_with(key: str) -> Section:
    """The page on which that key of the plan stands; the first page for what stands on none."""
    key = LEVEL_APPLIES if key == "level" else key
    return next((section for section in SECTIONS if key in section.shape), SECTIONS[0])


def after(section: Section) -> Section | None:
    """The page that comes next; None after the last."""
    place = SECTIONS.index(section) + 1
    return SECTIONS[place] if place < len(SECTIONS) else None
