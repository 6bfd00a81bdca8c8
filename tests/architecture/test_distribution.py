"""The import names `lti` and `adapters` exist elsewhere as well: here only this distribution may provide them."""

from __future__ import annotations

from importlib.metadata import packages_distributions

import pytest


@pytest.mark.parametrize("name", ["plugin", "lti", "adapters"])
def test_only_this_distribution_provides_our_names(name: str) -> None:
    providers = set(packages_distributions().get(name, ["twinseal"]))  # an editable install may list none
    assert providers == {"twinseal"}
