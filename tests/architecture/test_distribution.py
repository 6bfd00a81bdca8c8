"""The import names `lti` and `adapters` exist elsewhere as well: here only this distribution may provide them."""

from __future__ import annotations

import configparser
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", ["plugin", "lti", "adapters"])
def test_only_this_distribution_provides_our_names(name: str) -> None:
    providers = set(packages_distributions().get(name, ["twinseal"]))  # an editable install may list none
    assert providers == {"twinseal"}


def test_every_data_file_is_shipped() -> None:
    settings = configparser.ConfigParser()
    settings.read(ROOT / "setup.cfg", "utf-8")
    patterns = {pattern.strip() for pattern in settings["options.package_data"]["*"].split(",")}
    for package in ("plugin", "lti", "adapters"):
        for file in (ROOT / package).rglob("*"):
            kept = file.is_file() and file.suffix not in (".py", ".pyc")
            assert not kept or file.name == "py.typed" or f"**/*{file.suffix}" in patterns, file
