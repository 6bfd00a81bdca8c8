"""The one way to refuse: a code for machines, a plain sentence and a hint for people. HTTP lives in plugin/web only."""

from __future__ import annotations

from plugin.domain.refusals import Received
from plugin.domain.said import as_said


class TwinsealError(Exception):
    """A refusal that a person can act on.

    code: stable, lower-case words joined by dots, safe to log. sentence: what happened, in plain words.
    hint: what to do next. Neither sentence nor hint may hold a secret or a token. Both are a `Said`: a plain literal
    becomes one without values, and a sentence with values is made by `say`.
    """

    def __init__(self, code: str, sentence: str, hint: str = "") -> None:
        super().__init__(f"{sentence} {hint}".strip())
        self.code = code
        self.sentence = as_said(sentence)
        self.hint = as_said(hint)


class InputError(TwinsealError):
    """Something that came from outside (a file, a form, a setting) is not usable; the sentence names the place."""


class LaunchError(TwinsealError):
    """A launch from an LMS is refused. `details` hold technical ids for the administrator, never personal data.

    received: the ids that the launch brought, where it brought any.
    """

    received: Received | None = None

    def __init__(self, code: str, sentence: str, hint: str = "", details: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(code, sentence, hint)
        self.details = details


class ServiceError(TwinsealError):
    """An LMS or web service did not answer as it should; the fact that was asked for stays unknown."""


class BusyError(TwinsealError):
    """Too much at once; the same will work in a minute."""


class ConflictError(TwinsealError):
    """The request does not fit what is already recorded, such as a second award for the same learner."""


class NotFoundError(TwinsealError):
    """There is nothing at that address or under that id, or it is not for the one who asks."""
