"""In which line of a plan file a place stands."""

import pytest

from plugin.domain.intake.plan_lines import line_of

FILE = b'''\xef\xbb\xbftitle = "top"
[micro_credential] # a heading
description = """
[institution]
title = "inside a text"
"""
"level" = { eqf = 9 }

[[micro_credential.learning_outcomes]]
title = "One"

[[micro_credential.learning_outcomes]]
title = "Two"
skills = [
    { iri = "x" },
]
[micro_credential.learning_outcomes.more]
kind = "y"
'''


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("title", 1),
        ("micro_credential", 2),
        ("micro_credential.level.eqf", 7),
        ("micro_credential.learning_outcomes[1].title.en", 10),
        ("micro_credential.learning_outcomes[2]", 12),
        ("micro_credential.learning_outcomes[2].skills[1].iri", 14),
        ("micro_credential.learning_outcomes[2].more.kind", 18),
        ("micro_credential.quality_assurance[1].kind", 2),
        ("institution.name", None),
        ("the file", None),
    ],
)
def test_a_place_is_found_or_the_nearest_one_that_leads_to_it(place: str, line: int | None) -> None:
    assert line_of(FILE, place) == line
