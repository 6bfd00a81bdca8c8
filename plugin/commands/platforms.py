"""`twinseal plan …` and `twinseal platform …`: what an administrator does once."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from plugin.app import check_platform, rotate_tool_key
from plugin.commands.files import read_file
from plugin.commands.plain_errors import plainly
from plugin.compose import open_services
from plugin.connections import connect_by_hand, invite
from plugin.domain.errors import NotFoundError
from plugin.domain.platforms import Registration
from plugin.domain.report import Answer
from plugin.services import Services
from plugin.settings import settings_of_the_environment


def _services() -> Services:
    return open_services(settings_of_the_environment())


@click.group()
def plan() -> None:
    """What institutions award."""


@plan.command()
@click.argument("file", metavar="PLAN.toml", type=click.Path(path_type=Path))
@plainly
def publish(file: Path) -> None:
    """Make a plan, with its institution, known to this installation."""
    made = _services().plans.publish(read_file(file))
    click.echo(f"Version {made.plan.version} of “{made.plan.id}” of {made.institution.id} is published.")
    for missing in made.missing:
        click.echo(f"Nothing is issued before this is filled: {missing}", err=True)


@click.group()
def platform() -> None:
    """The learning platforms that may launch this tool."""


@platform.command("invite")
@click.argument("institution")
@plainly
def invite_command(institution: str) -> None:
    """Print an address to paste into a learning platform; it connects itself (dynamic registration)."""
    click.echo(invite(institution, _services()))


def _required(name: str, help_: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return click.option(name, required=True, help=help_)


@platform.command("add")
@_required("--issuer", "As the platform shows it (Moodle: Platform ID).")
@_required("--client-id", "The id that the platform gave to this tool.")
@_required("--deployment", "The deployment id.")
@_required("--auth-url", "Authentication request URL.")
@_required("--token-url", "Access token URL.")
@_required("--jwks-url", "Public keyset URL.")
@_required("--institution", "The institution to which the deployment belongs.")
@click.option("--family", default="generic", show_default=True, help="moodle, canvas, openedx or generic.")
@plainly
def add_command(
    issuer: str,
    client_id: str,
    deployment: str,
    auth_url: str,
    token_url: str,
    jwks_url: str,
    institution: str,
    family: str,
) -> None:
    """Register a platform that cannot connect itself."""
    services = _services()
    given = {
        "issuer": issuer,
        "client_id": client_id,
        "deployment_id": deployment,
        "auth_login_url": auth_url,
        "auth_token_url": token_url,
        "key_set_url": jwks_url,
        "institution": institution,
        "family": family,
    }
    connect_by_hand(given, services)
    click.echo(
        f"{issuer} is registered. It needs these addresses: {services.settings.public_url}/lti/login, …/launch, …/jwks"
    )


@platform.command("list")
@plainly
def list_command() -> None:
    """Every platform with its deployments."""
    services = _services()
    for registration in services.platforms.all():
        reads = (
            "completion and grades are read" if services.platforms.service(registration.id) else "no web service yet"
        )
        click.echo(f"{registration.issuer}  client {registration.client_id}  ({registration.family}, {reads})")
        for place in services.platforms.deployments(registration.id):
            click.echo(f"    deployment {place.deployment_id}: {place.institution_id or 'waits for its institution'}")


@platform.command("check")
@click.argument("issuer")
@plainly
def check_command(issuer: str) -> None:
    """Try everything that can be tried without a launch. Exit code 1: something needs a look."""
    services = _services()
    findings = [f for registration in _known(services, issuer) for f in check_platform(services, registration)]
    for finding in findings:
        click.echo(f"{finding.answer.value:>8}  {finding.question} {finding.evidence}")
        if finding.hint:
            click.echo(f"          {finding.hint}")
    sys.exit(0 if all(f.answer is Answer.YES for f in findings) else 1)


@platform.command("rotate-key")
@plainly
def rotate_key_command() -> None:
    """Make a new key by which learning platforms know this tool. A running server uses it at once."""
    rotate_tool_key(_services())
    click.echo(
        "A new key signs from now on; the old one stays at …/lti/jwks for two days, and nothing must be changed."
    )


@platform.command("service")
@click.argument("issuer")
@click.option("--url", required=True, help="Moodle: https://…/webservice/rest/server.php; Canvas, Open edX: https://…")
@click.password_option("--token", confirmation_prompt=False, help="Asked for when left out, so that it is not shown.")
@plainly
def service_command(issuer: str, url: str, token: str) -> None:
    """Say how completion and grades of a platform are read."""
    services = _services()
    for registration in _known(services, issuer):
        services.platforms.set_service(registration.id, url, token)
    click.echo("Kept, encrypted.")


def _known(services: Services, issuer: str) -> tuple[Registration, ...]:
    found = services.platforms.registrations(issuer, None)
    if not found:
        raise NotFoundError("platform.unknown", f"No platform {issuer} is registered.", "See: twinseal platform list")
    return found
