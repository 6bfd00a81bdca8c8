"""The learners of a course as they stood when it was last read: search, one learner, export, and a teacher's word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, redirect, request, url_for

from plugin.domain.binding import Binding
from plugin.domain.errors import InputError, NotFoundError
from plugin.domain.facts import Confirmation
from plugin.domain.lifecycle import AwardKey
from plugin.domain.platforms import CourseRole
from plugin.domain.roster import Group, RosterLine, RosterPage, Search
from plugin.domain.sweeps import Alarm, AlarmState
from plugin.domain.text import say, together
from plugin.issuing.settle import dismiss, release
from plugin.sweeping import ask, read_now, worker_lives
from plugin.web.bundle import services
from plugin.web.languages import day, tell
from plugin.web.spreadsheet import csv_line
from plugin.web.visits import Answer, changer, page, plan_of, teacher

LINES_A_PAGE = 100
WORDS_MAX, NOTE_MAX = 100, 500
GROUPS = {
    Group.AWARDED: say("have it"),
    Group.EARNED: say("earned it, not awarded yet"),
    Group.NOT_YET: say("not yet"),
    Group.UNKNOWN: say("cannot tell"),
}
HEAD = (say("LMS user"), say("Name"), say("State"), say("Why"), say("Read at (UTC)"), say("Attempts in vain"))

pages = Blueprint("roster", __name__)


@dataclass(frozen=True, slots=True)
class Shown:
    """The part of the roster that one page shows, and what was asked for."""

    found: RosterPage
    words: str
    group: Group | None
    number: int
    pages: int


def shown_of(binding: Binding, asked: Mapping[str, str]) -> Shown:
    """The lines that the address asks for; what makes no sense there asks for nothing."""
    words = asked.get("find", "").strip()[:WORDS_MAX]
    group = next((g for g in Group if g.value == asked.get("show", "")), None)
    number = _number(asked.get("page", ""))
    found = _found(binding, words, group, (number - 1) * LINES_A_PAGE, LINES_A_PAGE)
    last = max(1, -(-found.matching // LINES_A_PAGE))
    if number > last:
        number = last
        found = _found(binding, words, group, (number - 1) * LINES_A_PAGE, LINES_A_PAGE)
    return Shown(found, words, group, number, last)


@pages.get("/at/<handle>/course/roster.csv")
def export(handle: str) -> Answer:
    """The lines that the address asks for as a file for a spreadsheet."""
    binding = teacher(handle).binding
    if binding is None:
        raise NotFoundError("course.none", "This course has no micro-credential.", "Go back to the course.")
    shown = shown_of(binding, request.args)
    lines = _exported(binding, shown)
    headers = {"Content-Disposition": 'attachment; filename="learners.csv"'}
    return Response("\ufeff" + "".join(lines), content_type="text/csv; charset=utf-8", headers=headers)


@pages.get("/at/<handle>/course/learner")
def learner(handle: str) -> Answer:
    """One learner: what was decided, on which facts, and what was tried."""
    here = teacher(handle)
    binding, subject = here.binding, request.args.get("id", "")
    line = services().rosters.line(binding.id, subject, services().clock.now()) if binding else None
    if binding is None or line is None:
        raise NotFoundError("learner.unknown", "This course lists nobody of that kind.", "Go back to the list.")
    _, plan = plan_of(binding)
    return page(
        "learner.html",
        here,
        plan=plan,
        kept=line.kept,
        name=line.name,
        award=services().awards.live(AwardKey(binding.id, subject, plan.id)),
        word=services().rosters.confirmations(binding.id).get(subject),
        may_change=here.role is CourseRole.INSTRUCTOR,
    )


@pages.post("/at/<handle>/course/learner")
def confirm(handle: str) -> Answer:
    """Keep a teacher's word for one learner, or take it back; then the course is read again."""
    here, binding = changer(handle)
    subject = request.form.get("id", "")
    if services().rosters.of(binding.id, subject) is None:
        raise NotFoundError("learner.unknown", "This course lists nobody of that kind.", "Go back to the list.")
    note = request.form.get("note", "").strip()
    if "confirm" in request.form and not 0 < len(note) <= NOTE_MAX:
        sentence = say(
            "Write in a few words what your confirmation rests on ({note_max} characters at the most).",
            note_max=NOTE_MAX,
        )
        raise InputError("confirm.note", sentence, "Go back and write it.")
    word = Confirmation(here.person.subject, services().clock.now(), note, "vouches" in request.form)
    services().rosters.confirm(binding.id, subject, word, given="confirm" in request.form)
    _read_again(binding)
    return redirect(url_for("roster.learner", handle=handle, id=subject), 303)


@pages.post("/at/<handle>/course/read")
def read_again(handle: str) -> Answer:
    """Read the course again now."""
    here = teacher(handle)
    here.check_form()
    if here.binding:
        _read_again(here.binding)
    return redirect(url_for("instructor.show", handle=handle), 303)


@pages.post("/at/<handle>/course/alarm")
def settle(handle: str) -> Answer:
    """Answer an alarm: let automatic awards go on, or stop them."""
    here, binding = changer(handle)
    bundle, now = services(), services().clock.now()
    alarm = _alarm(binding, request.form.get("alarm", ""))
    if "release" in request.form:
        release(alarm, plan_of(binding)[1].rule, here.person.subject, now, bundle.alarms, bundle.sweeps)
        _read_again(binding)
    else:
        bundle.bindings.put(dismiss(alarm, binding, here.person.subject, now, bundle.alarms))
    return redirect(url_for("instructor.show", handle=handle), 303)


def _alarm(binding: Binding, alarm_id: str) -> Alarm:
    opened = (a for a in services().alarms.of(binding.id) if a.state is AlarmState.OPEN)
    found = next((alarm for alarm in opened if alarm.id == alarm_id), None)
    if found is None:
        raise NotFoundError("alarm.unknown", "There is no such alarm any more.", "Go back to the course.")
    return found


def _read_again(binding: Binding) -> None:
    if worker_lives(services()):
        ask(binding, services())
    else:
        read_now(binding, services())


def _found(binding: Binding, words: str, group: Group | None, first: int, count: int) -> RosterPage:
    return services().rosters.page(binding.id, Search(words, group, first, count), services().clock.now())


def _number(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def _exported(binding: Binding, shown: Shown) -> Iterator[str]:
    yield csv_line(tuple(map(tell, HEAD)))
    for line in services().rosters.every(binding.id, Search(shown.words, shown.group), services().clock.now()):
        yield csv_line(_cells(line))


def _cells(line: RosterLine) -> tuple[str, ...]:
    kept = line.kept
    why = together(reason.sentence for reason in kept.decision.reasons)
    when = f"{day(kept.facts.read_at)}, {kept.facts.read_at:%H:%M}"
    state = say("waits for a name") if kept.waits_for_name and line.group is Group.EARNED else GROUPS[line.group]
    return (kept.subject, line.name or "", tell(state), tell(why), when, str(kept.attempts))
