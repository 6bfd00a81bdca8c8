"""What learners say of a micro-credential, never tied to who said it (SWD(2021) 367, sections 7.3.1 and 7.3.8)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from plugin.domain.errors import InputError
from plugin.domain.lifecycle import AwardKey
from plugin.domain.text import has_hidden_signs, say, without_joiners

TEXT_MAX = 2000  # characters of the free text
GROUP = 5  # results show whole groups of so many answers: a count that moves by one would tell whose answer moved it


class Question(Enum):
    """The built-in questions, in the order in which they are asked; the value is what learners read."""

    INFORMATION = say("Before you began, was it clear what you would learn and what was asked of you?")
    ASSESSMENT = say("Did the assessment fit what you were meant to learn?")
    WORKLOAD = say("Was the work about as much as announced?")
    USE = say("Will you use what you learned?")


class Reply(Enum):
    """One of three, or none: each question may be left out."""

    YES = say("Yes")
    PARTLY = say("Partly")
    NO = say("No")


@dataclass(frozen=True, slots=True)
class Feedback:
    """One learner's answers; at least one reply or some text."""

    replies: Mapping[Question, Reply]
    text: str


@dataclass(frozen=True, slots=True)
class Results:
    """All answers but the last few, which wait until their group is whole. `counts` holds every question and reply."""

    answers: int
    waiting: int
    counts: Mapping[Question, Mapping[Reply, int]]
    texts: tuple[str, ...]


def read_feedback(form: Mapping[str, str]) -> Feedback:
    """The answers in a form whose fields are the questions' names and `text`; InputError for what cannot be kept."""
    replies = {question: _reply(form[question.name]) for question in Question if form.get(question.name)}
    text = _text(form.get("text", ""))
    if not replies and not text:
        raise InputError("feedback.empty", "Nothing is answered yet.", "Answer at least one question.")
    return Feedback(replies, text)


def mark_of(key: AwardKey) -> str:
    """What remembers that this learner has answered, and nothing of the answer: a SHA-256 in hexadecimal."""
    return hashlib.sha256("\n".join(("feedback", key.binding_id, key.plan_id, key.subject)).encode()).hexdigest()


def results_of(groups: Sequence[Sequence[Feedback]], shuffle: Callable[[list[str]], None]) -> Results:
    """The results of all whole groups; their texts in an order that `shuffle` makes, apart from the replies."""
    whole = [feedback for group in groups if len(group) >= GROUP for feedback in group]
    texts = [feedback.text for feedback in whole if feedback.text]
    shuffle(texts)
    return Results(
        answers=len(whole),
        waiting=sum(map(len, groups)) - len(whole),
        counts={
            question: {reply: sum(f.replies.get(question) is reply for f in whole) for reply in Reply}
            for question in Question
        },
        texts=tuple(texts),
    )


def _reply(name: str) -> Reply:
    if name not in Reply.__members__:
        raise InputError("feedback.reply", "This is not one of the answers.", "Choose yes, partly or no.")
    return Reply[name]


def _text(written: str) -> str:
    """Paragraphs without what cannot be seen."""
    lines = [" ".join(line.split()) for line in written.splitlines()]
    text = "\n".join(lines).strip()
    if len(text) > TEXT_MAX:
        raise InputError(
            "feedback.long", say("The text is longer than {text_max} characters.", text_max=TEXT_MAX), "Shorten it."
        )
    if any(has_hidden_signs(line) for line in lines):
        raise InputError("feedback.hidden", "The text holds characters that cannot be seen.", "Type it anew.")
    return text if without_joiners(text).strip() else ""
