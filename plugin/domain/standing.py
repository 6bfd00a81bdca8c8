"""What became of an award after it was issued, who may change it, and why. An award is never deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from plugin.domain.errors import ConflictError, InputError
from plugin.domain.text import say

NOTE_MAX = 2000


class Standing(Enum):
    """live <-> suspended; both -> revoked or superseded. Revoked and superseded are for good."""

    LIVE = "live"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"

    @property
    def is_final(self) -> bool:
        """Whether the status list says so for ever."""
        return self in (Standing.REVOKED, Standing.SUPERSEDED)


class Move(Enum):
    """What can be done to an award."""

    SUSPEND = "suspend"
    RESUME = "resume"
    REVOKE = "revoke"
    SUPERSEDE = "supersede"


class Reason(Enum):
    """Why: a code for machines, and `words` that the learner reads. Verifiers see the move and its day only."""

    UNDER_REVIEW = ("under-review", say("It is being looked into."), Move.SUSPEND)
    CLEARED = ("cleared", say("It was looked into, and all is well."), Move.RESUME)
    ISSUED_IN_ERROR = ("issued-in-error", say("It was issued in error."), Move.REVOKE)
    RESULT_WITHDRAWN = ("result-withdrawn", say("The result in the course was taken back afterwards."), Move.REVOKE)
    MISCONDUCT = ("misconduct", say("The institution's rules were broken."), Move.REVOKE)
    LEARNER_ASKED = ("learner-asked", say("The learner asked for it."), Move.SUSPEND, Move.REVOKE, Move.SUPERSEDE)
    NAME_CORRECTED = ("name-corrected", say("The name was corrected."), Move.SUPERSEDE)
    RESULT_CORRECTED = ("result-corrected", say("The result in the course was corrected."), Move.SUPERSEDE)
    WORDING_CORRECTED = (
        "wording-corrected",
        say("What it says of the micro-credential was corrected."),
        Move.SUPERSEDE,
    )
    OTHER = ("other", say("There is another reason, which the institution can tell."), *Move)

    def __init__(self, code: str, words: str, *moves: Move) -> None:
        self.code = code
        self.words = words
        self.moves = moves

    @classmethod
    def of_code(cls, code: str, move: Move) -> Reason:
        """The reason of that code for that move; InputError when there is none."""
        found = next((reason for reason in cls.for_move(move) if reason.code == code), None)
        if found is None:
            codes = ", ".join(reason.code for reason in cls.for_move(move))
            raise InputError(
                "standing.reason", "A reason is needed, and this is none.", say("Choose one of: {codes}.", codes=codes)
            )
        return found

    @classmethod
    def for_move(cls, move: Move) -> tuple[Reason, ...]:
        """The reasons that there can be for that move."""
        return tuple(reason for reason in cls if move in reason.moves)


class ActorKind(Enum):
    """As what somebody acts."""

    INSTRUCTOR = "instructor"
    ADMINISTRATOR = "administrator"
    ASSISTANT = "assistant"
    LEARNER = "learner"


_MAY_MOVE = (ActorKind.INSTRUCTOR, ActorKind.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. `id` is technical (an LMS's subject, a command), never a name."""

    kind: ActorKind
    id: str

    @property
    def may_move(self) -> bool:
        """Whether this person may change how an award stands; those who assist or learn may only look."""
        return self.kind in _MAY_MOVE


@dataclass(frozen=True, slots=True)
class Change:
    """One move, as the log keeps it. `note` is for the institution's own record and shown to nobody else."""

    move: Move
    reason: Reason
    by: Actor
    at: datetime
    note: str = ""


_AFTER = {
    (Standing.LIVE, Move.SUSPEND): Standing.SUSPENDED,
    (Standing.SUSPENDED, Move.RESUME): Standing.LIVE,
    (Standing.LIVE, Move.REVOKE): Standing.REVOKED,
    (Standing.SUSPENDED, Move.REVOKE): Standing.REVOKED,
    (Standing.LIVE, Move.SUPERSEDE): Standing.SUPERSEDED,
    (Standing.SUSPENDED, Move.SUPERSEDE): Standing.SUPERSEDED,
    (Standing.REVOKED, Move.SUPERSEDE): Standing.REVOKED,  # there is a newer one, but this stays withdrawn
}
_REFUSALS = {
    Standing.LIVE: (say("It is in force already."), say("There is nothing to resume.")),
    Standing.SUSPENDED: (say("It is suspended already."), say("It can be resumed, withdrawn or issued anew.")),
    Standing.REVOKED: (
        say("It is withdrawn, and that is for good."),
        say("Issue it anew, if it shall be in force again."),
    ),
    Standing.SUPERSEDED: (say("It was replaced by a newer one."), say("Look at the newer one, and change that.")),
}


def after(standing: Standing, move: Move) -> Standing:
    """How an award stands after that move; ConflictError says why there can be none."""
    if (standing, move) not in _AFTER:
        sentence, hint = _REFUSALS[standing]
        raise ConflictError("standing.no_move", sentence, hint)
    return _AFTER[standing, move]


def moves_from(standing: Standing) -> tuple[Move, ...]:
    """What can be done to an award that stands so."""
    return tuple(move for move in Move if (standing, move) in _AFTER)


def check_change(change: Change) -> None:
    """ConflictError when this person may not do it; InputError when the reason does not fit or the note is too long."""
    if not change.by.may_move:
        sentence = "Only the course's instructors and the administrator can change this."
        raise ConflictError("standing.not_allowed", sentence, "Ask one of them. Nothing was changed.")
    Reason.of_code(change.reason.code, change.move)
    if len(change.note) > NOTE_MAX:
        raise InputError(
            "standing.note", say("The note is longer than {note_max} characters.", note_max=NOTE_MAX), "Shorten it."
        )
