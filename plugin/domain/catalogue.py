"""The public catalogue: what can be earned, as people search it and programs harvest it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from plugin.domain.elements import Element
from plugin.domain.mapping import TEST_TITLE, as_test_organisation
from plugin.domain.plan import CredentialPlan, Institution
from plugin.domain.statement import (
    further_words,
    level_words,
    place_words,
    quality_words,
    stackability_words,
    text_words,
    workload_words,
)
from plugin.domain.text import LocalText, say

WORDS_MAX = 10  # further words of a search are ignored
PER_PAGE = 20  # micro-credentials on one page for people
PER_FEED = 200  # and on one page for programs


@dataclass(frozen=True, slots=True)
class Entry:
    """The newest version of one plan, complete and public; `institution` as it is described now, not then."""

    institution: Institution
    plan: CredentialPlan
    published_at: datetime
    text: str  # all that a search looks at, folded


@dataclass(frozen=True, slots=True)
class Listing:
    """An entry with its absolute addresses: its page for people, its picture, its institution's page.

    With a test seal, title and awarding body say so, as its credentials do.
    """

    institution: Institution
    plan: CredentialPlan
    published_at: datetime
    page: str
    picture: str
    issuer: str
    is_test: bool


@dataclass(frozen=True, slots=True)
class FeedPage:
    """One page of all listings. `number` counts from 1; `changed_at` is the whole catalogue's, None when empty."""

    listings: tuple[Listing, ...]
    number: int
    pages: int
    address: str  # of this page
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Part:
    """One page of a list of entries; `total` counts all of them."""

    entries: tuple[Entry, ...]
    number: int
    pages: int
    total: int


def entry_of(institution: Institution, plan: CredentialPlan, published_at: datetime) -> Entry:
    """The entry with its text for searches, in every language."""
    said = [institution.organisation.legal_name, plan.title, plan.description]
    said += [outcome.title for outcome in plan.learning_outcomes]
    words = [text for local in said if local for _, text in local]
    words += [skill.label for outcome in plan.learning_outcomes for skill in outcome.skills]
    words += [field.label for field in plan.further_information.fields] if plan.further_information else []
    return Entry(institution, plan, published_at, folded(" ".join(words)))


def found(entries: Iterable[Entry], words: str, institution_id: str) -> tuple[Entry, ...]:
    """Those that hold every word, in any case, with or without accents; only of the institution if one is named."""
    wanted = folded(words).split()[:WORDS_MAX]
    return tuple(
        entry
        for entry in entries
        if institution_id in ("", entry.institution.id) and all(word in entry.text for word in wanted)
    )


def part_of(entries: Sequence[Entry], number: int, size: int) -> Part:
    """The page of that number; the nearest one when there is none."""
    pages = max(1, -(-len(entries) // size))
    number = min(max(1, number), pages)
    return Part(tuple(entries[(number - 1) * size : number * size]), number, pages, len(entries))


def folded(text: str) -> str:
    """The text without case and accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def listing_of(entry: Entry, public_url: str, is_test: bool) -> Listing:
    """The entry with its addresses at this installation."""
    institution, plan = entry.institution, entry.plan
    issuer = f"{public_url}/issuers/{institution.id}"
    if is_test:
        institution = replace(institution, organisation=as_test_organisation(institution.organisation))
        plan = replace(plan, title=_test_title(plan.title))
    return Listing(
        institution=institution,
        plan=plan,
        published_at=entry.published_at,
        page=f"{public_url}/catalogue/{institution.id}/{plan.id}",
        picture=f"{issuer}/badges/{plan.id}/{plan.version}.png",
        issuer=issuer,
        is_test=is_test,
    )


def in_language(plan: CredentialPlan, language: str) -> CredentialPlan:
    """The plan with that language first, if it has it."""
    if language not in plan.languages:
        return plan
    return replace(plan, languages=(language, *(other for other in plan.languages if other != language)))


def catalogue_words(listing: Listing) -> dict[Element, tuple[str, ...]]:
    """Element to words in the primary language, in the order of the standard, without what only an award has."""
    plan, body = listing.plan, listing.institution.organisation
    language = plan.languages[0]
    said = {
        Element.COUNTRY: (place_words(body.place),),
        Element.AWARDING_BODY: (body.legal_name.in_language(language),),
        Element.LEARNING_OUTCOMES: tuple(outcome.title.in_language(language) for outcome in plan.learning_outcomes),
        Element.WORKLOAD: workload_words(plan.workload) if plan.workload else (),
        Element.LEVEL: level_words(plan.level) if plan.level else (),
        Element.ASSESSMENT: _assessment(plan, language),
        Element.PARTICIPATION: _participation(plan),
        Element.QUALITY_ASSURANCE: tuple(quality_words(quality, language) for quality in plan.quality_assurance),
        Element.PREREQUISITES: text_words(plan.prerequisites, language),
        Element.SUPERVISION: (plan.supervision.label,) if plan.supervision else (),
        Element.GRADE: _grading(plan, language),
        Element.STACKABILITY: stackability_words(plan.stackability, language),
        Element.FURTHER_INFORMATION: _further(plan, language),
    }
    return {element: words for element, words in said.items() if words}


def _assessment(plan: CredentialPlan, language: str) -> tuple[str, ...]:
    if plan.assessment is None:
        return ()
    kinds = tuple(kind.label.capitalize() for kind in plan.assessment.kinds)
    return text_words(plan.assessment.title, language) + kinds


def _participation(plan: CredentialPlan) -> tuple[str, ...]:
    if plan.participation is None:
        return ()
    setting = plan.participation.setting
    return (plan.participation.mode.label, *((setting.label.capitalize(),) if setting else ()))


def _grading(plan: CredentialPlan, language: str) -> tuple[str, ...]:
    scheme = plan.grading_scheme
    return (*text_words(scheme.title, language), *text_words(scheme.description, language)) if scheme else ()


def _further(plan: CredentialPlan, language: str) -> tuple[str, ...]:
    further = plan.further_information
    if further is None:
        return ()
    fields = tuple(say("Field: {field}", field=field.label) for field in further.fields)
    taught = (
        (say("Taught in: {names}", names=tuple(spoken.label for spoken in further.languages)),)
        if further.languages
        else ()
    )
    months = (say("Holds for {valid_months} months", valid_months=plan.valid_months),) if plan.valid_months else ()
    return further_words(further, language) + fields + taught + months


def _test_title(title: LocalText | None) -> LocalText | None:
    return LocalText(tuple((language, f"{TEST_TITLE}: {text}") for language, text in title)) if title else None
