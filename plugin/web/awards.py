"""For those who teach: what was issued, why, and what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, redirect, request, url_for

from plugin.domain.binding import Binding
from plugin.domain.eligibility import Decision, decide
from plugin.domain.errors import ConflictError, InputError, NotFoundError, ServiceError, TwinsealError
from plugin.domain.facts import LearnerFacts, confirmed
from plugin.domain.lifecycle import Award, AwardLine
from plugin.domain.platforms import CourseRole
from plugin.domain.standing import NOTE_MAX, Actor, ActorKind, Change, Move, Reason, Standing, moves_from
from plugin.domain.statement import statement_of
from plugin.domain.text import say
from plugin.issuing.issue import NotEarnedError, micro_of
from plugin.issuing.reissue import Correction, reissue
from plugin.issuing.revoke import move_many
from plugin.web.bundle import services
from plugin.web.visits import Answer, Visit, page, plan_of, visit

LINES_A_PAGE = 100
NAME_MAX = 200  # of what is searched for
MANY_MOVES = (Move.REVOKE, Move.SUSPEND, Move.RESUME)
_KINDS = {CourseRole.INSTRUCTOR: ActorKind.INSTRUCTOR, CourseRole.ASSISTANT: ActorKind.ASSISTANT}

pages = Blueprint("awards", __name__)


@dataclass(frozen=True, slots=True)
class Shown:
    """The part of the list that one page shows."""

    lines: tuple[AwardLine, ...]
    counts: dict[Standing, int]
    name: str
    number: int
    pages: int


@pages.get("/at/<handle>/awards")
def listed(handle: str) -> Answer:
    """Everything that was issued in the course; several can be ticked."""
    here, binding = _teacher(handle)
    return page("awards.html", here, shown=_shown(binding), moves=MANY_MOVES, may_change=_actor(here).may_move)


@pages.get("/at/<handle>/award/<award_id>")
def show(handle: str, award_id: str) -> Answer:
    """One award: what was issued, why, and how it came to stand as it does."""
    here, binding = _teacher(handle)
    award, bundle = _award(binding, award_id), services()
    micro = micro_of(award, bundle.press)
    return page(
        "award.html",
        here,
        award=award,
        title=micro.title,
        statement=statement_of(micro),
        titles={d.format: bundle.press.formats[d.format].title for d in award.documents},
        changes=bundle.press.standings.changes(award.id),
        older_changes=bundle.press.standings.changes(award.supersedes) if award.supersedes else (),
        moves=moves_from(award.standing) if award.superseded_by is None else (),
        may_change=_actor(here).may_move,
        now=_now(here, binding, award) if "now" in request.args else None,
        link=f"{bundle.settings.public_url}/c/{award.share_token}",
        is_test=micro.is_test,
    )


@pages.get("/at/<handle>/awards/change")
def ask(handle: str) -> Answer:
    """What will happen, before anything does."""
    here, binding = _teacher(handle)
    return _confirmation(here, binding, None)


@pages.post("/at/<handle>/awards/change")
def change(handle: str) -> Answer:
    """Withdraw, suspend or resume one or many; each is told how it went."""
    here, binding = _teacher(handle)
    here.check_form()
    made, lines = _move(request.form.get("move", "")), _chosen(binding)
    try:
        meant = _change(here, made)
    except InputError as error:
        return _confirmation(here, binding, error), 400
    told = list(move_many((line.id for line in lines), meant, services().press))
    if len(told) == 1 and told[0].refusal is None:
        return redirect(url_for("awards.show", handle=handle, award_id=told[0].award_id), 303)
    names = {line.id: line.full_name for line in lines}
    return page("awards_changed.html", here, move=made, told=told, names=names)


@pages.get("/at/<handle>/award/<award_id>/correct")
def ask_correction(handle: str, award_id: str) -> Answer:
    """What shall be corrected, and what will happen."""
    here, binding = _teacher(handle)
    return _correction(here, binding, _award(binding, award_id), None)


@pages.post("/at/<handle>/award/<award_id>/correct")
def correct(handle: str, award_id: str) -> Answer:
    """Issue a corrected award in the place of this one."""
    here, binding = _teacher(handle)
    here.check_form()
    award = _award(binding, award_id)
    try:
        meant = _change(here, Move.SUPERSEDE)
        new = reissue(award, _corrected(here, binding, award), meant, services().press)
    except (InputError, ConflictError, NotEarnedError) as error:
        return _correction(here, binding, award, error), 400
    return redirect(url_for("awards.show", handle=handle, award_id=new.id), 303)


def _teacher(handle: str) -> tuple[Visit, Binding]:
    here = visit(handle)
    if here.role not in _KINDS:
        raise NotFoundError("page.instructor", "This page is for those who teach the course.", "Go to your own page.")
    binding = here.binding
    if binding is None:
        raise NotFoundError("course.none", "This course has no micro-credential.", "Choose one first.")
    return here, binding


def _actor(here: Visit) -> Actor:
    return Actor(_KINDS[here.role], f"{here.registration_id} {here.person.subject}")


def _award(binding: Binding, award_id: str) -> Award:
    """The award, if it is of this course: nobody reaches those of another one by its number."""
    award = services().awards.get(award_id)
    if award.key.binding_id != binding.id:
        raise NotFoundError(
            "award.unknown", "There is no such micro-credential in this course.", "Go back to the list."
        )
    return award


def _now(here: Visit, binding: Binding, award: Award) -> Decision | ServiceError:
    """What the rule of today says of the course of today; whoever has an award keeps it all the same."""
    try:
        facts = _facts(here, binding, award)
    except ServiceError as error:
        return error
    return decide(facts, plan_of(binding)[1].rule)


def _facts(here: Visit, binding: Binding, award: Award) -> LearnerFacts:
    """All that the rule of today asks for, with the teacher's word where there is one."""
    subject = award.key.subject
    facts = here.lms.learner(here.place, subject, plan_of(binding)[1].wanted)
    return confirmed(facts, services().rosters.confirmations(binding.id).get(subject))


def _shown(binding: Binding) -> Shown:
    name = " ".join(request.args.get("name", "")[:NAME_MAX].split())
    lists = services().award_lists
    counts = lists.counts(binding.id, name)
    last = max(1, -(-sum(counts.values()) // LINES_A_PAGE))
    number = min(max(1, request.args.get("page", 1, int)), last)
    lines = lists.page(binding.id, (number - 1) * LINES_A_PAGE, LINES_A_PAGE, name)
    return Shown(lines, counts, name, number, last)


def _move(name: str) -> Move:
    found = next((move for move in MANY_MOVES if move.value == name), None)
    if found is None:
        raise InputError("awards.move", "It is not said what shall be done.", "Go back and press one of the buttons.")
    return found


def _chosen(binding: Binding) -> tuple[AwardLine, ...]:
    ids = tuple(request.values.getlist("id")[:LINES_A_PAGE])
    lines = services().award_lists.some(binding.id, ids)
    if not lines:
        raise InputError("awards.none", "No micro-credential was ticked.", "Go back and tick at least one.")
    return lines


def _change(here: Visit, move: Move) -> Change:
    reason = Reason.of_code(request.form.get("reason", ""), move)
    note = request.form.get("note", "").strip()
    if len(note) > NOTE_MAX:
        raise InputError(
            "standing.note", say("The note is longer than {note_max} characters.", note_max=NOTE_MAX), "Shorten it."
        )
    return Change(move, reason, _actor(here), services().clock.now(), note)


def _confirmation(here: Visit, binding: Binding, error: InputError | None) -> str:
    move, lines = _move(request.values.get("move", "")), _chosen(binding)
    if not _actor(here).may_move:
        raise NotFoundError("page.instructor", "Only the course's instructors can change this.", "Ask one of them.")
    able = [line for line in lines if move in moves_from(line.standing)]
    return page(
        "awards_confirm.html",
        here,
        move=move,
        lines=able,
        unable=[line for line in lines if line not in able],
        reasons=Reason.for_move(move),
        note_max=NOTE_MAX,
        error=error,
    )


def _correction(here: Visit, binding: Binding, award: Award, error: TwinsealError | None) -> str:
    if not _actor(here).may_move:
        raise NotFoundError("page.instructor", "Only the course's instructors can change this.", "Ask one of them.")
    return page(
        "award_correct.html",
        here,
        award=award,
        name=request.form.get("full_name", award.claim.full_name),
        reasons=Reason.for_move(Move.SUPERSEDE),
        reason=request.form.get("reason", ""),
        newer_plan=plan_of(binding)[1].version > award.plan_version,
        replaced=award.superseded_by is not None,
        note_max=NOTE_MAX,
        error=error,
    )


def _corrected(here: Visit, binding: Binding, award: Award) -> Correction:
    read_again = "read_again" in request.form
    facts = _facts(here, binding, award) if read_again else None
    plan = plan_of(binding) if "newest_plan" in request.form else None
    return Correction(full_name=request.form.get("full_name"), facts=facts, plan=plan)
