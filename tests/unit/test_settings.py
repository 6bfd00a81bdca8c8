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
        "TWINSEAL_SWEEP_MINUTES": "30",
    }
    settings = read_settings(environment, tmp_path)
    assert settings.home == tmp_path / "home"
    assert settings.public_url == "https://credentials.zed.example"
    assert settings.font_folders == (tmp_path,)
    assert settings.sweep_minutes == 30


@pytest.mark.parametrize("minutes", ["0", "1441", "-5", "1.5", "soon", "٥", "99999999"])
def test_an_interval_that_makes_no_sense_is_refused(minutes: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="TWINSEAL_SWEEP_MINUTES"):
        read_settings({"TWINSEAL_SWEEP_MINUTES": minutes}, tmp_path)


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
    environment = {
        "TWINSEAL_HOME": str(file),
        "TWINSEAL_PUBLIC_URL": "x",
        "TWINSEAL_FONTS": str(tmp_path / "none"),
        "TWINSEAL_SWEEP_MINUTES": "x",
    }
    with pytest.raises(SettingsError) as refusal:
        read_settings(environment, tmp_path)
    for name in environment:
        assert name in refusal.value.sentence


def test_long_term_seals_are_set_with_their_authority_and_whom_to_trust(tmp_path: Path) -> None:
    trust = tmp_path / "trust.pem"
    trust.write_text("")
    environment = {
        "TWINSEAL_SEAL_LEVEL": "lta",
        "TWINSEAL_TSA": "http://time.zed.example/tsa",
        "TWINSEAL_TRUST": str(trust),
        "TWINSEAL_SIGNING_TIME": "sigT",
    }
    settings = read_settings(environment, tmp_path)
    assert (settings.sealing.level, settings.sealing.signing_time) == ("LTA", "sigT")
    assert (settings.sealing.time_stamps, settings.sealing.trust) == ("http://time.zed.example/tsa", trust)


@pytest.mark.parametrize(
    ("environment", "why"),
    [
        ({"TWINSEAL_SEAL_LEVEL": "X"}, "TWINSEAL_SEAL_LEVEL must be one of"),
        ({"TWINSEAL_SIGNING_TIME": "now"}, "TWINSEAL_SIGNING_TIME must be one of"),
        ({"TWINSEAL_TRUST": "/nowhere.pem"}, "which is not a file"),
        ({"TWINSEAL_SEAL_LEVEL": "T"}, "needs the address of a time stamp authority"),
        ({"TWINSEAL_SEAL_LEVEL": "T", "TWINSEAL_TSA": "ftp://x"}, "needs the address of a time stamp authority"),
        ({"TWINSEAL_SEAL_LEVEL": "T", "TWINSEAL_TSA": "http://x"}, "needs the root certificate"),
    ],
)
def test_seals_that_could_not_be_made_are_refused_at_the_start(
    environment: dict[str, str], why: str, tmp_path: Path
) -> None:
    with pytest.raises(SettingsError, match=why):
        read_settings(environment, tmp_path)


def test_private_platforms_and_proxies_are_named(tmp_path: Path) -> None:
    environment = {"TWINSEAL_PRIVATE_HOSTS": "Moodle.intern  lms.intern", "TWINSEAL_PROXIES": "1"}
    settings = read_settings(environment, tmp_path)
    assert (settings.private_hosts, settings.proxies) == ({"moodle.intern", "lms.intern"}, 1)
    with pytest.raises(SettingsError, match="TWINSEAL_PROXIES"):
        read_settings({"TWINSEAL_PROXIES": "many"}, tmp_path)


def test_a_folder_of_contexts_must_have_an_index(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="TWINSEAL_CONTEXTS"):
        read_settings({"TWINSEAL_CONTEXTS": str(tmp_path)}, tmp_path)
    (tmp_path / "index.json").write_text("{}")
    assert read_settings({"TWINSEAL_CONTEXTS": str(tmp_path)}, tmp_path).contexts == tmp_path
