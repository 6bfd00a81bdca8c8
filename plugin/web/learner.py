"""The learner's pages: did I earn it, and how do I get it?"""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, redirect, request, url_for

from plugin.domain.binding import Binding
from plugin.domain.claim import Claim, ClaimedBy, clean_name
from plugin.domain.eligibility import Outcome
from plugin.domain.errors import InputError, NotFoundError
from plugin.domain.facts import LearnerFacts, confirmed
from plugin.domain.lifecycle import Award
from plugin.domain.mapping import as_test, missing_in_plan, to_elements
from plugin.domain.plan import CredentialPlan, Institution
from plugin.domain.platforms import CourseRole
from plugin.domain.standing import Move, Standing
from plugin.domain.statement import Statement, statement_of
from plugin.domain.text import say
from plugin.issuing.claim import claim
from plugin.issuing.issue import NotEarnedError, finish, micro_of
from plugin.issuing.offer import Offer, offer
from plugin.issuing.picture import pictures
from plugin.sweeping import worker_lives
from plugin.web.bundle import services
from plugin.web.visits import Answer, Visit, page, plan_of, visit

PICTURES = {"badge.png": "image/png", "badge.svg": "image/svg+xml"}

pages = Blueprint("learner", __name__)


@pages.get("/at/<handle>/mine")
def show(handle: str) -> Answer:
    """The one page of a learner; what it shows depends on how far the learner has come."""
    here = _learner(handle)
    binding = here.binding
    if binding is None:
        return page("nothing_here.html", here)
    institution, plan = plan_of(binding)
    stands = _offer(here, binding, plan)
    if stands.award:
        return _claimed(here, stands.award)
    if not binding.enabled or missing_in_plan(plan, institution):
        return page("nothing_here.html", here)
    if stands.decision.outcome is not Outcome.EARNED:
        return page("not_yet.html", here, plan=plan, decision=stands.decision, again_at=_again_at(binding))
    return _offered(here, stands, institution, plan)


@pages.post("/at/<handle>/mine")
def claim_it(handle: str) -> Answer:
    """Claim: the facts are read once more, and the rule decides once more."""
    here = _learner(handle)
    here.check_form()
    binding = here.binding
    if binding is None:
        raise NotFoundError("course.none", "This course has no micro-credential.", "Ask your instructor.")
    institution, plan = plan_of(binding)
    stands = _offer(here, binding, plan)
    try:
        made = _claim(here, request.form.get("full_name", ""), "include_grade" in request.form)
        claim(stands.facts, made, binding, institution, plan, services().press)
    except InputError as error:
        return _offered(here, stands, institution, plan, error), 400
    except NotEarnedError:
        pass  # the page tells what is missing now
    return redirect(url_for("learner.show", handle=handle), 303)


@pages.get("/at/<handle>/mine/<name>")
def download(handle: str, name: str) -> Answer:
    """A file of the learner's own award: one per format, the badge as a picture, and the certificate as PDF."""
    here = _learner(handle)
    award = _own_award(here)
    if name == "certificate.pdf":
        press = services().press
        pdf = press.renderer.pdf(micro_of(award, press), award.documents[0].credential_id, award.issued_at)
        return _file(pdf, "application/pdf", "micro-credential.pdf")
    if name in PICTURES:
        return _picture(award, name)
    document = award.document(name)
    if document is None or document.sealed is None:
        raise NotFoundError("file.none", "There is no such file.", "Go back to your micro-credential.")
    sealed = document.sealed
    return _file(sealed.data, sealed.media_type, f"micro-credential-{document.format}{sealed.suffix}")


def _learner(handle: str) -> Visit:
    here = visit(handle)
    if here.role is not CourseRole.LEARNER:
        raise NotFoundError("page.learner", "This page is for learners of the course.", "Go back to your own page.")
    return here


def _offer(here: Visit, binding: Binding, plan: CredentialPlan) -> Offer:
    subject = here.person.subject
    facts = here.lms.learner(here.place, subject, plan.wanted)
    word = services().rosters.confirmations(binding.id).get(subject)
    return offer(confirmed(facts, word), binding, plan, services().awards)


def _again_at(binding: Binding) -> datetime | None:
    """When we look again without being asked, where that is so."""
    if not binding.automatic or not worker_lives(services()):
        return None
    planned = services().sweeps.state(binding.id).next_at
    return max(planned, services().clock.now()) if planned else None


def _own_award(here: Visit) -> Award:
    binding = here.binding
    award = None
    if binding:
        award = _offer(here, binding, plan_of(binding)[1]).award
    if award is None or not award.complete or award.standing is not Standing.LIVE:
        raise NotFoundError("award.none", "There is no file for you to download.", "Go back to the course's page.")
    return award


def _claim(here: Visit, full_name: str, include_grade: bool) -> Claim:
    name, who = clean_name(full_name), here.person
    unchanged = name == who.full_name
    return Claim(
        full_name=name,
        include_grade=include_grade,
        by=ClaimedBy.LEARNER,
        at=services().clock.now(),
        given_name=who.given_name if unchanged else None,
        family_name=who.family_name if unchanged else None,
    )


def _offered(
    here: Visit, stands: Offer, institution: Institution, plan: CredentialPlan, error: InputError | None = None
) -> str:
    name = request.form.get("full_name", here.person.full_name or "")
    return page(
        "earned.html",
        here,
        plan=plan,
        decision=stands.decision,
        name=name,
        grade=_shown_grade(stands.facts),
        include_grade=request.method == "GET" or "include_grade" in request.form,
        preview=_preview(here, stands.facts, institution, plan),
        is_test=services().press.signers(institution).are_tests,
        error=error,
    )


def _shown_grade(facts: LearnerFacts) -> object:
    return facts.grade if facts.grade and not facts.grade.hidden else None


def _preview(here: Visit, facts: LearnerFacts, institution: Institution, plan: CredentialPlan) -> Statement:
    """What the credential will say, before anybody claimed anything."""
    bundle, now = services(), services().clock.now().replace(microsecond=0)
    name = here.person.full_name or say("Your name as you write it above")
    micro = to_elements(facts, plan, institution, Claim(name, True, ClaimedBy.LEARNER, now), now)
    return statement_of(as_test(micro) if bundle.press.signers(institution).are_tests else micro)


def _claimed(here: Visit, award: Award) -> str:
    """The finished award; one that a crash left unfinished is finished first."""
    bundle = services()
    award = finish(award, bundle.press)
    micro = micro_of(award, bundle.press)
    changes = bundle.press.standings.changes
    if award.standing is not Standing.LIVE:
        last = next((c for c in reversed(changes(award.id)) if c.move in (Move.REVOKE, Move.SUSPEND)), None)
        return page("withdrawn.html", here, award=award, micro=micro, last=last)
    older = changes(award.supersedes) if award.supersedes else ()
    replaced = next((change for change in reversed(older) if change.move is Move.SUPERSEDE), None)
    files = [(bundle.press.formats[d.format].title, d) for d in award.documents]
    link = f"{bundle.settings.public_url}/c/{award.share_token}"
    said = statement_of(micro)
    carried = any(bundle.press.formats[d.format].containers for d in award.documents)
    return page(
        "claimed.html",
        here,
        award=award,
        micro=micro,
        statement=said,
        files=files,
        carried=carried,
        link=link,
        replaced=replaced,
    )


def _picture(award: Award, name: str) -> Response:
    found = pictures(award, services().press).get(name.removeprefix("badge"))
    if found is None:
        raise NotFoundError("file.none", "There is no such picture.", "Go back to your micro-credential.")
    return _file(found, PICTURES[name], f"micro-credential{name.removeprefix('badge')}")


def _file(data: bytes, media_type: str, name: str) -> Response:
    disposition = f'attachment; filename="{name}"'
    return Response(data, content_type=media_type, headers={"Content-Disposition": disposition})
