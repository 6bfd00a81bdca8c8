"""A home that cannot be used is a sentence, not a traceback."""

from __future__ import annotations

from pathlib import Path

from tests.functional.commands import Home


def test_a_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "TWINSEAL_HOME" in Home(tmp_path / "file").run("admin", "link").refuses().err


def test_a_home_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "TWINSEAL_HOME" in Home(tmp_path / "file" / "home").run("admin", "link").refuses().err


def test_a_broken_database_is_refused(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.open()
    home.database.write_bytes(b"no database" * 100)
    assert "TWINSEAL_HOME" in home.run("admin", "link").refuses().err


def test_an_administrators_link_is_printed_and_names_the_public_address(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.environment["TWINSEAL_PUBLIC_URL"] = "https://credentials.zed.example"
    assert home.run("admin", "link").succeeds().out.startswith("https://credentials.zed.example/admin/enter?ticket=")


def test_wrong_settings_are_all_told(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.environment |= {"TWINSEAL_PUBLIC_URL": "x", "TWINSEAL_FONTS": "/none"}
    refused = home.run("admin", "link").refuses().err
    assert "TWINSEAL_PUBLIC_URL" in refused
    assert "TWINSEAL_FONTS" in refused
