"""Fields of a form as the tree of a draft: the name of a field is its path, such as learning_outcomes.0.title.en."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from plugin.domain.intake.plan_draft import Leaf, Shape, Tree, tidied
from plugin.domain.text import Said, say, together
from plugin.domain.vocabulary import LANGUAGES
from plugin.web.languages import language_name

TEXT_KEPT = 20_000  # characters of one text that a draft keeps, far beyond what a plan allows
ROWS_KEPT = 60
_DEPTH = 6
_NAMES = {
    "address": say("address"),
    "agency": say("who vouches for it"),
    "assessment": say("assessment"),
    "catalogue": say("catalogue"),
    "code": say("code"),
    "country": say("country"),
    "counts_towards": say("counts towards"),
    "course_code": say("course code"),
    "course_completed": say("course completed"),
    "cycle": say("cycle"),
    "description": say("description"),
    "ects": say("ECTS credits"),
    "email": say("e-mail address"),
    "ended_on": say("ended on"),
    "eqf": say("European level"),
    "fields": say("fields"),
    "formats": say("formats"),
    "further_information": say("further information"),
    "grade_at_least": say("least grade"),
    "grading_scheme": say("grading scheme"),
    "homepage": say("web address"),
    "hours": say("hours"),
    "id": say("id"),
    "identifiers": say("number"),
    "include_grade": say("grade on the credential"),
    "iri": say("address"),
    "kind": say("kind"),
    "kinds": say("kind"),
    "label": say("words"),
    "languages": say("languages"),
    "learning_outcomes": say("outcome"),
    "legal_identifier": say("legal identifier"),
    "level": say("level"),
    "level_applies": say("does a level apply"),
    "mode": say("mode"),
    "name": say("name"),
    "national": say("national level"),
    "note": say("note"),
    "participation": say("participation"),
    "prerequisites": say("prerequisites"),
    "quality_assurance": say("statement"),
    "region": say("region"),
    "report": say("report"),
    "reuse": say("where it can be used"),
    "review": say("review"),
    "rule": say("rule"),
    "scheme": say("scheme"),
    "setting": say("setting"),
    "short_name": say("short name"),
    "skills": say("skill"),
    "stackability": say("stackability"),
    "stands_alone": say("stands alone"),
    "started_on": say("started on"),
    "supervision": say("supervision"),
    "title": say("title"),
    "valid_from": say("valid from"),
    "valid_months": say("months of validity"),
    "valid_until": say("valid until"),
    "value": say("value"),
    "workload": say("workload"),
}
_PLACE = re.compile(r"\[(\d+)\]")


def tree_of(form: MultiDict[str, str], shape: Mapping[str, Shape]) -> dict[str, Tree]:
    """What was typed into the fields that the shape knows; blank ones are left out, all others are nobody's."""
    nested: dict[str, Any] = {}
    for name in form:
        parts = name.split(".")
        if parts[0] in shape and len(parts) <= _DEPTH:
            _put(nested, parts, form.getlist(name))
    tree = tidied(_shaped(nested, shape))
    return tree if isinstance(tree, dict) else {}


def field_of(place: str, prefix: str = "micro_credential.") -> str:
    """The field to which a place of the plan file belongs: places count rows from 1, fields from 0."""
    return _PLACE.sub(lambda found: f".{int(found[1]) - 1}", place.removeprefix(prefix))


def words_of(field: str) -> Said:
    """The name of a field as people read it: learning_outcomes.1.title.en becomes “outcome 2, title, English”."""
    words: list[str] = []
    for part in field.split("."):
        if part.isdigit() and words:
            words[-1] = say("{name} {number}", name=words[-1], number=int(part) + 1)
        else:
            words.append(_NAMES.get(part) or _language(part) or part.replace("_", " "))
    return together(words, ", ")


def _language(code: str) -> str:
    return language_name(code) if len(code) == 2 and LANGUAGES.get(code) else ""


def rearranged(tree: dict[str, Tree], action: str) -> dict[str, Tree]:
    """The tree after “remove”, “up” or “down” of a row, such as up:learning_outcomes.2; else as it is."""
    verb, _, path = action.partition(":")
    *parents, last = path.split(".")
    rows: Tree | None = tree
    for part in parents:
        rows = _inside(rows, part)
    if isinstance(rows, list) and last.isdigit() and int(last) < len(rows):
        _move(rows, int(last), verb)
    return tree


def _move(rows: list[Tree], place: int, verb: str) -> None:
    row = rows.pop(place)
    if verb != "remove":
        rows.insert(max(0, place + {"up": -1, "down": 1}.get(verb, 0)), row)


def _inside(tree: Tree | None, part: str) -> Tree | None:
    if isinstance(tree, dict):
        return tree.get(part)
    return tree[int(part)] if isinstance(tree, list) and part.isdigit() and int(part) < len(tree) else None


def _put(nested: dict[str, Any], parts: list[str], values: list[str]) -> None:
    inner: Any = nested
    for part in parts[:-1]:
        inner = inner.setdefault(part, {})
        if not isinstance(inner, dict):
            return
    inner.setdefault(parts[-1], values)


def _shaped(nested: Any, shape: Shape) -> Tree:
    if isinstance(shape, tuple):
        rows = nested if isinstance(nested, dict) else {}
        numbers = sorted(int(key) for key in rows if key.isdecimal() and len(key) <= 4)
        return [_shaped(rows[str(n)], shape[0]) for n in numbers[:ROWS_KEPT] if str(n) in rows]
    if isinstance(shape, Mapping):
        parts = nested if isinstance(nested, dict) else {}
        return {key: _shaped(parts.get(key), inner) for key, inner in shape.items()}
    if shape is Leaf.TEXT:
        texts = nested if isinstance(nested, dict) else {}
        return {code: _last(texts[code]) for code in texts if len(code) <= 3}
    if shape is Leaf.WORDS:
        return list(dict.fromkeys(_clean(word) for word in nested)) if isinstance(nested, list) else []
    return _last(nested)


def _last(values: Any) -> str:
    return _clean(values[-1]) if isinstance(values, list) and values else ""


def _clean(text: str) -> str:
    """Line ends and composed characters in one form each; what is wrong stays, and is told where it stands."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n"))[:TEXT_KEPT]
