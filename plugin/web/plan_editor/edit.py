"""The pages of the form: show what was typed, keep what is typed, and never let one person overwrite another."""

from __future__ import annotations

from flask import Response, jsonify, redirect, request, url_for

from plugin.domain.drafts import PlanDraft
from plugin.domain.elements import plain
from plugin.domain.errors import InputError
from plugin.domain.intake.entry import written_number
from plugin.domain.intake.plan_draft import RULE_SOURCE, Draft, Tree
from plugin.domain.plan_advice import advice, usual_hours
from plugin.domain.text import say
from plugin.web.bundle import services
from plugin.web.headers import allow_own_requests
from plugin.web.plan_editor import choices
from plugin.web.plan_editor.blueprint import pages
from plugin.web.plan_editor.desk import Desk, desk, fingerprint, progress
from plugin.web.plan_editor.form import Form
from plugin.web.plan_editor.form_tree import rearranged, tree_of
from plugin.web.plan_editor.sections import Section, after, section_of
from plugin.web.visits import Answer, page

_OWN_WINDOW = say("You changed this page in another window while you were typing. Yours is not saved yet.")
_SOMEBODY_ELSE = say("Somebody else changed this page while you were typing. Yours is not saved yet.")


@pages.get("/<plan_id>/<slug>")
def show(handle: str, plan_id: str, slug: str) -> Answer:
    """One page of the form, as far as it was filled."""
    at, section = desk(handle), section_of(slug)
    draft = at.draft(plan_id)
    return _page(at, draft, section, more=request.args.get("more", ""))


@pages.post("/<plan_id>/<slug>")
def save(handle: str, plan_id: str, slug: str) -> Answer:
    """Keep what was typed, whatever it is, and go where the button leads."""
    at, section = desk(handle), section_of(slug)
    at.check_may_edit()
    draft, action = at.draft(plan_id), request.form.get("do", "")
    part = _typed(section, action)
    kept = {key: value for key, value in draft.content.items() if key not in section.shape} | part
    if request.form.get("was") != fingerprint(draft, section) and not _same(draft, kept):
        return _collision(at, draft, section, part)
    saved = draft if kept == draft.content else services().drafts.save(draft, kept, at.person)
    if _by_script():
        return jsonify(saved=saved.edited_at.isoformat(), was=fingerprint(saved, section))
    return redirect(_next(handle, plan_id, section, action), 303)


def _typed(section: Section, action: str) -> Draft:
    part = tree_of(request.form, section.shape)
    if "languages" in section.shape:
        part["languages"] = _languages(part)
    if "further_information" in part:
        _field_codes(part["further_information"])
    if action == "hours":
        _take_usual_hours(part)
    return rearranged(part, action)


def _languages(part: Draft) -> Tree:
    """The first language, then the others in their usual order."""
    first = request.form.get("first_language", "en")
    found = part.get("languages")
    others = [code for code in found if code != first] if isinstance(found, list) else []
    languages: list[Tree] = [first, *others]
    return languages[:24]


def _field_codes(further: Tree) -> None:
    """A field of education is shown as code and words, and kept as its code."""
    fields = further.get("fields") if isinstance(further, dict) else None
    if isinstance(further, dict) and isinstance(fields, list):
        by_label = {choice.label: choice.word for choice in choices.FIELDS}
        further["fields"] = [by_label.get(str(typed).strip(), typed) for typed in fields]


def _take_usual_hours(part: Draft) -> None:
    workload = part.get("workload")
    if isinstance(workload, dict) and isinstance(workload.get("ects"), str):
        try:
            ects = written_number(str(workload["ects"]).strip(), decimal_comma=True)
        except InputError:
            return
        workload["hours"] = plain(usual_hours(ects)[0])


def _same(draft: PlanDraft, kept: Draft) -> bool:
    """Somebody typed the very same, or our last answer got lost on the way."""
    return draft.content == kept


def _collision(at: Desk, draft: PlanDraft, section: Section, mine: Draft) -> Answer:
    """Both versions side by side; nothing is saved, and nothing is lost."""
    me = draft.edited_by == at.person
    sentence = _OWN_WINDOW if me else _SOMEBODY_ELSE
    if _by_script():
        return _told(sentence, say("Press “Save” to see both."), 409)
    theirs = {key: value for key, value in draft.content.items() if key in section.shape}
    pairs = [(name, old, new) for name, old, new in _differences(theirs, mine) if old != new]
    return _page(at, draft, section, mine=mine, collision=(sentence, pairs)), 409


def _differences(theirs: Draft, mine: Draft) -> list[tuple[str, str, str]]:
    old, new = dict(_leaves(theirs)), dict(_leaves(mine))
    return [(path, old.get(path, ""), new.get(path, "")) for path in dict.fromkeys([*old, *new])]


def _leaves(tree: Tree, path: str = "") -> list[tuple[str, str]]:
    if isinstance(tree, str):
        return [(path, tree)]
    pairs = tree.items() if isinstance(tree, dict) else ((str(n), item) for n, item in enumerate(tree))
    return [leaf for key, item in pairs for leaf in _leaves(item, f"{path}.{key}" if path else key)]


def _next(handle: str, plan_id: str, section: Section, action: str) -> str:
    verb, _, path = action.partition(":")
    if verb == "add":
        new = f"{path}.{request.form.get('count:' + path, '0')}"
        return url_for(".show", handle=handle, plan_id=plan_id, slug=section.slug, more=path, _anchor=new)
    if verb in ("remove", "up", "down"):
        return url_for(".show", handle=handle, plan_id=plan_id, slug=section.slug, _anchor=path.rpartition(".")[0])
    if action:
        return url_for(".show", handle=handle, plan_id=plan_id, slug=section.slug, saved=1)
    following = after(section)
    if following is None:
        return url_for(".check", handle=handle, plan_id=plan_id)
    return url_for(".show", handle=handle, plan_id=plan_id, slug=following.slug)


def _page(
    at: Desk,
    draft: PlanDraft,
    section: Section,
    more: str = "",
    mine: Draft | None = None,
    collision: tuple[str, list[tuple[str, str, str]]] | None = None,
) -> str:
    allow_own_requests()
    found = progress(draft, at.institution)
    content = draft.content if mine is None else draft.content | mine
    languages = tuple(str(code) for code in draft.content.get("languages", ())) or ("en",)
    plan = found.reading.file.plan if found.reading.file else None
    today = services().clock.now().date()
    return page(
        section.template,
        at.here,
        desk=at,
        draft=draft,
        section=section,
        progress=found,
        form=Form(content, found.problems(section), languages, more, not at.may_edit),
        plan=plan,
        choices=choices,
        following=after(section),
        was=fingerprint(draft, section),
        collision=collision,
        saved="saved" in request.args,
        hints=[one for one in advice(plan, today) if one.element in section.elements] if plan else [],
        usual=usual_hours(plan.workload.ects) if plan and plan.workload and plan.workload.ects else None,
        other_rule=draft.content.get(RULE_SOURCE, ""),
    )


def _by_script() -> bool:
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def _told(sentence: str, hint: str, status: int) -> Response:
    answer = jsonify(sentence=sentence, hint=hint)
    answer.status_code = status
    return answer
