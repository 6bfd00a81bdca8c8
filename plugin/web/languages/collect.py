"""Collects every text that pages say into `texts/messages.pot`, and brings the languages' catalogues up to date.

For those who change the code, in a clone: `python -m plugin.web.languages.collect`. What a translator wrote stays; what
is new stands there empty, what is no longer said is dropped, and what changed a little is marked as not yet sure.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from plugin.web.languages.catalogues import TEXTS
from plugin.web.languages.choice import LANGUAGES
from plugin.web.languages.python_texts import texts

HOUSE = Path(__file__).parents[3]
ROOMS = ("plugin", "lti", "adapters")
ELSEWHERE = (  # what no page says: the practice LMS speaks for itself, and the command line speaks English
    "plugin/practice",
    "plugin/demo",
    "plugin/commands",
    "plugin/cli.py",
    "plugin/settings.py",
    "plugin/registry.py",
    "plugin/store/migrations",
    "plugin/domain/intake/learner_",
    "plugin/domain/intake/csv_records.py",
    "plugin/domain/intake/skill_list.py",
    "adapters/lookup/folder.py",
)
TEMPLATES = "plugin/web/templates"
_KEYWORDS = {"_": None, "gettext": None, "_n": (1, 2), "ngettext": (1, 2)}
_OPTIONS = {
    "newstyle_gettext": "true",
    "trimmed": "true",
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "silent": "false",
}
FIRST = datetime(2026, 11, 25, tzinfo=UTC)
Found = tuple[str, str | tuple[str, ...]]


def collected() -> Catalog:
    """All texts, each with the files in which it stands."""
    catalogue = _new(None)
    for file, text in sorted((*_python(), *_templates()), key=lambda found: (found[0], str(found[1]))):
        catalogue.add(text, locations=[(file, 0)])
    return catalogue


def updated(language: str, template: Catalog) -> Catalog:
    """The language's catalogue with the texts of today."""
    file = TEXTS / f"{language}.po"
    catalogue = _new(language)
    if file.exists():
        with file.open("rb") as source:
            catalogue = read_po(source, language)
    catalogue.update(template, update_header_comment=False)
    catalogue.obsolete.clear()
    return catalogue


def _new(language: str | None) -> Catalog:
    """An empty catalogue; the days in its head are fixed, so that collecting changes nothing but texts."""
    return Catalog(
        language,
        project="Twinseal",
        version="1",
        header_comment="# The texts of Twinseal's pages. How to translate them: docs/translating.md",
        copyright_holder="",
        msgid_bugs_address="none",
        creation_date=FIRST,
        revision_date=FIRST,
        last_translator="none",
        language_team=language or "",
        fuzzy=False,
    )


def written(catalogue: Catalog) -> bytes:
    """The catalogue as a file; the same texts are the same bytes."""
    file = BytesIO()
    write_po(file, catalogue, width=120, sort_by_file=True, include_lineno=False, omit_header=False)
    return file.getvalue()


def main() -> None:
    """Write the template and every language's catalogue."""
    template = collected()
    (TEXTS / "messages.pot").write_bytes(written(template))
    for language in LANGUAGES[1:]:
        (TEXTS / f"{language}.po").write_bytes(written(updated(language, template)))


def _python() -> Iterator[Found]:
    for file in sources("*.py"):
        for text in texts((HOUSE / file).read_text("utf-8")):
            yield file, text.message


def _templates() -> Iterator[Found]:
    for file in sources("*.html"):
        with (HOUSE / file).open("rb") as source:
            for _, message, _, _ in extract("jinja2.ext:babel_extract", source, _KEYWORDS, (), _OPTIONS):
                yield file, message


def sources(pattern: str) -> Iterator[str]:
    """The files of our house that pages speak from, from its top."""
    for room in ROOMS:
        for file in (HOUSE / room).rglob(pattern):
            name = file.relative_to(HOUSE).as_posix()
            if not name.startswith(ELSEWHERE) and (pattern == "*.py" or name.startswith(TEMPLATES)):
                yield name


if __name__ == "__main__":
    main()
