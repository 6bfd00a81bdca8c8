"""`twinseal award …`: look at awards, withdraw, suspend, resume, and issue them anew."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from plugin.commands.files import write_file
from plugin.commands.learner_lists import public_files, write_web
from plugin.commands.plain_errors import plainly
from plugin.compose import open_services
from plugin.domain.documents import WebFile
from plugin.domain.errors import InputError, NotFoundError
from plugin.domain.lifecycle import Award
from plugin.domain.standing import Actor, ActorKind, Change, Move, Reason, Standing
from plugin.domain.text import day_words
from plugin.issuing.reissue import Correction, reissue
from plugin.issuing.revoke import move_many
from plugin.services import Services
from plugin.settings import settings_of_the_environment

HERE = Actor(ActorKind.ADMINISTRATOR, "command")
STANDINGS = {
    Standing.LIVE: "in force",
    Standing.SUSPENDED: "suspended",
    Standing.REVOKED: "withdrawn",
    Standing.SUPERSEDED: "replaced",
}
WHICH = "WHICH is an award, a credential (its UUID), or a learner's identifier."
Command = Callable[..., None]


@click.group("award")
def award_group() -> None:
    """What was issued: withdraw, suspend, resume, correct."""


@award_group.command("show")
@click.argument("which")
@plainly
def show_command(which: str) -> None:
    """Tell everything about an award and how it came to stand as it does."""
    services = _services()
    for award in _found(which, services):
        click.echo(_told(award, services))


def _moving(move: Move, help_: str, does: str) -> None:
    """Make the command of a move: one or many awards, each with an answer."""

    @award_group.command(move.value, help=f"{help_} {WHICH}", short_help=help_)
    @click.argument("which", nargs=-1, required=True)
    @_why(move)
    @click.option("--web", type=click.Path(path_type=Path), help="Folder of public files to bring up to date.")
    @plainly
    def command(which: tuple[str, ...], reason: str, note: str, web: Path | None) -> None:
        services = _services()
        awards = [_current(text, services) for text in which]
        change = Change(move, Reason.of_code(reason, move), HERE, services.clock.now(), note)
        moves = move_many((award.id for award in awards), change, services.press)
        with click.progressbar(moves, length=len({a.id for a in awards}), label=does, file=sys.stderr) as bar:
            told = list(bar)
        for moved in told:
            if moved.refusal:
                click.echo(f"{moved.award_id}: {moved.refusal.sentence} {moved.refusal.hint}", err=True)
            elif moved.standing:
                click.echo(f"{moved.award_id}: {STANDINGS[moved.standing]}")
        _renew(awards, web, services)
        sys.exit(1 if any(moved.refusal for moved in told) else 0)


def _why(move: Move) -> Callable[[Command], Command]:
    codes = [reason.code for reason in Reason.for_move(move)]
    default = codes[0] if move is Move.RESUME else None

    def decorate(command: Command) -> Command:
        reason = click.option(
            "--reason", type=click.Choice(codes), default=default, required=default is None, help="The learner sees it."
        )
        return reason(click.option("--note", default="", help="For the institution's own record.")(command))

    return decorate


_moving(Move.REVOKE, "Withdraw awards, for good.", "Withdrawing")
_moving(Move.SUSPEND, "Suspend awards; they can be resumed.", "Suspending")
_moving(Move.RESUME, "Bring suspended awards into force again.", "Resuming")


@award_group.command("reissue")
@click.argument("which")
@_why(Move.SUPERSEDE)
@click.option("--name", help="The name as it shall read.")
@click.option("--newest-plan", is_flag=True, help="By the newest version of the plan, not by the one of then.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the new files.")
@click.option("--web", type=click.Path(path_type=Path), help="Folder of public files to bring up to date.")
@plainly
def reissue_command(
    which: str, reason: str, note: str, name: str | None, newest_plan: bool, out: Path | None, web: Path | None
) -> None:
    """Correct an award: issue a new one that replaces it. WHICH as with the other commands."""
    services = _services()
    old = _current(which, services)
    plan = services.plans.latest(old.institution_id, old.key.plan_id) if newest_plan else None
    change = Change(Move.SUPERSEDE, Reason.of_code(reason, Move.SUPERSEDE), HERE, services.clock.now(), note)
    new = reissue(old, Correction(full_name=name, plan=plan), change, services.press)
    click.echo(f"{old.id}: {STANDINGS[services.awards.get(old.id).standing]} by {new.id}")
    for document in new.documents:
        if out and document.sealed:
            path = out / f"{document.format}{document.sealed.suffix}"
            write_file(path, document.sealed.data)
            click.echo(f"    {path}")
    _renew([old], web, services)


def _services() -> Services:
    return open_services(settings_of_the_environment())


def _found(which: str, services: Services) -> tuple[Award, ...]:
    found = services.awards.find(which.removeprefix("urn:uuid:").removeprefix("urn:credential:"))
    if not found:
        hint = "Give an award, the id of a credential, or a learner's identifier."
        raise NotFoundError("award.unknown", f"There is no award “{which[:80]}”.", hint)
    return found


def _current(which: str, services: Services) -> Award:
    """The one award that is meant: of a learner with several, the one that is not replaced."""
    found = _found(which, services)
    if len(found) > 1:
        found = tuple(award for award in found if award.superseded_by is None)
    if len(found) != 1:
        sentence = f"“{which[:80]}” has several awards."
        raise InputError("award.several", sentence, "Give the number of one of them; see: twinseal award show")
    return found[0]


def _renew(awards: list[Award], web: Path | None, services: Services) -> None:
    if web is None:
        return
    files: list[WebFile] = []
    for institution in services.plans.institutions():
        if institution.id in {award.institution_id for award in awards}:
            files += public_files(institution, services)
    write_web(tuple(files), web)


def _told(award: Award, services: Services) -> str:
    plan = services.plans.version(award.institution_id, award.key.plan_id, award.plan_version)[1]
    lines = [
        f"{award.id}: {STANDINGS[award.standing]}",
        f"    {plan.title}, version {award.plan_version}, of {award.institution_id}",
        f"    awarded to {award.claim.full_name} ({award.key.subject}) on {day_words(award.issued_at)}",
        *(f"    {services.press.formats[d.format].title}: {d.credential_id}, {d.state.value}" for d in award.documents),
        *(f"    because: {reason.sentence}" for reason in award.decision.reasons),
    ]
    lines += [f"    replaces {award.supersedes}"] if award.supersedes else []
    lines += [f"    is replaced by {award.superseded_by}"] if award.superseded_by else []
    for change in services.press.standings.changes(award.id):
        note = f" Note: {change.note}" if change.note else ""
        who = f"{change.by.kind.value} {change.by.id}"
        lines.append(f"    {day_words(change.at)}, {who}: {change.move.value}. {change.reason.words}{note}")
    return "\n".join(lines)
