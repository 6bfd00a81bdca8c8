"""Does a connection to an LMS work? One finding per question, with the setting to change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from plugin.domain.platforms import BrowserProof, CoursePlace
from plugin.domain.report import Answer


class Setting(Enum):
    """What an administrator of the LMS can change; each family of LMSes has its own place for it."""

    ADDRESSES = "addresses"
    TOKEN = "token"  # noqa: S105 - a word, no secret
    MEMBERS = "members"
    COLUMNS = "columns"
    FRAME = "frame"


@dataclass(frozen=True, slots=True)
class Finding:
    """One question to a connection, its answer, what it rests on, and what to change when it is not yes."""

    question: str
    answer: Answer
    evidence: str
    hint: str = ""
    setting: Setting | None = None


@dataclass(frozen=True, slots=True)
class SeenCourse:
    """A course into which somebody launched; `browser` says how the latest browser was recognised."""

    place: CoursePlace
    seen_at: datetime
    browser: BrowserProof | None
