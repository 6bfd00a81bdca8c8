from __future__ import annotations

from datetime import UTC, datetime, timedelta

from plugin.domain.sweeps import FRESH, LONGEST, RETRY_FIRST, SweepState, next_try

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
NONE = timedelta(0)


def test_a_course_that_was_read_is_read_again_after_the_interval() -> None:
    assert next_try(NOW, 0, QUARTER, NONE) == NOW + QUARTER


def test_a_course_that_takes_long_rests_longer() -> None:
    assert next_try(NOW, 0, QUARTER, timedelta(minutes=20)) == NOW + timedelta(hours=1)


def test_after_failures_the_next_try_is_soon_and_then_ever_later_up_to_a_day() -> None:
    waits = [next_try(NOW, tries, QUARTER, NONE) - NOW for tries in (1, 2, 3, 50)]
    assert waits == [RETRY_FIRST, 2 * RETRY_FIRST, 4 * RETRY_FIRST, LONGEST]


def test_a_reading_is_running_until_it_ends_and_after_a_crash_until_the_next_one() -> None:
    began = SweepState("b", started_at=NOW)
    assert began.running
    assert not SweepState("b").running
    assert not SweepState("b", started_at=NOW, finished_at=NOW + QUARTER).running
    assert SweepState("b", started_at=NOW + QUARTER, finished_at=NOW).running


def test_what_was_read_well_a_moment_ago_is_fresh() -> None:
    read = SweepState("b", started_at=NOW, finished_at=NOW)
    assert read.fresh(NOW + FRESH / 2)
    assert not read.fresh(NOW + FRESH)
    assert not SweepState("b", finished_at=NOW, failure="No answer.").fresh(NOW)
    assert not SweepState("b").fresh(NOW)
    slow = SweepState("b", started_at=NOW - timedelta(minutes=10), finished_at=NOW)
    assert slow.fresh(NOW + timedelta(minutes=29))
