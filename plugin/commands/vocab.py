"""`twinseal vocab …`: lists of others that an administrator brings, because they cannot be shipped."""

from __future__ import annotations

import re
from pathlib import Path

import click

from plugin.commands.files import read_file
from plugin.commands.plain_errors import plainly
from plugin.compose import open_services
from plugin.domain.errors import InputError
from plugin.domain.intake.skill_list import BYTES_MAX, read_skills
from plugin.domain.vocabulary import LANGUAGES
from plugin.settings import settings_of_the_environment

_NAMED = re.compile(r"_([a-z]{2})\.csv$")


@click.group()
def vocab() -> None:
    """Lists of official words that are imported."""


@vocab.group("import")
def import_group() -> None:
    """Bring a list; it takes the place of the one before."""


@import_group.command("esco")
@click.argument("file", metavar="SKILLS_XX.CSV", type=click.Path(path_type=Path))
@click.option("--language", help="ISO 639-1, such as en; taken from the file's name when left out.")
@plainly
def esco_command(file: Path, language: str | None) -> None:
    """Import the skills of ESCO: the file skills_xx.csv of its download, one for each language."""
    code = _language(file, language)
    skills = read_skills(read_file(file, BYTES_MAX), code)
    open_services(settings_of_the_environment()).skills.replace(code, skills)
    click.echo(f"Skills that can be searched in {LANGUAGES.find(code).label}: {len(skills):,}.")


def _language(file: Path, given: str | None) -> str:
    named = _NAMED.search(file.name.lower())
    known = LANGUAGES.get(given or (named[1] if named else ""))
    if known is None or not known.alias:
        sentence = f"“{given}” is no language." if given else "The file's name does not tell its language."
        raise InputError("skills.language", sentence, "Add for example --language en.")
    return known.alias
