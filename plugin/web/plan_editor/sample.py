"""The micro-credential of a learner who does not exist, to see what a plan will look like."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from plugin.domain.badge import badge_url
from plugin.domain.claim import Claim, ClaimedBy
from plugin.domain.documents import Issued, Page
from plugin.domain.elements import Element, MicroCredential
from plugin.domain.facts import Completion, CompletionState, Grade, LearnerFacts, Source
from plugin.domain.intake.plan_file import PlanFile
from plugin.domain.mapping import as_test, to_elements
from plugin.domain.platforms import Person
from plugin.domain.statement import statement_of
from plugin.issuing.press import Press

NAME = "Sample Learner"
_NOBODY = "00000000-0000-4000-8000-000000000000"


def sample_micro(file: PlanFile, at: datetime) -> MicroCredential:
    """It always calls itself a test; MissingElementsError while mandatory elements are missing."""
    at = at.replace(microsecond=0)
    facts = LearnerFacts(
        Person("sample", NAME),
        Completion(CompletionState.COMPLETE, at),
        Grade(Decimal(84), Decimal(0), Decimal(100)),
        Source.PLATFORM,
        at,
    )
    claim = Claim(NAME, include_grade=True, by=ClaimedBy.LEARNER, at=at)
    return as_test(to_elements(facts, file.plan, file.institution, claim, at))


def pages_of(micro: MicroCredential, language: str, press: Press) -> tuple[Page, ...]:
    """The certificate as PNG pages, in one language."""
    return press.renderer.pages(replace(micro, languages=(language,)), _NOBODY, micro.date_of_issuing)


@dataclass(frozen=True, slots=True)
class Said:
    """What one format says of a micro-credential: each element, and whether it says the same as the plan."""

    title: str
    elements: frozenset[Element]
    faults: tuple[str, ...]


def said_by(name: str, micro: MicroCredential, pages: tuple[Page, ...], file: PlanFile, press: Press) -> Said:
    """The document is really built and read again; nothing is sealed."""
    form = press.formats[name]
    identity = press.signers(file.institution).by_proof[form.proof].identity
    picture = badge_url(identity.profile_url, file.plan.id, file.plan.version)
    issued = Issued(_NOBODY, f"urn:uuid:{_NOBODY}", micro.date_of_issuing, identity, pages, picture)
    content = form.build(micro, issued).content
    wanted, found = statement_of(micro).said, form.read(content).said
    same = frozenset(element for element in wanted if found.get(element) == wanted[element])
    return Said(form.title, same, form.faults(content))
