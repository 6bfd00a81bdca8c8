"""What the learner settles when claiming: the name as it shall read, and what is left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from plugin.domain.errors import InputError
from plugin.domain.text import has_hidden_signs, say, without_joiners

NAME_MAX = 200


class ClaimedBy(Enum):
    """Whose word the claim is."""

    LEARNER = "the learner"
    INSTITUTION = "the institution"


@dataclass(frozen=True, slots=True)
class Claim:
    """Personal data live here and in sealed documents, nowhere else."""

    full_name: str
    include_grade: bool
    by: ClaimedBy
    at: datetime
    given_name: str | None = None
    family_name: str | None = None
    identifier: str | None = None
    email: str | None = None


def clean_name(text: str) -> str:
    """The name as it shall read: spaces made single, no control characters; InputError when nothing is left.

    Any script and any punctuation is a name; only what no seal can carry alike everywhere is refused.
    """
    name = " ".join(text.split())
    if not without_joiners(name).strip():
        raise InputError("claim.name.empty", "The name is empty.", "Write the name as it shall read on the credential.")
    if len(name) > NAME_MAX:
        raise InputError(
            "claim.name.long", say("The name is longer than {name_max} characters.", name_max=NAME_MAX), "Shorten it."
        )
    if has_hidden_signs(name):
        raise InputError("claim.name.hidden", "The name holds characters that cannot be seen.", "Type it anew.")
    return name
