"""The administrator's page of an institution: who it is, and what all its plans begin with."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for

from plugin.domain.errors import InputError
from plugin.domain.intake import entry
from plugin.domain.intake.institution_profile import PROFILE, profile_of, read_profile
from plugin.domain.intake.plan_draft import Draft, Leaf, Tree
from plugin.domain.intake.plan_problem import Problem
from plugin.domain.text import say
from plugin.web.admin import signed_in
from plugin.web.bundle import services
from plugin.web.forms import check_form, form_token
from plugin.web.plan_editor import choices
from plugin.web.plan_editor.form import Form
from plugin.web.plan_editor.form_tree import rearranged, tree_of
from plugin.web.visits import Answer

NEW = "new"  # the address of the page for one that does not exist yet, so no institution is called so
_SHAPE = {**PROFILE, "languages": Leaf.WORDS}

pages = Blueprint("institutions", __name__, url_prefix="/admin/institutions")


@pages.get("/<institution_id>")
def show(institution_id: str) -> Answer:
    """The profile as it is kept; that of the newest plan file where there is none."""
    secret = signed_in()
    return _page(secret, institution_id, *_kept(institution_id))


@pages.post("/<institution_id>")
def save(institution_id: str) -> Answer:
    """Keep the profile when it is whole; otherwise show it again as it was typed, with what is wrong."""
    secret = signed_in()
    check_form(secret)
    seen, action = request.form.get("seen", 0, int), request.form.get("do", "")
    typed = _typed(action)
    if action:
        more = action.removeprefix("add:") if action.startswith("add:") else ""
        return _page(secret, institution_id, typed, seen, more=more)
    found = read_profile(_named(institution_id), typed)
    problems = found.problems + _name_problems(institution_id)
    if problems or found.profile is None:
        return _page(secret, institution_id, typed, seen, problems), 400
    services().profiles.put(found.profile, typed, seen)
    return redirect(url_for(".show", institution_id=found.profile.institution.id, saved=1), 303)


def _kept(institution_id: str) -> tuple[Draft, int]:
    if institution_id == NEW:
        return {"languages": ["en"]}, 0
    content, edit = services().profiles.typed(institution_id)
    return (content, edit) if edit else (profile_of(services().plans.institution(institution_id)), 0)


def _typed(action: str) -> Draft:
    typed = tree_of(request.form, _SHAPE)
    first, found = request.form.get("first_language", "en"), typed.get("languages")
    others: list[Tree] = [code for code in found if code != first] if isinstance(found, list) else []
    known = [code for code in (first, *others) if code in choices.EU_LANGUAGES]
    return rearranged({**typed, "languages": list(known) or ["en"]}, action)


def _named(institution_id: str) -> str:
    """The id in the address; that which was typed where the institution is new."""
    return request.form.get("id", "").strip() if institution_id == NEW else institution_id


def _name_problems(institution_id: str) -> tuple[Problem, ...]:
    if institution_id != NEW:
        services().plans.institution(institution_id)
        return ()
    try:
        chosen = entry.short_id(request.form.get("id", ""))
    except InputError:
        return ()  # reading the profile has told it already
    taken = chosen == NEW or any(known.id == chosen for known in services().plans.institutions())
    return (Problem("id", say("This id is taken."), say("Choose another one.")),) if taken else ()


def _page(
    secret: str, institution_id: str, content: Draft, seen: int, problems: tuple[Problem, ...] = (), more: str = ""
) -> str:
    languages = tuple(str(code) for code in content.get("languages", ())) or ("en",)
    known = institution_id != NEW
    return render_template(
        "institution.html",
        form=Form(content, problems, languages, more),
        form_token=form_token(secret),
        choices=choices,
        seen=seen,
        known=known,
        institution_id=institution_id if known else request.form.get("id", ""),
        saved="saved" in request.args,
        other_seal=_other_seal(institution_id) if known and not problems else "",
    )


def _other_seal(institution_id: str) -> str:
    """Whom the seal names, where it was made for another name or number than the profile says now."""
    institution = services().plans.institution(institution_id)
    wanted = institution.organisation.legal_identifier or ""
    seals = [signer.identity.seal for signer in services().press.signers(institution).by_proof.values()]
    other = next((seal for seal in seals if seal.legal_identifier != wanted), None)
    if other is None:
        return ""
    number = other.legal_identifier or say("without a legal identifier")
    return say("{name}, {number}", name=other.legal_name, number=number)
