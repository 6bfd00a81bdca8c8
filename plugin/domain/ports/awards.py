"""Where plans and awards are kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from plugin.domain.documents import (
    Intent,
    Sealed,
)
from plugin.domain.lifecycle import Award, AwardKey
from plugin.domain.plan import CredentialPlan, Institution
from plugin.domain.standing import Change, Standing
from plugin.domain.status import KnownStanding, StatusList


class PlanStore(Protocol):
    """Every version of every plan, as published; a version never changes."""

    def version(self, institution_id: str, plan_id: str, version: int) -> tuple[Institution, CredentialPlan]:
        """That version with its institution as it was then; NotFoundError when there is none."""
        ...


class AwardStore(Protocol):
    """The awards. Each method that writes is one transaction, on disk when it returns."""

    def live(self, key: AwardKey) -> Award | None:
        """The one award that holds the place of that key: the newest, also when it is suspended or revoked."""
        ...

    def live_subjects(self, binding_id: str) -> Mapping[str, str]:
        """LMS subject to award id, for every live award of a binding."""
        ...

    def ever(self, binding_id: str) -> frozenset[str]:
        """Everybody whom the binding has ever awarded, withdrawn awards among them."""
        ...

    def unfinished(self, binding_id: str) -> tuple[Award, ...]:
        """The live awards of which a document still waits for its seal, the oldest first."""
        ...

    def reserve(self, award: Award) -> Award:
        """Keep a new award, with a place in a status list; when the key has one already, that one comes back."""
        ...

    def replace(self, award: Award, change: Change) -> Award:
        """Keep a new award in the place of the one that it supersedes, and log why; that one stays in force until
        every document of the new one is sealed. When it has a newer one already, that comes back."""
        ...

    def redate(self, award: Award, at: datetime) -> Award:
        """Begin the documents anew with that date; nothing happens once one of them is sealed."""
        ...

    def record_intents(self, award: Award, intents: tuple[Intent, ...]) -> Award:
        """Keep the exact bytes to seal; a document that has its intent keeps the one it has."""
        ...

    def drop_intent(self, award: Award, format_name: str) -> Award:
        """Let an unsealed document be built anew, for its key is gone; a sealed one stays as it is."""
        ...

    def log_attempt(self, award: Award, format_name: str, at: datetime) -> None:
        """Note that a seal is about to be asked."""
        ...

    def save_sealed(self, award: Award, sealed: Sealed) -> Award:
        """Keep a finished file; a document that is sealed already keeps the file it has. With the last of them, what
        the award replaces is superseded."""
        ...


class StandingStore(Protocol):
    """How awards stand, and the log of what changed it, to which only is added."""

    def change(self, award_id: str, change: Change) -> Standing:
        """Make one move: standing, log and status list in one transaction. ConflictError when it cannot be made."""
        ...

    def changes(self, award_id: str) -> tuple[Change, ...]:
        """Every change of an award, the oldest first."""
        ...

    def of_credential(self, credential_id: str) -> KnownStanding | None:
        """How the award of that credential (a bare UUID) stands; None when it is not ours."""
        ...


class StatusListStore(Protocol):
    """The status lists of every institution, as they are now."""

    def numbers(self, institution_id: str) -> tuple[int, ...]:
        """The numbers of an institution's lists."""
        ...

    def get(self, institution_id: str, number: int) -> StatusList | None:
        """One list."""
        ...

    def keep_sealed(self, listed: StatusList, sealed: bytes) -> None:
        """Keep the published file of that version; nothing happens when the list changed meanwhile."""
        ...
