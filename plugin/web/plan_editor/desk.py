"""Who may read and write which plan: those who teach the course, its own plan and the drafts that were begun in it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from plugin.domain.drafts import PlanDraft
from plugin.domain.errors import NotFoundError
from plugin.domain.intake.institution_profile import Profile
from plugin.domain.intake.plan_draft import compose
from plugin.domain.intake.plan_file import Reading
from plugin.domain.intake.plan_problem import Problem
from plugin.domain.mapping import missing_in_plan
from plugin.domain.plan import EUROPASS, Institution
from plugin.domain.platforms import CourseRole
from plugin.web.bundle import services
from plugin.web.plan_editor.form_tree import field_of
from plugin.web.plan_editor.sections import SECTIONS, Section, section_with
from plugin.web.visits import Visit, visit


@dataclass(frozen=True, slots=True)
class Desk:
    """A visit of somebody who teaches, at an institution."""

    here: Visit
    institution: Institution
    profile: Profile

    @property
    def may_edit(self) -> bool:
        """Assistants may look."""
        return self.here.role is CourseRole.INSTRUCTOR

    @property
    def person(self) -> str:
        """Who is writing: the LMS and its id of the person."""
        return f"{self.here.registration_id} {self.here.person.subject}"

    def draft(self, plan_id: str) -> PlanDraft:
        """A draft of this course; NotFoundError for those of others."""
        found = services().drafts.get(self.institution.id, plan_id)
        begun_here = (found.deployment_id, found.course_id) == (self.here.deployment_id, self.here.course_id)
        if not begun_here and self.bound_plan != plan_id:
            sentence = "This plan is written in another course."
            raise NotFoundError("draft.elsewhere", sentence, "Copy the published plan to change it here.")
        return found

    @property
    def bound_plan(self) -> str:
        """The plan that this course awards, or nothing."""
        binding = self.here.binding
        return binding.plan_id if binding else ""

    def check_may_edit(self) -> None:
        """NotFoundError for those who may only look; InputError for a form from elsewhere."""
        self.here.check_form()
        if not self.may_edit:
            raise NotFoundError(
                "plan.look_only", "Only the course's instructors can change a plan.", "Ask one of them."
            )


def desk(handle: str) -> Desk:
    """The desk of this visit; NotFoundError for learners and where the LMS belongs to no institution yet."""
    here = visit(handle)
    if here.role not in (CourseRole.INSTRUCTOR, CourseRole.ASSISTANT):
        raise NotFoundError("page.instructor", "This page is for those who teach the course.", "Go to your own page.")
    if here.institution_id is None:
        sentence = "This place in the learning platform belongs to no institution yet."
        raise NotFoundError("institution.waiting", sentence, "Ask the administrator of this tool to bind it.")
    institution = services().plans.institution(here.institution_id)
    profile = services().profiles.find(institution.id) or _as_known(institution)
    return Desk(here, institution, profile)


def _as_known(institution: Institution) -> Profile:
    return Profile(institution, tuple(language for language, _ in institution.organisation.legal_name))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a draft has come: what it reads as, and what each page still wants."""

    reading: Reading
    missing: tuple[Problem, ...]
    filled: frozenset[str]  # the keys of the draft

    def problems(self, section: Section) -> tuple[Problem, ...]:
        """What is wrong on that page."""
        return tuple(p for p in self.reading.problems if section_of_problem(p) is section)

    def state(self, section: Section) -> str:
        """In a word: “wrong”, “missing”, “empty” where nothing must be said and nothing is, or “done”."""
        if self.problems(section):
            return "wrong"
        file = self.reading.file
        lacking = missing_in_plan(file.plan, file.institution) if file else section.elements
        if set(lacking) & set(section.elements):
            return "missing"
        optional = section.elements and not any(element.mandatory for element in section.elements)
        return "empty" if optional and not self.filled & section.shape.keys() else "done"

    @property
    def states(self) -> list[tuple[Section, str]]:
        """Every page with its state."""
        return [(section, self.state(section)) for section in SECTIONS]

    @property
    def ready(self) -> bool:
        """Whether it can be published."""
        return not self.reading.problems and not self.missing


def progress(draft: PlanDraft, institution: Institution) -> Progress:
    """What the draft says now, under the institution as it is now."""
    version = services().plans.newest_version(institution.id, draft.plan_id) + 1
    known = tuple(services().press.formats)
    reading = compose(draft.content, institution, draft.plan_id, version).read(known)
    missing = reading.file.missing if reading.file else ()
    return Progress(reading, missing, frozenset(draft.content))


def section_of_problem(problem: Problem) -> Section:
    """The page on which it can be mended."""
    return section_with(field_of(problem.place).partition(".")[0])


def needs_identifier(reading: Reading) -> bool:
    """Whether a Europass credential is wanted and the institution has no legal identifier for it."""
    file = reading.file
    return bool(file and EUROPASS in file.plan.formats and not file.institution.organisation.legal_identifier)


def fingerprint(draft: PlanDraft, section: Section) -> str:
    """What one page of the draft holds: whoever saves the page says what they saw, so that nobody is overwritten."""
    part = {key: draft.content.get(key) for key in section.shape}
    return hashlib.sha256(json.dumps(part, sort_keys=True).encode()).hexdigest()[:32]
