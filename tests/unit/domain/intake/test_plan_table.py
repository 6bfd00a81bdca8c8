"""One table of a plan file."""

from plugin.domain.intake import entry
from plugin.domain.intake.plan_problem import Problem
from plugin.domain.intake.plan_table import UNKNOWN_KEYS_MAX, Table


def table_of(values: dict[str, object], *languages: str) -> tuple[Table, list[Problem]]:
    problems: list[Problem] = []
    return Table(values, "plan", languages or ("en",), problems), problems


def test_an_absent_key_is_none_and_no_problem() -> None:
    table, problems = table_of({})
    assert table.value("title", entry.line) is None
    assert table.values("words", entry.line, 5) == ()
    assert table.text("text") is None
    assert problems == []


def test_a_refused_value_is_noted_with_its_place() -> None:
    table, problems = table_of({"title": 5})
    assert table.value("title", entry.line) is None
    assert problems == [Problem("plan.title", "This is not text.", "Write text in quotation marks.")]


def test_a_missing_key_is_noted_when_it_is_required() -> None:
    table, problems = table_of({"title": "Ethics"})
    table.require("title")
    table.require("kind", hint="Write one.")
    assert problems == [Problem("plan.kind", "This is missing.", "Write one.")]


def test_a_single_value_may_stand_for_a_list() -> None:
    table, problems = table_of({"one": "a", "two": ["a", "b"]})
    assert table.values("one", entry.line, 5) == ("a",)
    assert table.values("two", entry.line, 5) == ("a", "b")
    assert problems == []


def test_refused_items_of_a_list_are_noted_by_their_number_and_left_out() -> None:
    table, problems = table_of({"words": ["a", 5, "", "b"]})
    assert table.values("words", entry.line, 5) == ("a", "b")
    assert [problem.place for problem in problems] == ["plan.words[2]", "plan.words[3]"]


def test_a_list_that_is_too_long_is_noted() -> None:
    table, problems = table_of({"words": ["a"] * 6})
    table.values("words", entry.line, 5)
    assert problems == [Problem("plan.words", "There are 6 of these, more than 5.", "Leave some out.")]


def test_text_is_in_the_primary_language_or_in_several_in_the_order_of_the_plan() -> None:
    table, problems = table_of({"a": "Ethiek", "b": {"en": "Ethics", "nl": "Ethiek"}}, "nl", "en")
    one, two = table.text("a"), table.text("b")
    assert one is not None
    assert two is not None
    assert one.values == (("nl", "Ethiek"),)
    assert two.values == (("nl", "Ethiek"), ("en", "Ethics"))
    assert problems == []


def test_a_text_in_a_language_that_the_plan_does_not_name_is_noted() -> None:
    table, problems = table_of({"title": {"en": "Ethics", "de": "Ethik"}})
    assert str(table.text("title")) == "Ethics"
    assert problems == [Problem("plan.title.de", "This key is not known here.", "Known: “en”.")]


def test_a_table_without_any_text_of_the_plan_is_noted() -> None:
    table, problems = table_of({"title": {}, "note": {"de": "Ethik"}})
    assert (table.text("title"), table.text("note")) == (None, None)
    assert [problem.place for problem in problems] == ["plan.title", "plan.note"]
    assert problems[1].hint == "The languages of this plan are: en."


def test_a_faulty_bare_text_is_noted_at_its_own_place() -> None:
    table, problems = table_of({"title": ""})
    assert table.text("title") is None
    assert [problem.place for problem in problems] == ["plan.title"]


def test_only_long_texts_may_have_several_lines() -> None:
    table, _ = table_of({"title": "a\nb", "note": "a\nb"})
    assert str(table.text("title")) == "a b"
    assert str(table.text("note", entry.PARAGRAPHS_MAX)) == "a\nb"


def test_a_part_that_is_no_table_is_noted() -> None:
    table, problems = table_of({"part": 5, "parts": [{}, "x"]})
    assert table.part("part", lambda part: part) is None
    assert len(table.parts("parts", lambda part: part, 5)) == 1
    assert [(problem.place, problem.sentence) for problem in problems] == [
        ("plan.part", "This is not a table."),
        ("plan.parts[2]", "This is not a table."),
    ]


def test_a_key_that_nobody_asked_for_is_noted_with_the_nearest_known_one() -> None:
    table, problems = table_of({"workload": 1, "titel": 2, "zzz": 3})
    table.value("workload", lambda value: value)
    table.value("title", entry.line)
    table.close()
    assert problems == [
        Problem("plan.titel", "This key is not known here.", "Did you mean “title”?"),
        Problem("plan.zzz", "This key is not known here.", "Known: “workload”, “title”."),
    ]


def test_many_unknown_keys_are_counted_after_the_first() -> None:
    table, problems = table_of({f"k{number}": 1 for number in range(5000)})
    table.close()
    assert len(problems) == UNKNOWN_KEYS_MAX + 1
    assert problems[-1] == Problem("plan", "5000 keys are not known here.")


def test_a_key_cannot_steer_a_terminal() -> None:
    problems: list[Problem] = []
    Table({"\x1b[31m" + "x" * 100: 1, "": 2}, "", ("en",), problems).close()
    assert problems[0].place == "?[31m" + "x" * 55 + "…"
    assert problems[1].place == '""'
