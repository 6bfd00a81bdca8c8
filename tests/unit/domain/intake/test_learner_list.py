"""A list of learners from a CSV file."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.domain.eligibility import Outcome, decide
from plugin.domain.intake import learner_list
from plugin.domain.intake.learner_list import BYTES_MAX, LearnerList, read_learners
from plugin.domain.intake.plan_file import read_plan

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
EXAMPLES = Path(__file__).parents[4] / "examples"
LEARNERS = (EXAMPLES / "learners.csv").read_bytes()
HEAD = "identifier,name,grade,completed_on\n"


def read(text: str) -> LearnerList:
    return read_learners(text.encode(), AT)


def identifiers(found: LearnerList) -> list[str]:
    return [line.identifier for line in found.lines]


def told(found: LearnerList) -> list[tuple[int, str]]:
    return [(problem.number, problem.sentence) for problem in found.problems]


def test_the_example_list_is_decided_by_the_example_plan() -> None:
    rule = read_plan((EXAMPLES / "plan.toml").read_bytes()).plan.rule
    found = read_learners(LEARNERS, AT)
    assert found.problems == ()
    decided = {line.identifier: decide(line.facts, rule).outcome for line in found.lines}
    assert decided.pop("Z-1007") is Outcome.NOT_YET
    assert decided.pop("Z-1008") is Outcome.UNKNOWN
    assert list(decided.values()) == [Outcome.EARNED] * 6


def test_the_example_list_holds_names_of_many_scripts() -> None:
    names = [line.claim.full_name for line in read_learners(LEARNERS, AT).lines]
    assert names[1] == 'Åsa "Ace" Öberg & Søn <Lund>'
    assert {"Γεωργία Παπαδοπούλου", "Олена Шевченко", "王小明", "محمد الأحمد"} < set(names)


@pytest.mark.parametrize(
    "raw",
    [
        b"\xef\xbb\xbf" + LEARNERS,
        LEARNERS.decode().encode("utf-16"),
        LEARNERS.replace(b"\n", b"\r\n"),
        LEARNERS.rstrip(b"\n"),
        LEARNERS.replace(b",", b"\t"),
        LEARNERS.replace(b",", b";").replace(b"84.5;", b"84,50;"),
    ],
    ids=["byte-order mark", "UTF-16", "CRLF", "no last line end", "tabs", "semicolons"],
)
def test_the_list_says_the_same_in_every_dress(raw: bytes) -> None:
    assert read_learners(raw, AT) == read_learners(LEARNERS, AT)


def test_the_order_of_columns_does_not_matter() -> None:
    one, two = read(HEAD + "1,Ada,84,2026-02-20"), read("completed_on,grade,name,identifier\n2026-02-20,84.0,Ada,1")
    assert one == two


def test_a_name_over_two_lines_is_one_name_and_later_lines_keep_their_numbers() -> None:
    found = read(HEAD + '1,"Ada\nByrne",84,\n2,,84,\n')
    assert [line.claim.full_name for line in found.lines] == ["Ada Byrne"]
    assert told(found) == [(4, "name: This is empty.")]


def test_a_comma_is_no_decimal_sign_where_commas_divide() -> None:
    assert told(read(HEAD + '1,Ada,"84,5",')) == [(2, "grade: This is not a number.")]


def test_each_broken_line_is_named_and_the_others_stay_usable() -> None:
    lines = (
        b"1,Ada,84,2026-02-20",
        b'2,"Bob,84,',
        b"3,Cy,84",
        b"4,D\0,84,",
        b"1,Eve,84,",
        b"6,Fay,84,2026-02-30",
        b"",
        b"7,Zo\xeb,84,",
        b"8,Gus,84,",
    )
    found = read_learners(HEAD.encode() + b"\n".join(lines), AT)
    assert identifiers(found) == ["1", "8"]
    assert told(found) == [
        (3, "Its quotation marks do not match."),
        (4, "This line has 3 cells, but the header has 4."),
        (5, "name: The name holds characters that cannot be seen."),
        (6, "identifier: It stands already in line 2."),
        (7, "completed_on: This day does not exist."),
        (9, "This line holds bytes that are not text."),
    ]
    assert all(problem.hint for problem in found.problems)


def test_an_identifier_counts_as_a_double_even_when_its_first_line_is_broken() -> None:
    found = read(HEAD + "1,,84,\n1,Ada,84,\n")
    assert identifiers(found) == []
    assert told(found)[1] == (3, "identifier: It stands already in line 2.")


def test_lines_without_an_identifier_are_nobodys_double() -> None:
    assert told(read(HEAD + ",Ada,84,\n,Bob,84,\n")) == [
        (2, "identifier: This is empty."),
        (3, "identifier: This is empty."),
    ]


def test_a_misspelt_column_keeps_the_whole_list_from_being_read() -> None:
    found = read("identifier,name,grad\n1,Ada,84\n")
    assert (found.lines, told(found)) == ((), [(1, "“grad” is not a column of this list.")])


def test_a_list_with_a_header_alone_has_no_learners_and_no_problems() -> None:
    assert read(HEAD) == LearnerList((), ())


def test_a_file_that_is_too_large_is_refused_unread() -> None:
    found = read_learners(b"\n" * (BYTES_MAX + 1), AT)
    assert (found.lines, told(found)) == ((), [(1, "The file is larger than 5 MB.")])


def test_a_list_that_is_too_long_is_read_up_to_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learner_list, "LINES_MAX", 3)
    found = read(HEAD + "1,Ada,84,\n2,Bob,84,\n3,Cy,84,\n4,Di,84,\n")
    assert identifiers(found) == ["1", "2"]
    assert told(found) == [(4, "The list has more than 3 lines and was read up to here.")]


@given(st.binary(max_size=300))
def test_random_bytes_never_raise(raw: bytes) -> None:
    found = read_learners(raw, AT)
    assert found.lines == ()


@given(
    st.lists(st.text(alphabet='1aé,";\n\r\t\0 ﷽-.', max_size=30), max_size=8),
    st.sampled_from(["utf-8", "utf-16", "latin-1"]),
)
def test_random_lines_are_used_or_named(written: list[str], encoding: str) -> None:
    raw = (HEAD + "\n".join(written)).encode(encoding, "replace")
    found = read_learners(raw, AT)
    assert all(problem.number > 1 and problem.sentence for problem in found.problems)
    assert len(set(identifiers(found))) == len(found.lines)


@given(st.integers(0, len(LEARNERS) - 1), st.binary(min_size=1, max_size=3))
def test_damage_in_one_place_loses_few_lines(place: int, damage: bytes) -> None:
    found = read_learners(LEARNERS[:place] + damage + LEARNERS[place + len(damage) :], AT)
    header_hit = place <= LEARNERS.index(b"\n")
    assert header_hit or len(found.lines) >= 6
