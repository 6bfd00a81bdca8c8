"""`twinseal keys …`: the keys that an institution seals with."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import click

from plugin.commands.files import read_file
from plugin.commands.plain_errors import plainly
from plugin.compose import open_services
from plugin.domain.errors import NotFoundError
from plugin.domain.plan import Institution
from plugin.domain.text import day_words
from plugin.key_making import BADGE_PROOF, WALLET_PROOF
from plugin.key_ring import Key, KeyState
from plugin.keys import SEAL_PROOF, KeyLine
from plugin.services import Services
from plugin.settings import settings_of_the_environment

SECRET_VARIABLE = "TWINSEAL_KEY_PASSWORD"  # noqa: S105 - the name of a variable
WHAT_FOR = {BADGE_PROOF: "Open Badges", WALLET_PROOF: "badges for wallets", SEAL_PROOF: "Europass"}

proof_option = click.option(
    "--proof",
    type=click.Choice(list(WHAT_FOR)),
    required=True,
    help=f"{BADGE_PROOF}: the key for Open Badges; {WALLET_PROOF}: for badges in wallets; {SEAL_PROOF}: the e-seal.",
)


def secret_option(command: Callable[..., None]) -> Callable[..., None]:
    """A secret comes from a file, a variable or a prompt: never from the command line, where others could read it."""
    return click.option(
        "--password-file",
        type=click.Path(path_type=Path),
        help=f"File with the password or PIN; otherwise {SECRET_VARIABLE} is read, or you are asked.",
    )(command)


@click.group()
def keys() -> None:
    """The keys that an institution seals with."""


@keys.command("list")
@click.argument("institution", required=False)
@plainly
def list_command(institution: str | None) -> None:
    """Every key: what it is for, whether it is a test, until when it is valid, and which one seals."""
    services = _services()
    for known in services.plans.institutions():
        if institution in (None, known.id):
            click.echo(f"{known.id}: {known.organisation.legal_name}")
            for line in services.keys.lines(known):
                click.echo(f"  {line.key.id}  {_told(line)}")


@keys.command("create")
@click.argument("institution")
@proof_option
@plainly
def create_command(institution: str, proof: str) -> None:
    """Make a key: a real one for Open Badges, a test seal for Europass. It seals from now on."""
    services = _services()
    _tell_added(services, _known(services, institution), (services.keys.create(_known(services, institution), proof),))


@keys.command("rotate")
@click.argument("institution")
@proof_option
@plainly
def rotate_command(institution: str, proof: str) -> None:
    """Put a new key in the place of the present one. What the old one sealed keeps verifying."""
    services = _services()
    _tell_added(services, _known(services, institution), (services.keys.rotate(_known(services, institution), proof),))


@keys.command("import")
@click.argument("institution")
@click.argument("file", metavar="FILE.p12", type=click.Path(path_type=Path))
@click.option("--proof", type=click.Choice([BADGE_PROOF, SEAL_PROOF]), default=SEAL_PROOF, show_default=True)
@secret_option
@plainly
def import_command(institution: str, file: Path, proof: str, password_file: Path | None) -> None:
    """Take a real seal from a PKCS#12 file. It seals from now on; what was issued before stays as it is."""
    services = _services()
    known, raw = _known(services, institution), read_file(file)
    password = _secret(password_file, "Password of the file")
    _tell_added(services, known, services.keys.import_file(known, proof, raw, password.encode()))


@keys.command("connect")
@click.argument("institution")
@click.argument("kind", type=click.Choice(["pkcs11", "csc"]))
@click.argument("file", metavar="HOW.toml", type=click.Path(path_type=Path))
@secret_option
@plainly
def connect_command(institution: str, kind: str, file: Path, password_file: Path | None) -> None:
    """Use a seal whose key lies on a token (pkcs11) or at a remote signing service (csc)."""
    services = _services()
    known, how = _known(services, institution), read_file(file)
    secret = _secret(password_file, "PIN of the token" if kind == "pkcs11" else "Client secret of the service")
    _tell_added(services, known, services.keys.connect(known, kind, how, secret))


@keys.command("use")
@click.argument("institution")
@click.argument("key")
@plainly
def use_command(institution: str, key: str) -> None:
    """Seal with a key that is there already."""
    services = _services()
    known = _known(services, institution)
    _tell_added(services, known, (services.keys.use(known, key),))


@keys.command("retire")
@click.argument("institution")
@click.argument("key")
@click.option("--compromised", is_flag=True, help="Somebody else may have it: what it sealed verifies no more.")
@plainly
def retire_command(institution: str, key: str, compromised: bool) -> None:
    """Never seal with a key again."""
    services = _services()
    known = _known(services, institution)
    retired = services.keys.retire(known, key, compromised=compromised)
    after = "What it sealed verifies no more." if compromised else "What it sealed keeps verifying."
    click.echo(f"The key {retired.id} is retired. {after}")
    _tell_kind(services, known)


def _services() -> Services:
    return open_services(settings_of_the_environment())


def _known(services: Services, institution_id: str) -> Institution:
    found = next((i for i in services.plans.institutions() if i.id == institution_id), None)
    if found is None:
        hint = "Publish a plan of it first: twinseal plan publish PLAN.toml"
        raise NotFoundError("institution.unknown", f"There is no institution “{institution_id}”.", hint)
    return found


def _secret(file: Path | None, what: str) -> str:
    if file:
        return read_file(file).decode().rstrip("\r\n")
    given = os.environ.get(SECRET_VARIABLE)
    if given is not None:
        return given
    return str(click.prompt(what, hide_input=True, default="", show_default=False, err=True))


def _told(line: KeyLine) -> str:
    kind = "test" if line.identity.is_test else "real"
    until = f"until {day_words(line.identity.not_after)}"
    state = "" if line.key.state is KeyState.USABLE else f", {line.key.state.value}"
    now = ", seals now" if line.seals_now else ""
    what = f"{WHAT_FOR.get(line.key.proof, line.key.proof)}, {kind}, {line.key.kind}, {until}{state}{now}"
    return f"{what}  ({line.identity.legal_name})"


def _tell_added(services: Services, institution: Institution, added: tuple[Key, ...]) -> None:
    for key in added:
        click.echo(f"The key {key.id} seals for {WHAT_FOR[key.proof]} from now on.")
    _tell_kind(services, institution)


def _tell_kind(services: Services, institution: Institution) -> None:
    lacking = services.keys.lacking(institution)
    if not lacking:
        click.echo("New credentials are real. What was issued as a test stays one.")
        return
    names = " and ".join(WHAT_FOR.get(proof, proof) for proof in lacking)
    click.echo(f"New credentials are tests, until there is a real key for {names}.", err=True)
