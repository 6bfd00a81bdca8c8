"""Looking for ESCO skills while a plan is written: a page for people, JSON for the editor's script."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, request

from plugin.domain.errors import NotFoundError
from plugin.domain.platforms import CourseRole
from plugin.domain.skills import EscoSkill
from plugin.web.bundle import services
from plugin.web.visits import Answer, page, visit

TEACHERS = (CourseRole.INSTRUCTOR, CourseRole.ASSISTANT)
WORDS_MAX = 200
SHOWN_MAX = 20

pages = Blueprint("skills", __name__)


@pages.get("/at/<handle>/skills")
def search(handle: str) -> Answer:
    """The skills that fit the words of `q`, in `language` where its list is imported."""
    here = visit(handle)
    if here.role not in TEACHERS:
        raise NotFoundError("page.instructor", "This page is for those who teach the course.", "Go to your own page.")
    words, language = request.args.get("q", "")[:WORDS_MAX].strip(), request.args.get("language", "en")
    skills = services().skills
    found, available = skills.search(words, language, SHOWN_MAX), bool(skills.languages())
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return jsonify(available=available, skills=[_members(skill) for skill in found])
    return page("skills.html", here, words=words, language=language, found=found, available=available)


def _members(found: EscoSkill) -> dict[str, Any]:
    """`kind` and `reuse` are codes of the official lists, as plan files take them; null where ESCO does not say."""
    return {
        "iri": found.skill.iri,
        "label": found.skill.label,
        "language": found.language,
        "description": found.description,
        "kind": found.kind.code if found.kind else None,
        "reuse": found.reuse.code if found.reuse else None,
    }
