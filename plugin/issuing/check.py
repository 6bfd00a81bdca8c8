"""Whether a document may be sealed: the one maker of `Checked`."""

from __future__ import annotations

from plugin.domain.documents import Checked, Document
from plugin.domain.elements import MicroCredential
from plugin.domain.errors import TwinsealError
from plugin.domain.ports.credentials import CredentialFormat, StatusMethod
from plugin.domain.statement import statement_of
from plugin.domain.status import StatusList
from plugin.domain.text import say


class NotSealableError(TwinsealError):
    """A document breaks its format, or does not say what the micro-credential says; it is never sealed."""


def check(document: Document, micro: MicroCredential, form: CredentialFormat) -> Checked:
    """The document as `Checked`; NotSealableError when it has a fault or says something else than `micro`.

    Every format is compared with the same statement, so formats that pass agree with each other.
    """
    faults = form.faults(document.content)
    if faults:
        raise NotSealableError(
            "issue.faults",
            say("The {title} is not built as its format demands: {faults}", title=form.title, faults=faults[0]),
            "Nothing was sealed. Please report this; correct the plan if it holds something unusual.",
        )
    said, meant = form.read(document.content), statement_of(micro)
    if said != meant:
        differing = [e.value for e in {**said.said, **meant.said} if said.said.get(e) != meant.said.get(e)]
        raise NotSealableError(
            "issue.disagreement",
            say(
                "The {title} does not say the same as the micro-credential: {names}.",
                title=form.title,
                names=tuple(differing),
            ),
            "Nothing was sealed. Please report this; correct the plan if it holds something unusual.",
        )
    return Checked(document)


def check_list(document: Document, listed: StatusList, method: StatusMethod) -> Checked:
    """The same for a status list: NotSealableError when it does not say what we withdrew, no more and no less."""
    if method.bits(document.content) != listed.bits:
        sentence = say("The list of withdrawals number {number} is not written as it is kept.", number=listed.number)
        raise NotSealableError("status.disagreement", sentence, "Nothing was published. Please report this.")
    return Checked(document)
