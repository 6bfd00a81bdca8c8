"""Errors people can act on."""

import pytest

from plugin.domain.errors import ConflictError, InputError, LaunchError, NotFoundError, ServiceError, TwinsealError


def test_an_error_carries_a_code_a_sentence_and_a_hint_and_prints_the_last_two() -> None:
    error = InputError("file.large", "The file is too large.", "Give a smaller one.")
    assert (error.code, error.sentence, error.hint) == (
        "file.large",
        "The file is too large.",
        "Give a smaller one.",
    )
    assert str(error) == "The file is too large. Give a smaller one."


def test_an_error_without_a_hint_prints_its_sentence_alone() -> None:
    assert str(NotFoundError("none", "There is nothing here.")) == "There is nothing here."


def test_a_refused_launch_keeps_technical_details_out_of_its_sentence() -> None:
    error = LaunchError("launch.state", "The login is too old.", details=(("state", "abc"),))
    assert error.details == (("state", "abc"),)
    assert "abc" not in str(error)


@pytest.mark.parametrize("kind", [InputError, LaunchError, ServiceError, ConflictError, NotFoundError])
def test_every_kind_is_caught_as_one(kind: type[TwinsealError]) -> None:
    with pytest.raises(TwinsealError):
        raise kind("some.code", "It did not work.")
