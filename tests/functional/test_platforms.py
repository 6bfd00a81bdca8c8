"""An administrator connects a platform, by invitation or by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugin.app import create_app
from plugin.compose import open_services
from plugin.settings import Settings
from tests.functional.commands import EXAMPLES, Home

ADD = {
    "--issuer": "https://moodle.zed.example",
    "--client-id": "c1",
    "--deployment": "1",
    "--auth-url": "https://moodle.zed.example/auth",
    "--token-url": "https://moodle.zed.example/token",
    "--jwks-url": "https://moodle.zed.example/certs",
    "--institution": "uniz",
    "--family": "moodle",
}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path / "home")
    assert "is published" in made.run("plan", "publish", EXAMPLES / "plan.toml").succeeds().out
    return made


def arguments(**changes: str) -> list[str]:
    return [word for pair in {**ADD, **changes}.items() for word in pair]


def test_a_platform_is_added_listed_and_brought_up_to_date(home: Home) -> None:
    home.run("platform", "add", *arguments()).succeeds()
    home.run("platform", "add", *arguments(**{"--auth-url": "https://moodle.zed.example/other"})).succeeds()
    told = home.run("platform", "list").succeeds().out
    assert told.count("https://moodle.zed.example  client c1") == 1
    assert "deployment 1: uniz" in told
    assert "no web service yet" in told
    home.run(
        "platform", "service", ADD["--issuer"], "--url", "https://moodle.zed.example/ws", "--token", "s3cret"
    ).succeeds()
    told = home.run("platform", "list").succeeds().out
    assert "completion and grades are read" in told
    assert "s3cret" not in told
    assert b"s3cret" not in home.database.read_bytes()


def test_a_connection_that_does_not_work_says_what_to_change(home: Home) -> None:
    home.environment["TWINSEAL_PUBLIC_URL"] = "http://127.0.0.1:8000"
    dead = {f"--{name}-url": "http://127.0.0.1:1/" for name in ("auth", "token", "jwks")}
    home.run("platform", "add", *arguments(**dead)).succeeds()
    ran = home.run("platform", "check", ADD["--issuer"])
    assert ran.code == 1
    assert "Can the platform's keys be fetched?" in ran.out
    assert "twinseal platform service" in ran.out
    home.run("platform", "check", "https://nobody.example").refuses()


def test_an_invitation_is_for_an_institution_that_is_known(home: Home) -> None:
    assert "/lti/register?invitation=" in home.run("platform", "invite", "uniz").succeeds().out
    assert "Known: uniz" in home.run("platform", "invite", "nobody").refuses().err


def test_an_installation_with_https_takes_no_platform_without_it(home: Home) -> None:
    refused = home.run("platform", "add", *arguments(**{"--token-url": "http://127.0.0.1:5000/token"})).refuses()
    assert "https" in refused.err
    assert home.run("platform", "list").succeeds().out == ""


def test_wrong_names_are_refused_in_a_sentence(home: Home) -> None:
    home.run("platform", "add", *arguments(**{"--institution": "nobody"})).refuses()
    home.run("platform", "service", "https://nobody.example", "--url", "https://x", "--token", "t").refuses()


def test_a_draft_is_published_and_says_what_is_missing(home: Home, tmp_path: Path) -> None:
    text = (EXAMPLES / "plan.toml").read_text("utf-8").replace("version = 1", "version = 2")
    draft = tmp_path / "draft.toml"
    draft.write_text("\n".join(line for line in text.splitlines() if not line.startswith("workload")), "utf-8")
    ran = home.run("plan", "publish", draft).succeeds()
    assert "Notional workload" in ran.err


def test_a_running_server_signs_with_a_new_key_and_still_shows_the_old_one(home: Home) -> None:
    app = create_app(open_services(Settings(home.folder, "https://tool.example")))
    before = app.test_client().get("/lti/jwks").get_json()["keys"]
    home.run("platform", "rotate-key").succeeds()
    after = app.test_client().get("/lti/jwks").get_json()["keys"]
    assert after[1:] == before
    assert after[0]["kid"] != before[0]["kid"]
