from __future__ import annotations

from decimal import Decimal

import pytest

from adapters.catalogue._base import duration


@pytest.mark.parametrize(
    ("hours", "written"),
    [(None, None), ("60", "PT60H"), ("37.5", "PT37H30M"), ("0.01", "PT0H36S"), ("0.001", "PT0H3.6S")],
)
def test_hours_are_written_exactly(hours: str | None, written: str | None) -> None:
    assert duration(Decimal(hours) if hours else None) == written
