"""The command `twinseal`. Exit codes: 0 all well, 1 something wants attention, 2 the input or the call is wrong."""

from __future__ import annotations

import json
import sys
import threading
from contextlib import suppress
from pathlib import Path

import click
import waitress

from plugin.admin_link import new_admin_link
from plugin.app import create_app
from plugin.clock import SystemClock
from plugin.commands.awards import award_group
from plugin.commands.files import read_file
from plugin.commands.keys import keys
from plugin.commands.learner_lists import LineOutcome, LineResult, issue_lines, public_files, write_report, write_web
from plugin.commands.plain_errors import plainly
from plugin.commands.platforms import plan, platform
from plugin.commands.vocab import vocab
from plugin.compose import open_services, open_verifier
from plugin.demo.house import open_house
from plugin.demo.story import walk
from plugin.domain.elements import Element
from plugin.domain.intake.learner_list import read_learners
from plugin.domain.intake.plan_file import read_plan
from plugin.domain.intake.plan_problem import PlanFileError
from plugin.domain.report import Answer, Verdict, VerificationReport
from plugin.domain.standing import Standing
from plugin.domain.statement import day_lines
from plugin.issuing.verify import verify
from plugin.jobs.worker import work
from plugin.services import Services
from plugin.settings import settings_of_the_environment


@click.group()
@click.version_option(package_name="twinseal")
def main() -> None:
    """Micro-credentials from any LMS: one definition, issued as Open Badges and as Europass credentials."""


@main.command("issue")
@click.argument("plan_file", metavar="PLAN.toml", type=click.Path(path_type=Path))
@click.argument("list_file", metavar="LEARNERS.csv", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder for the credentials.")
@click.option("--reissue-changed", is_flag=True, help="Replace the credentials of lines that changed since.")
@plainly
def issue_command(plan_file: Path, list_file: Path, out: Path, reissue_changed: bool) -> None:
    """Issue credentials for a list of learners, without an LMS."""
    services = open_services(settings_of_the_environment())
    _tell_what_is_off(services)
    raw = read_file(plan_file)
    if missing := read_plan(raw).missing:
        raise PlanFileError(missing)
    plan = services.plans.publish(raw)
    learners = read_learners(read_file(list_file), services.clock.now())
    results: list[LineResult] = []
    total = len(learners.lines) + len(learners.problems)
    lines = issue_lines(plan, learners, out, services, reissue_changed)
    with click.progressbar(lines, length=total, label="Issuing", file=sys.stderr) as bar:
        results.extend(bar)
    write_report(plan, results, out)
    write_web(public_files(plan.institution, services), out / "web")
    _tell(results, out)
    sys.exit(1 if any(r.wants_attention for r in results) else 0)


@main.command("verify")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--web", type=click.Path(path_type=Path), help="Folder whose index.json answers every web look-up.")
@click.option("--trust", type=click.Path(path_type=Path), help="Certificates (PEM) of seal authorities to trust.")
@click.option("--json", "as_json", is_flag=True, help="Tell it to machines.")
@plainly
def verify_command(file: Path, web: Path | None, trust: Path | None, as_json: bool) -> None:
    """Check whether a credential is genuine, and what it says."""
    verifier = open_verifier(settings_of_the_environment(), web, read_file(trust) if trust else None)
    report = verify(read_file(file), SystemClock().now(), verifier)
    click.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=2) if as_json else _told(report))
    sys.exit(0 if report.verdict is Verdict.VALID else 1)


@main.command("demo")
@click.option("--port", default=0, help="Port of the tool; any free one when left out.")
@click.option("--check", is_flag=True, help="Walk the whole story, tell how it went, and end.")
@plainly
def demo_command(port: int, check: bool) -> None:
    """Try everything on this machine: the tool, and a practice LMS with a course."""
    with open_house(port) as house:
        if check:
            for told in walk(house):
                click.echo(f"ok  {told}")
            return
        click.echo(f"Open this address in a browser:  {house.lms}")
        click.echo("Everything is invented and is gone when you press Ctrl+C.")
        with suppress(KeyboardInterrupt):
            threading.Event().wait()


@main.group("admin")
def admin_group() -> None:
    """For the administrator of this installation."""


@admin_group.command("link")
@plainly
def admin_link_command() -> None:
    """Print an address that signs in as administrator, once, within 15 minutes."""
    click.echo(new_admin_link(open_services(settings_of_the_environment())))


@main.command("run")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@plainly
def run_command(host: str, port: int) -> None:
    """Serve the tool, behind the web server that answers at TWINSEAL_PUBLIC_URL."""
    settings = settings_of_the_environment()
    services = open_services(settings)
    click.echo(f"{settings.public_url} is served on {host}:{port}; everything is kept in {settings.home}.")
    _tell_what_is_off(services)
    waitress.serve(create_app(services), host=host, port=port, _quiet=True)


def _tell_what_is_off(services: Services) -> None:
    for sentence in services.off:
        click.echo(sentence, err=True)


@main.command("worker")
@plainly
def worker_command() -> None:
    """Read courses when they are due, and award where awards come by themselves; beside “twinseal run”."""
    settings = settings_of_the_environment()
    click.echo(f"Working for {settings.public_url}: each course every {settings.sweep_minutes} minutes.")
    work(open_services(settings))


def _tell(results: list[LineResult], out: Path) -> None:
    for outcome in LineOutcome:
        count = sum(r.outcome is outcome for r in results)
        if count:
            click.echo(f"{count:>6}  {outcome.value}")
    for result in results:
        if result.sentence:
            who = f"{result.identifier}: " if result.identifier else ""
            click.echo(f"Line {result.line}, {who}{result.sentence} {result.hint}".rstrip(), err=True)
    click.echo(f"The files are in {out}. Check one with: twinseal verify FILE --web {out / 'web'}")


main.add_command(award_group)
main.add_command(keys)
main.add_command(plan)
main.add_command(platform)
main.add_command(vocab)

_MARK = {Answer.YES: "yes", Answer.NO: "NO", Answer.UNKNOWN: "cannot tell"}
_HEADINGS = {
    Verdict.VALID: "Genuine and valid",
    Verdict.INVALID: "Not valid",
    Verdict.UNKNOWN: "It cannot be told whether this is genuine",
}
_WITHDRAWN = {
    Standing.SUSPENDED: "Genuine, but suspended by its issuer",
    Standing.REVOKED: "Genuine, but withdrawn by its issuer",
    Standing.SUPERSEDED: "Genuine, but replaced by a newer one",
}


def _told(report: VerificationReport) -> str:
    by = f", sealed by {report.issuer}" if report.issuer and report.verdict is Verdict.VALID else ""
    lines = [f"{_headed(report)}{by}."]
    if report.withdrawal and report.withdrawal.successor_url:
        lines.append(f"The newer one: {report.withdrawal.successor_url}")
    if report.is_test:
        lines.append("This is a TEST: it carries a test seal and proves nothing about a real institution.")
    for number, check in enumerate(report.checks):
        lines.append(f"{number}. {check.question.value} {_MARK[check.answer]}. {check.evidence}")
        if check.hint and check.answer is not Answer.YES:
            lines.append(f"   {check.hint}")
    if report.statement:
        lines += ["", "What it says:"]
        lines += [
            f"  {element.value}: {'; '.join(_said(element, words))}" for element, words in report.statement.said.items()
        ]
    return "\n".join(lines)


def _headed(report: VerificationReport) -> str:
    withdrawal = report.only_withdrawn
    return _WITHDRAWN[withdrawal.standing] if withdrawal else _HEADINGS[report.verdict]


def _said(element: Element, words: tuple[str, ...]) -> tuple[str, ...]:
    return day_lines(words) if element is Element.DATE_OF_ISSUING else words


if __name__ == "__main__":
    main()
