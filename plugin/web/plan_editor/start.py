"""Beginning a plan: anew, from one of the institution, from a file, or as the next version of a published one."""

from __future__ import annotations

import re
import unicodedata

from flask import Response, redirect, request, url_for

from plugin.domain.drafts import PlanDraft
from plugin.domain.errors import ConflictError, InputError, NotFoundError
from plugin.domain.intake import entry
from plugin.domain.intake.plan_draft import Draft, Tree, draft_of
from plugin.domain.intake.plan_file import read_plan
from plugin.domain.intake.plan_lines import line_of
from plugin.domain.intake.plan_problem import PlanFileError
from plugin.domain.intake.plan_toml import BYTES_MAX
from plugin.domain.plan import CredentialPlan
from plugin.web.bundle import services
from plugin.web.plan_editor import choices
from plugin.web.plan_editor.blueprint import pages
from plugin.web.plan_editor.desk import Desk, desk
from plugin.web.plan_editor.publish import written
from plugin.web.visits import Answer, page

_NOT_IN_AN_ID = re.compile(r"[^a-z0-9]+")


@pages.get("")
def overview(handle: str) -> Answer:
    """What this course awards, what is being written, and how to begin."""
    return _overview(desk(handle))


@pages.post("/new")
def new(handle: str) -> Answer:
    """A plan that knows its title, and what the institution settled for all its plans."""
    at = desk(handle)
    at.check_may_edit()
    language = request.form.get("language", "")
    if language not in choices.EU_LANGUAGES:
        language = at.profile.languages[0]
    try:
        title = entry.line(request.form.get("title", ""))
    except InputError as error:
        return _overview(at, error), 400
    others = [code for code in at.profile.languages if code != language]
    content: Draft = {"languages": [language, *others], "title": {language: title}}
    if quality := _quality(at):
        content["quality_assurance"] = quality
    return _begun(at, content, title)


@pages.post("/copy")
def copy(handle: str) -> Answer:
    """A new plan that begins as one of the institution does."""
    at = desk(handle)
    at.check_may_edit()
    known = _published(at, request.form.get("plan", ""))
    content = _content(at, known)
    return _begun(at, content, f"{known.id} copy")


@pages.post("/import")
def import_file(handle: str) -> Answer:
    """A new plan from a plan file; a file with faults begins nothing, and every fault is told."""
    at = desk(handle)
    at.check_may_edit()
    raw = b""
    try:
        raw = _uploaded()
        file = read_plan(raw)
    except InputError as error:
        return _overview(at, error, raw), 400
    return _begun(at, draft_of(raw, file), file.plan.id)


@pages.post("/<plan_id>/begin")
def begin(handle: str, plan_id: str) -> Answer:
    """The next version of the plan that this course awards; the one being written, where somebody began."""
    at = desk(handle)
    at.check_may_edit()
    if plan_id != at.bound_plan:
        raise NotFoundError("plan.elsewhere", "This course does not award that plan.", "Copy it to change it.")
    if services().drafts.find(at.institution.id, plan_id) is None:
        known = _published(at, plan_id)
        _keep(at, plan_id, _content(at, known), known.version)
    return _to_the_first_page(handle, plan_id)


@pages.post("/<plan_id>/discard")
def discard(handle: str, plan_id: str) -> Answer:
    """Throw the draft away. What was published stays."""
    at = desk(handle)
    at.check_may_edit()
    seen = at.draft(plan_id)
    if request.form.get("edit") != str(seen.edit) or not services().drafts.drop(seen):
        sentence = "The draft was changed since you looked, so it is kept."
        raise ConflictError("draft.changed", sentence, "Look at it again first.")
    return redirect(url_for(".overview", handle=handle), 303)


@pages.get("/<plan_id>/plan.toml")
def export(handle: str, plan_id: str) -> Answer:
    """The draft, or else the newest version, as a plan file."""
    at = desk(handle)
    if services().drafts.find(at.institution.id, plan_id):
        raw = written(at, at.draft(plan_id))
    else:
        known = _published(at, plan_id)
        raw = services().plans.source(at.institution.id, plan_id, known.version)
    disposition = f'attachment; filename="{entry.short_id(plan_id)}.toml"'
    return Response(raw, content_type="application/toml; charset=utf-8", headers={"Content-Disposition": disposition})


def _overview(at: Desk, error: InputError | None = None, raw: bytes = b"") -> str:
    bundle, here = services(), at.here
    plans = bundle.plans.of_institution(at.institution.id)
    bound = next((plan for plan in plans if plan.id == at.bound_plan), None)
    drafts = bundle.drafts.begun_in(here.deployment_id, here.course_id)
    revision = bundle.drafts.find(at.institution.id, at.bound_plan) if at.bound_plan else None
    if revision and revision not in drafts:
        drafts = (revision, *drafts)
    return page(
        "plan/overview.html",
        here,
        desk=at,
        plans=plans,
        bound=bound,
        drafts=[(draft, draft_title(draft)) for draft in drafts],
        courses=bundle.bindings.courses_of(at.institution.id, bound.id) if bound else 0,
        choices=choices,
        language=at.profile.languages[0],
        title=request.form.get("title", here.course_title),
        error=error,
        problems=[(line_of(raw, p.place), p) for p in error.problems] if isinstance(error, PlanFileError) else [],
        revision=revision,
    )


def draft_title(draft: PlanDraft) -> str:
    """The title as far as it was typed, in the first language that has one."""
    titles = draft.content.get("title")
    found = [text for text in titles.values() if isinstance(text, str)] if isinstance(titles, dict) else []
    return found[0] if found else draft.plan_id


def _begun(at: Desk, content: Draft, title: str) -> Answer:
    plan_id = _free_id(at, title)
    _keep(at, plan_id, content, 0)
    return _to_the_first_page(at.here.handle, plan_id)


def _keep(at: Desk, plan_id: str, content: Draft, based_on: int) -> None:
    now, here = services().clock.now(), at.here
    key = (at.institution.id, plan_id)
    new = PlanDraft(*key, content, 0, at.person, now, based_on, here.deployment_id, here.course_id)
    services().drafts.begin(new)


def _to_the_first_page(handle: str, plan_id: str) -> Answer:
    return redirect(url_for(".show", handle=handle, plan_id=plan_id, slug="title"), 303)


def _published(at: Desk, plan_id: str) -> CredentialPlan:
    return services().plans.latest(at.institution.id, plan_id)[1]


def _content(at: Desk, known: CredentialPlan) -> Draft:
    source = services().plans.source(at.institution.id, known.id, known.version)
    return draft_of(source, read_plan(source))


def _quality(at: Desk) -> Tree:
    """The statements of the profile; those of the institution's newest plan where it has none."""
    if at.profile.quality_assurance:
        return at.profile.quality_assurance
    plans = services().plans.of_institution(at.institution.id)
    return _content(at, plans[0]).get("quality_assurance", "") if plans else ""


def _free_id(at: Desk, title: str) -> str:
    """An id of the title's letters that no plan of the institution has."""
    taken = {plan.id for plan in services().plans.of_institution(at.institution.id)}
    base = slug_of(title)
    for number in range(1, 1000):
        candidate = base if number == 1 else f"{base}-{number}"
        if candidate not in taken and services().drafts.find(at.institution.id, candidate) is None:
            return candidate
    raise ConflictError("plan.ids", "There are too many plans of that name.", "Choose another title.")


def slug_of(title: str) -> str:
    """The title as an id: a-z, 0-9 and hyphens; a title in another script gets a name that says what it is."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().casefold()
    slug = _NOT_IN_AN_ID.sub("-", plain).strip("-0123456789")[:30].strip("-")
    return slug if len(slug) > 1 else "micro-credential"


def _uploaded() -> bytes:
    file = request.files.get("file")
    if not file:
        raise InputError("plan.no_file", "No file was chosen.", "Choose a plan file (.toml).")
    with file.stream as stream:
        raw = stream.read(BYTES_MAX + 1)
    if not raw:
        raise InputError("plan.no_file", "No file was chosen, or it is empty.", "Choose a plan file (.toml).")
    return raw
