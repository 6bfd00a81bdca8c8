"""Correct and issue anew: a new award that replaces the old one, which stays in force until the new one is sealed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from plugin.domain.claim import Claim, ClaimedBy, clean_name
from plugin.domain.facts import LearnerFacts
from plugin.domain.lifecycle import Award
from plugin.domain.plan import CredentialPlan, Institution
from plugin.domain.standing import Change, after, check_change
from plugin.issuing.issue import finish, new_award
from plugin.issuing.press import Order, Press


@dataclass(frozen=True, slots=True)
class Correction:
    """What shall be other than it was; what is None stays as it was recorded with the old award.

    facts: read anew. plan: by which it is decided and described now. digest: names the order, see `Order`.
    """

    full_name: str | None = None
    facts: LearnerFacts | None = None
    plan: tuple[Institution, CredentialPlan] | None = None
    claim: Claim | None = None
    digest: str | None = None


def reissue(award: Award, correction: Correction, change: Change, press: Press) -> Award:
    """The finished new award; the one that an interrupted call began, when there is one.

    The rule decides once more, on the new facts or on those recorded: NotEarnedError, MissingElementsError and
    NotSealableError refuse, ConflictError when the award was replaced already or the person may not. ServiceError
    means: try again later; until then the old one stays in force.
    """
    check_change(change)
    if award.supersedes and award.to_finish:
        return finish(award, press)  # an interrupted call began it: the same call again must not replace it as well
    after(award.standing, change.move)
    institution, plan = correction.plan or press.plans.version(
        award.institution_id, award.key.plan_id, award.plan_version
    )
    order = Order(
        key=award.key,
        institution=institution,
        plan=plan,
        facts=correction.facts or award.facts,
        claim=_claim(award.claim, correction, change),
        digest=correction.digest or award.digest,
    )
    return finish(press.awards.replace(new_award(order, press, award.id), change), press)


def _claim(old: Claim, correction: Correction, change: Change) -> Claim:
    if correction.claim:
        return correction.claim
    name = clean_name(correction.full_name) if correction.full_name is not None else old.full_name
    if name == old.full_name:
        return old
    return replace(old, full_name=name, given_name=None, family_name=None, by=ClaimedBy.INSTITUTION, at=change.at)
