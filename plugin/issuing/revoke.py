"""Withdraw, suspend or resume: one award, or many with an answer for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from plugin.domain.errors import ConflictError, TwinsealError
from plugin.domain.standing import Change, Move, Standing, check_change
from plugin.issuing.press import Press


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of one award: how it stands now, or why it could not be changed."""

    award_id: str
    standing: Standing | None
    refusal: TwinsealError | None = None


def move(award_id: str, change: Change, press: Press) -> Standing:
    """How the award stands after that change, which pages, records and status list show from now on.

    ConflictError when the person may not, or when it cannot be done; InputError for a reason or note that does not fit.
    """
    check_change(change)
    if change.move is Move.SUPERSEDE:
        raise ConflictError("revoke.supersede", "Only a newer award replaces one.", "Issue it anew instead.")
    return press.standings.change(award_id, change)


def move_many(award_ids: Iterable[str], change: Change, press: Press) -> Iterator[Moved]:
    """The same for each, one transaction after the other; a refused one does not stop the others.

    What was done stays done when the caller stops listening; beginning again refuses what is done already.
    """
    for award_id in dict.fromkeys(award_ids):
        try:
            yield Moved(award_id, move(award_id, change, press))
        except TwinsealError as refusal:
            yield Moved(award_id, None, refusal)
