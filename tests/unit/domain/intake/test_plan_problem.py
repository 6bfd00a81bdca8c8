"""What is wrong in a plan file."""

from plugin.domain.errors import InputError
from plugin.domain.intake.plan_problem import PlanFileError, Problem

FIRST = Problem("micro_credential.level.eqf", "“9” is not in the list “EQF levels”.", "Use for example “Level 6”.")
SECOND = Problem("rule", "This is not a table.")


def test_a_problem_reads_as_place_sentence_and_hint() -> None:
    assert str(FIRST) == ("micro_credential.level.eqf: “9” is not in the list “EQF levels”. Use for example “Level 6”.")
    assert str(SECOND) == "rule: This is not a table."


def test_one_problem_is_told_in_the_sentence_of_the_error() -> None:
    error = PlanFileError((SECOND,))
    assert isinstance(error, InputError)
    assert error.sentence == "The plan has one problem at rule: This is not a table."


def test_of_several_problems_the_first_is_told_and_all_are_kept() -> None:
    error = PlanFileError((FIRST, SECOND))
    assert error.sentence.startswith("The plan has 2 problems, the first at micro_credential.level.eqf: “9”")
    assert error.hint == FIRST.hint
    assert error.problems == (FIRST, SECOND)
