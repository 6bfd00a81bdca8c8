"""The official list of ESCO skills: the file skills_xx.csv of the ESCO download (version 1.0 and later), UTF-8.

Columns used: conceptUri, preferredLabel, altLabels (one a line), skillType, reuseLevel, description, status.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping

from plugin.domain.elements import Skill
from plugin.domain.errors import InputError
from plugin.domain.skills import EscoSkill
from plugin.domain.text import has_hidden_signs, say
from plugin.domain.vocabulary import OUTCOME_KINDS, REUSE_LEVELS

BYTES_MAX = 60_000_000
SKILLS_MAX = 50_000  # version 1.2 holds some 13,900
LABEL_MAX = 200  # what a plan takes as the words of a skill
ALTERNATIVES_MAX = 200
DESCRIPTION_MAX = 4000
_IRI = re.compile(r"http://data\.europa\.eu/esco/skill/[A-Za-z0-9.-]{1,60}")
_NEEDED = ("conceptUri", "preferredLabel")
_HINT = "Give the file skills_xx.csv of the ESCO download, as it came."


def read_skills(raw: bytes, language: str) -> tuple[EscoSkill, ...]:
    """Every skill that is in force; InputError with the line of the first one that is wrong."""
    if len(raw) > BYTES_MAX:
        raise InputError(
            "skills.large", say("The list is larger than {bytes_max} MB.", bytes_max=BYTES_MAX // 1000000), _HINT
        )
    found: dict[str, EscoSkill] = {}
    for line, row in _rows(_text(raw)):
        if row.get("status") not in (None, "", "released"):
            continue
        skill = _skill(row, language, line)
        if skill.skill.iri in found:
            raise _wrong(line, say("This skill stands there twice."))
        if len(found) == SKILLS_MAX:
            raise _wrong(line, say("There are more than {skills_max} skills.", skills_max=f"{SKILLS_MAX:,}"))
        found[skill.skill.iri] = skill
    if not found:
        raise InputError("skills.none", "The list holds no skill.", _HINT)
    return tuple(found.values())


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _wrong(raw.count(b"\n", 0, error.start) + 1, say("This is not text in UTF-8.")) from None


def _rows(text: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Each record with the line where it begins; the names of the columns come from the first."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    names: list[str] = []
    line = 1
    try:
        for cells in reader:
            if not names:
                names = _header(cells)
            elif cells and len(cells) != len(names):
                raise _wrong(
                    line,
                    say(
                        "There are {count} cells where the first line has {count2}.",
                        count=len(cells),
                        count2=len(names),
                    ),
                )
            elif cells:
                yield line, dict(zip(names, cells, strict=True))
            line = reader.line_num + 1
    except csv.Error:
        raise _wrong(line, say("A quotation mark is missing, or a cell is far too long.")) from None


def _header(cells: list[str]) -> list[str]:
    lacking = [name for name in _NEEDED if name not in cells]
    if lacking:
        raise _wrong(1, say("The column {names} is missing.", names=" and ".join(lacking)))
    return cells


def _skill(row: Mapping[str, str], language: str, line: int) -> EscoSkill:
    iri, label = row["conceptUri"].strip(), _clean(row["preferredLabel"])
    if not _IRI.fullmatch(iri):
        raise _wrong(line, say("The conceptUri is not that of an ESCO skill."))
    if not label or len(label) > LABEL_MAX:
        raise _wrong(
            line, say("The preferredLabel is empty or longer than {label_max} characters.", label_max=LABEL_MAX)
        )
    alternatives = [_clean(text)[:LABEL_MAX] for text in row.get("altLabels", "").splitlines()[:ALTERNATIVES_MAX]]
    kind = row.get("skillType", "").partition("/")[0]  # skill/competence is the skill of the official list of kinds
    return EscoSkill(
        skill=Skill(iri, label),
        language=language,
        alternatives=tuple(filter(None, alternatives)),
        kind=OUTCOME_KINDS.get(kind),
        reuse=REUSE_LEVELS.get(row.get("reuseLevel", "")),
        description=_clean(row.get("description", ""))[:DESCRIPTION_MAX],
    )


def _clean(text: str) -> str:
    """On one line, without what cannot be seen: official texts hold stray signs, which are no reason to refuse them."""
    shown = "".join(" " if has_hidden_signs(sign) else sign for sign in text) if has_hidden_signs(text) else text
    return " ".join(shown.split())


def _wrong(line: int, sentence: str) -> InputError:
    return InputError("skills.wrong", say("Line {line}: {sentence}", line=line, sentence=sentence), _HINT)
