"""A learner claims what was earned."""

from __future__ import annotations

import hashlib

from plugin.domain.binding import Binding
from plugin.domain.claim import Claim
from plugin.domain.errors import TwinsealError
from plugin.domain.facts import LearnerFacts
from plugin.domain.lifecycle import Award, AwardKey
from plugin.domain.plan import CredentialPlan, Institution
from plugin.issuing.issue import issue
from plugin.issuing.press import Order, Press


class NotOfferedError(TwinsealError):
    """The course does not award its micro-credential at present."""


def claim(
    facts: LearnerFacts, made: Claim, binding: Binding, institution: Institution, plan: CredentialPlan, press: Press
) -> Award:
    """The learner's award, now or from before; `facts` must have been read for this claim.

    NotOfferedError when the instructor has not enabled it; what `issue` refuses is refused here.
    """
    if not binding.enabled:
        sentence = "This course does not award its micro-credential at present."
        raise NotOfferedError("claim.not_offered", sentence, "Ask your instructor when it will.")
    key = AwardKey(binding.id, facts.person.subject, plan.id)
    digest = hashlib.sha256(f"{made.full_name}\n{made.include_grade}".encode()).hexdigest()
    return issue(Order(key, institution, plan, facts, made, digest), press)
