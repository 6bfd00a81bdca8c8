"""What is said of the other questions when the proof itself does not hold."""

from __future__ import annotations

from plugin.domain.ports.credentials import ProofFindings
from plugin.domain.report import Answer, Check, Question
from plugin.domain.text import say


def unproven(proof: Check) -> ProofFindings:
    """Findings of a proof that is not yes: the issuer's key was then not looked at, and nobody is named."""
    evidence = say("This was not looked at, because the seal itself is not proven.")
    owner, valid = (Check(q, Answer.UNKNOWN, evidence, proof.hint) for q in (Question.ISSUER_KEY, Question.KEY_VALID))
    return ProofFindings((proof, owner, valid), None)
