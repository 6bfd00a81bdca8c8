"""Before publishing: element by element, format by format, for a sample learner. Then: a new version, for ever."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum

from flask import Response, redirect, request, url_for

from plugin.domain.drafts import PlanDraft
from plugin.domain.elements import Element, MicroCredential
from plugin.domain.errors import ConflictError, InputError, NotFoundError
from plugin.domain.intake.plan_draft import compose
from plugin.domain.intake.plan_file import PlanFile
from plugin.domain.intake.plan_writer import plan_text
from plugin.domain.plan_advice import advice
from plugin.domain.statement import further_words, statement_of
from plugin.domain.text import say
from plugin.web.bundle import services
from plugin.web.instructor import bind_course
from plugin.web.languages import language_name
from plugin.web.plan_editor.blueprint import pages
from plugin.web.plan_editor.desk import Desk, Progress, desk, needs_identifier, progress, section_of_problem
from plugin.web.plan_editor.form import told
from plugin.web.plan_editor.form_tree import field_of, words_of
from plugin.web.plan_editor.sample import Said, pages_of, said_by, sample_micro
from plugin.web.plan_editor.sections import SECTIONS, Section
from plugin.web.plan_words import plan_words
from plugin.web.visits import Answer, page

WITH_EACH_AWARD = (Element.LEARNER, Element.DATE_OF_ISSUING)
_BADGE = (
    say("It holds one language, the first one of the plan."),
    say("It holds no certificate page: badge wallets show its title, its outcomes and the elements in their own way."),
)
LIMITS = {
    "openbadge3": _BADGE,
    "openbadge3_di": _BADGE,
    "europass": (
        say("It holds every language of the plan, and the certificate page in each of them."),
        say("It can name no place where a withdrawal would be published."),
    ),
}


class State(Enum):
    """How an element of the standard stands in a plan."""

    GIVEN = "yes"
    MISSING = "no"
    WITH_AWARD = "wait"
    LEFT_OUT = say("left out")


@pages.get("/<plan_id>/check")
def check(handle: str, plan_id: str) -> Answer:
    """Is it complete, what does each format say of it, and what is worth a second look?"""
    at = desk(handle)
    draft = at.draft(plan_id)
    found = progress(draft, at.institution)
    file = found.reading.file
    micro = _sample(found)
    formats = _said(micro, file)
    return page(
        "plan/check.html",
        at.here,
        desk=at,
        draft=draft,
        section=None,
        progress=found,
        plan=file.plan if file else None,
        elements=_elements(file),
        section_of=_section_of,
        problems=[(section_of_problem(p), words_of(field_of(p.place)), told(p)) for p in found.reading.problems],
        formats=formats,
        titles={name: form.title for name, form in services().press.formats.items()},
        silent=_silent(micro, formats),
        limits={name: LIMITS.get(name, ()) for name in (file.plan.formats if file else ())},
        hints=[(one, _section_of(one.element)) for one in advice(file.plan, services().clock.now().date())]
        if file
        else [],
        needs_identifier=needs_identifier(found.reading),
        courses=services().bindings.courses_of(at.institution.id, plan_id),
        version=services().plans.newest_version(at.institution.id, plan_id) + 1,
        waits_for_another=_waits_for_another(at, draft),
        unchanged=_unchanged(file),
        other_course=at.bound_plan not in ("", plan_id),
    )


@pages.post("/<plan_id>/publish")
def publish(handle: str, plan_id: str) -> Answer:
    """Make the draft the newest version. What was issued by older ones stays as it is."""
    at = desk(handle)
    at.check_may_edit()
    draft = at.draft(plan_id)
    _check_may_publish(at, draft)
    services().plans.publish(written(at, draft))
    services().drafts.drop(draft)
    if at.here.deep_linking:
        return redirect(url_for("deep_linking.show", handle=handle, plan=plan_id), 303)
    if not at.bound_plan:
        bind_course(at.here, plan_id)
    return redirect(url_for("instructor.show", handle=handle), 303)


@pages.get("/<plan_id>/preview")
def preview(handle: str, plan_id: str) -> Answer:
    """The certificate and the statement of a sample learner."""
    at = desk(handle)
    draft = at.draft(plan_id)
    found = progress(draft, at.institution)
    micro = _sample(found)
    statement = statement_of(micro) if micro else None
    return page(
        "plan/preview.html",
        at.here,
        desk=at,
        draft=draft,
        section=None,
        progress=found,
        micro=micro,
        statement=statement,
        language_name=language_name,
    )


@pages.get("/<plan_id>/preview/<language>.png")
def certificate(handle: str, plan_id: str, language: str) -> Answer:
    """The first page of the sample learner's certificate."""
    at = desk(handle)
    micro = _sample(progress(at.draft(plan_id), at.institution))
    if micro is None or language not in micro.languages:
        raise NotFoundError("preview.none", "There is nothing to show yet.", "Fill in what is missing first.")
    return Response(pages_of(micro, language, services().press)[0].png, content_type="image/png")


def written(at: Desk, draft: PlanDraft) -> bytes:
    """The plan file of a draft, as its next version."""
    version = services().plans.newest_version(at.institution.id, draft.plan_id) + 1
    return plan_text(compose(draft.content, at.institution, draft.plan_id, version).content)


def _check_may_publish(at: Desk, draft: PlanDraft) -> None:
    found = progress(draft, at.institution)
    if request.form.get("edit") != str(draft.edit):
        sentence = "The draft was changed since you looked at it, so it is not published."
        raise ConflictError("draft.changed", sentence, "Look at it again, then publish it.")
    if _waits_for_another(at, draft):
        sentence = "Your institution wants a second person to publish, and you wrote last."
        raise ConflictError("plan.review", sentence, "Ask another instructor of this course to check and publish it.")
    if not found.ready:
        raise InputError(
            "plan.incomplete", "The plan is not complete, so it is not published.", "Fill what is missing."
        )


def _waits_for_another(at: Desk, draft: PlanDraft) -> bool:
    return at.profile.needs_review and draft.edited_by == at.person


def _unchanged(file: PlanFile | None) -> bool:
    """Whether the draft says what the newest version says already."""
    if file is None or file.plan.version == 1:
        return False
    institution, newest = services().plans.latest(file.institution.id, file.plan.id)
    return replace(newest, version=file.plan.version) == file.plan and institution == file.institution


def _sample(found: Progress) -> MicroCredential | None:
    file = found.reading.file
    if file is None or found.missing or found.reading.problems:
        return None
    return sample_micro(file, services().clock.now())


def _said(micro: MicroCredential | None, file: PlanFile | None) -> dict[str, Said]:
    if micro is None or file is None:
        return {}
    press = services().press
    shown = pages_of(micro, micro.languages[0], press)
    return {name: said_by(name, micro, shown, file, press) for name in file.plan.formats}


def _silent(micro: MicroCredential | None, formats: dict[str, Said]) -> dict[str, list[Element]]:
    """Per format the elements that the plan gives and the format does not say alike."""
    wanted = statement_of(micro).said if micro else {}
    return {name: [element for element in wanted if element not in said.elements] for name, said in formats.items()}


def _elements(file: PlanFile | None) -> list[tuple[Element, State, tuple[str, ...]]]:
    words = _words(file) if file else {}
    return [(element, _state(element, element in words), words.get(element, ())) for element in Element]


def _state(element: Element, given: bool) -> State:
    if element in WITH_EACH_AWARD or (element is Element.GRADE and not given):
        return State.WITH_AWARD
    if given:
        return State.GIVEN
    return State.MISSING if element.mandatory else State.LEFT_OUT


def _words(file: PlanFile) -> dict[Element, tuple[str, ...]]:
    plan, language = file.plan, file.plan.languages[0]
    words = plan_words(plan, file.institution)
    words[Element.AWARDING_BODY] = (file.institution.organisation.legal_name.in_language(language),)
    if plan.title:
        words[Element.TITLE] = (plan.title.in_language(language),)
    if plan.grading_scheme:
        words[Element.GRADE] = (plan.grading_scheme.title.in_language(language),)
    if further := further_words(plan.further_information, language):
        words[Element.FURTHER_INFORMATION] = further
    return words


def _section_of(element: Element) -> Section | None:
    return next((section for section in SECTIONS if element in section.elements), None)
