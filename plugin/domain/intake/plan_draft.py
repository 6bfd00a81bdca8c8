"""A plan while somebody writes it: what was typed, kept as it is, and what a plan file would make of it.

A draft may be incomplete or wrong; every leaf is the text that was typed. Its shape follows the plan file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from plugin.domain.elements import plain
from plugin.domain.errors import InputError
from plugin.domain.intake.entry import written_number
from plugin.domain.intake.plan_content import institution_content, micro_credential_content
from plugin.domain.intake.plan_file import PlanFile, Reading, examine
from plugin.domain.intake.plan_problem import Problem
from plugin.domain.intake.plan_toml import load_toml
from plugin.domain.intake.toml_text import to_toml
from plugin.domain.plan import FORMATS, Institution

Tree = str | list["Tree"] | dict[str, "Tree"]
Draft = dict[str, Tree]


class Leaf(Enum):
    """What a place of the draft holds."""

    TEXT = "texts by language"
    WORD = "one line"
    WORDS = "several of these"
    NUMBER = "a number"
    YES_NO = "yes or no"


Shape = Leaf | tuple["Shape"] | Mapping[str, "Shape"]  # a tuple of one stands for a list of such parts

ORGANISATION: Mapping[str, Shape] = {
    "name": Leaf.TEXT,
    "short_name": Leaf.WORD,
    "country": Leaf.WORD,
    "region": {"name": Leaf.WORD, "code": Leaf.WORD},
    "legal_identifier": Leaf.WORD,
    "homepage": Leaf.WORD,
    "email": Leaf.WORD,
    "address": Leaf.WORD,
    "identifiers": ({"scheme": Leaf.WORD, "value": Leaf.WORD},),
}
QUALITY: Mapping[str, Shape] = {
    "kind": Leaf.WORD,
    "title": Leaf.TEXT,
    "agency": ORGANISATION,
    "valid_from": Leaf.WORD,
    "valid_until": Leaf.WORD,
    "report": Leaf.WORD,
}
PLAN: Mapping[str, Shape] = {
    "title": Leaf.TEXT,
    "description": Leaf.TEXT,
    "learning_outcomes": (
        {
            "title": Leaf.TEXT,
            "kind": Leaf.WORD,
            "reuse": Leaf.WORD,
            "skills": ({"iri": Leaf.WORD, "label": Leaf.WORD},),
        },
    ),
    "workload": {"ects": Leaf.NUMBER, "hours": Leaf.NUMBER},
    "level": {"eqf": Leaf.WORD, "national": Leaf.WORD, "cycle": Leaf.WORD},
    "assessment": {"kinds": Leaf.WORDS, "title": Leaf.TEXT, "mode": Leaf.WORD},
    "participation": {"mode": Leaf.WORD, "setting": Leaf.WORD},
    "quality_assurance": (QUALITY,),
    "prerequisites": Leaf.TEXT,
    "supervision": Leaf.WORD,
    "grading_scheme": {"title": Leaf.TEXT, "description": Leaf.TEXT},
    "stackability": {"stands_alone": Leaf.YES_NO, "counts_towards": Leaf.TEXT},
    "further_information": {
        "note": Leaf.TEXT,
        "homepage": Leaf.WORD,
        "course_code": Leaf.WORD,
        "fields": Leaf.WORDS,
        "languages": Leaf.WORDS,
        "started_on": Leaf.WORD,
        "ended_on": Leaf.WORD,
    },
    "valid_months": Leaf.NUMBER,
    "formats": Leaf.WORDS,
    "include_grade": Leaf.YES_NO,
    "catalogue": Leaf.YES_NO,
}
RULE: Mapping[str, Shape] = {"course_completed": Leaf.YES_NO, "grade_at_least": Leaf.WORD}
LEVEL_APPLIES = "level_applies"  # a key of the draft alone: "no" means that no level applies
RULE_SOURCE = "rule_source"  # a key of the draft alone: a rule that is edited elsewhere, as its TOML
_YES_NO = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Composed:
    """The tables of the plan file that a draft makes; what is no number, though it should be, stands there as typed."""

    content: dict[str, object]
    problems: tuple[Problem, ...]

    def read(self, formats: tuple[str, ...] = FORMATS) -> Reading:
        """What the plan file says, with all problems, each told once."""
        read, told = examine(self.content, formats), {problem.place for problem in self.problems}
        return Reading(read.file, self.problems + tuple(p for p in read.problems if p.place not in told))


def draft_of(raw: bytes, file: PlanFile) -> Draft:
    """The draft of a plan file, given both as it is and as it was read."""
    part = micro_credential_content(file.plan)
    draft = {key: found for key, shape in PLAN.items() if (found := typed(part.get(key), shape))}
    draft["languages"] = list(file.plan.languages)
    if part.get("level") == "does not apply":
        draft[LEVEL_APPLIES] = "no"
    return draft | _rule_of(load_toml(raw).get("rule", {}))


def typed(value: object, shape: Shape) -> Tree:
    """What somebody would have typed for a value of a file; empty where there is none."""
    if isinstance(shape, tuple):
        return [typed(row, shape[0]) for row in value] if isinstance(value, list) else []
    if isinstance(shape, Mapping):
        values = value if isinstance(value, dict) else {}
        return {key: made for key, inner in shape.items() if (made := typed(values.get(key), inner))}
    if shape is Leaf.TEXT:
        return dict(value) if isinstance(value, dict) else {}
    if shape is Leaf.WORDS:
        return list(value) if isinstance(value, list) else []
    return _typed_word(value)


def compose(draft: Draft, institution: Institution, plan_id: str, version: int) -> Composed:
    """The plan file of a draft, under the institution as it is now."""
    problems: list[Problem] = []
    languages = tuple(code for code in _words(draft.get("languages")) if code.strip()) or ("en",)
    part = _part(draft, PLAN, languages, "micro_credential", problems)
    if draft.get(LEVEL_APPLIES) == "no":
        part["level"] = "does not apply"
    content: dict[str, object] = {
        "institution": institution_content(institution, languages),
        "micro_credential": {"id": plan_id, "version": version, "languages": list(languages), **part},
    }
    if rule := _rule(draft, problems):
        content["rule"] = rule
    return Composed(content, tuple(problems))


def compose_part(draft: Draft, shape: Mapping[str, Shape], languages: tuple[str, ...]) -> Composed:
    """Another part of that kind, such as an institution's own profile."""
    problems: list[Problem] = []
    return Composed(_part(draft, shape, languages, "", problems), tuple(problems))


def tidied(tree: Tree) -> Tree:
    """The same without what is blank: texts, parts and rows in which nothing was typed."""
    if isinstance(tree, dict):
        return {key: kept for key, value in tree.items() if (kept := tidied(value))}
    if isinstance(tree, list):
        return [kept for item in tree if (kept := tidied(item))]
    return tree if tree.strip() else ""


def texts_of(tree: Tree) -> list[str]:
    """Every text in it, in order."""
    if isinstance(tree, str):
        return [tree]
    inner = tree.values() if isinstance(tree, dict) else tree
    return [text for item in inner for text in texts_of(item)]


def _part(
    draft: Mapping[str, Tree],
    shape: Mapping[str, Shape],
    languages: tuple[str, ...],
    place: str,
    problems: list[Problem],
) -> dict[str, object]:
    made = {
        key: _value(draft.get(key, ""), inner, languages, f"{place}.{key}" if place else key, problems)
        for key, inner in shape.items()
    }
    return {key: value for key, value in made.items() if value is not None}


def _value(tree: Tree, shape: Shape, languages: tuple[str, ...], place: str, problems: list[Problem]) -> object:
    """The value for the file; None where nothing was typed."""
    if isinstance(shape, tuple):
        rows = tree if isinstance(tree, list) else []
        made = [_value(row, shape[0], languages, f"{place}[{n}]", problems) for n, row in enumerate(rows, 1)]
        return [row or {} for row in made] or None
    if isinstance(shape, Mapping):
        return _part(tree if isinstance(tree, dict) else {}, shape, languages, place, problems) or None
    if shape is Leaf.TEXT:
        texts = tree if isinstance(tree, dict) else {}
        return {code: text for code in languages if (text := _blank_to_none(texts.get(code)))} or None
    if shape is Leaf.WORDS:
        return [word for word in _words(tree) if word.strip()] or None
    return _single(_blank_to_none(tree), shape, place, problems)


def _single(text: str | None, shape: Leaf, place: str, problems: list[Problem]) -> object:
    if text is None or shape is Leaf.WORD:
        return text
    if shape is Leaf.YES_NO:
        return _YES_NO.get(text.strip())
    try:
        return written_number(text.strip(), decimal_comma=True)
    except InputError as refused:
        problems.append(Problem(place, refused.sentence, refused.hint))
        return text


def _rule(draft: Draft, problems: list[Problem]) -> object:
    source = draft.get(RULE_SOURCE)
    if isinstance(source, str):
        return load_toml(source.encode()).get("rule")
    rule = draft.get("rule")
    return _part(rule if isinstance(rule, dict) else {}, RULE, (), "rule", problems)


def _rule_of(rule: Mapping[str, object]) -> Draft:
    """A rule of today's simple kind to be typed over; any other as it stands."""
    if not set(rule) <= set(RULE):
        return {RULE_SOURCE: to_toml({"rule": rule})}
    words = {key: typed(value, RULE[key]) for key, value in rule.items()}
    if isinstance(rule.get("grade_at_least"), int | Decimal):
        words["grade_at_least"] = f"{words['grade_at_least']} points"
    return {"rule": words} if words else {}


def _typed_word(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | Decimal):
        return plain(Decimal(value))
    return value.isoformat() if isinstance(value, date) else str(value or "")


def _words(tree: Tree | None) -> list[str]:
    return [item for item in tree if isinstance(item, str)] if isinstance(tree, list) else []


def _blank_to_none(tree: Tree | None) -> str | None:
    return tree if isinstance(tree, str) and tree.strip() else None
