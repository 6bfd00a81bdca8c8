from __future__ import annotations

from pathlib import Path

import pytest

from plugin.settings import NOWHERE, SettingsError, read_settings


def test_nothing_set_means_the_default_folder_and_no_address(tmp_path: Path) -> None:
    settings = read_settings({}, tmp_path)
    assert (settings.home, settings.public_url, settings.font_folders) == (tmp_path, NOWHERE, ())


def test_everything_set_is_taken(tmp_path: Path) -> None:
    environment = {
        "TWINSEAL_HOME": str(tmp_path / "home"),
        "TWINSEAL_PUBLIC_URL": "https://credentials.zed.example/",
        "TWINSEAL_FONTS": str(tmp_path),
    }
    settings = read_settings(environment, tmp_path)
    assert settings.home == tmp_path / "home"
    assert settings.public_url == "https://credentials.zed.example"
    assert settings.font_folders == (tmp_path,)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://x.example",
        "http://x.example",
        "https://x.example/path",
        "https://",
        "https://[",
        "https://u@x.example",
        "http://localhost",
    ],
)
def test_an_address_that_cannot_be_ours_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="TWINSEAL_PUBLIC_URL"):
        read_settings({"TWINSEAL_PUBLIC_URL": url}, tmp_path)


def test_loopback_with_a_port_may_be_plain_http(tmp_path: Path) -> None:
    assert (
        read_settings({"TWINSEAL_PUBLIC_URL": "http://127.0.0.1:8000"}, tmp_path).public_url == "http://127.0.0.1:8000"
    )


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    environment = {"TWINSEAL_HOME": str(file), "TWINSEAL_PUBLIC_URL": "x", "TWINSEAL_FONTS": str(tmp_path / "none")}
    with pytest.raises(SettingsError) as refusal:
        read_settings(environment, tmp_path)
    for name in environment:
        assert name in refusal.value.sentence


def test_a_folder_of_contexts_must_have_an_index(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="TWINSEAL_CONTEXTS"):
        read_settings({"TWINSEAL_CONTEXTS": str(tmp_path)}, tmp_path)
    (tmp_path / "index.json").write_text("{}")
    assert read_settings({"TWINSEAL_CONTEXTS": str(tmp_path)}, tmp_path).contexts == tmp_path
