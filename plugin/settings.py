"""The settings of an installation: TWINSEAL_* variables in, one frozen value out."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import click

from plugin.domain.errors import InputError

NOWHERE = "https://twinseal.invalid"  # a name that nobody can own (RFC 2606), until an installation has its own
SEAL_LEVELS = ("B", "T", "LT", "LTA")  # JAdES baseline
SIGNING_TIMES = ("iat", "sigT")

SWEEP_MINUTES, SWEEP_MINUTES_MAX = 15, 1440


@dataclass(frozen=True, slots=True)
class SealSettings:
    """level: JAdES baseline. time_stamps: address of the authority that makes them. trust: PEM file of authorities."""

    level: str = "B"
    signing_time: str = "iat"
    time_stamps: str = ""
    trust: Path | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """home: database and keys. public_url: our address as the world sees it, without a slash at the end.

    sweep_minutes: how often each course is read.
    private_hosts: names of learning platforms that may lie in a private network.
    proxies: how many reverse proxies stand before us and say from which address a visitor comes (X-Forwarded-For).
    contexts: a folder with further JSON-LD contexts, as adapters/proofs/data_integrity/contexts.py reads it.
    sealing: how Europass credentials are sealed.
    """

    home: Path
    public_url: str = NOWHERE
    font_folders: tuple[Path, ...] = ()
    sweep_minutes: int = SWEEP_MINUTES
    private_hosts: frozenset[str] = frozenset()
    proxies: int = 0
    contexts: Path | None = None
    sealing: SealSettings = field(default_factory=SealSettings)

    @property
    def secure(self) -> bool:
        """Whether browsers keep `Secure` cookies from us: by https, and from the name localhost."""
        return self.public_url.startswith("https://") or urlsplit(self.public_url).hostname == "localhost"


class SettingsError(InputError):
    """Every fault in the settings, listed at once."""


def read_settings(environment: Mapping[str, str], default_home: Path) -> Settings:
    """Settings from the TWINSEAL_* variables (docs/operating.md); SettingsError lists all that is wrong."""
    home = Path(environment.get("TWINSEAL_HOME") or default_home).expanduser()
    public_url = (environment.get("TWINSEAL_PUBLIC_URL") or NOWHERE).rstrip("/")
    fonts = tuple(Path(word) for word in environment.get("TWINSEAL_FONTS", "").split(":") if word)
    minutes = environment.get("TWINSEAL_SWEEP_MINUTES") or str(SWEEP_MINUTES)
    proxies = environment.get("TWINSEAL_PROXIES") or "0"
    contexts = Path(environment["TWINSEAL_CONTEXTS"]) if environment.get("TWINSEAL_CONTEXTS") else None
    sealing = _sealing(environment)
    faults = [
        *_home_faults(home),
        *_url_faults(public_url),
        *_font_faults(fonts),
        *_minutes_faults(minutes),
        *_proxy_faults(proxies),
        *_context_faults(contexts),
        *_seal_faults(sealing),
    ]
    if faults:
        raise SettingsError(
            "settings.wrong", "The settings are not usable: " + " ".join(faults), "Correct all of them."
        )
    hosts = frozenset(environment.get("TWINSEAL_PRIVATE_HOSTS", "").lower().split())
    return Settings(home, public_url, fonts, int(minutes), hosts, int(proxies), contexts, sealing)


def _home_faults(home: Path) -> list[str]:
    if home.exists() and not home.is_dir():
        return [f"TWINSEAL_HOME ({home}) is not a folder."]
    return []


def _url_faults(url: str) -> list[str]:
    try:
        parts = urlsplit(url)
        good = bool(parts.hostname) and not (parts.query or parts.fragment or parts.username or parts.path)
        loopback = parts.hostname in ("127.0.0.1", "localhost") and parts.port is not None
        good = good and (parts.scheme == "https" or (parts.scheme == "http" and loopback))
    except ValueError:
        good = False
    return [] if good else ["TWINSEAL_PUBLIC_URL must look like https://credentials.example.org, without a path."]


def _proxy_faults(proxies: str) -> list[str]:
    good = proxies.isascii() and proxies.isdecimal() and len(proxies) == 1
    return [] if good else [f"TWINSEAL_PROXIES ({proxies}) is not a number from 0 to 9."]


def _font_faults(fonts: tuple[Path, ...]) -> list[str]:
    return [f"TWINSEAL_FONTS names {folder}, which is not a folder." for folder in fonts if not folder.is_dir()]


def _minutes_faults(minutes: str) -> list[str]:
    good = minutes.isascii() and minutes.isdigit() and len(minutes) < 5 and 1 <= int(minutes) <= SWEEP_MINUTES_MAX
    return [] if good else [f"TWINSEAL_SWEEP_MINUTES must be a whole number from 1 to {SWEEP_MINUTES_MAX}."]


def _context_faults(contexts: Path | None) -> list[str]:
    if contexts is None or (contexts / "index.json").is_file():
        return []
    return [f"TWINSEAL_CONTEXTS names {contexts}, which is not a folder with an index.json."]


def _sealing(environment: Mapping[str, str]) -> SealSettings:
    return SealSettings(
        level=(environment.get("TWINSEAL_SEAL_LEVEL") or "B").upper(),
        signing_time=environment.get("TWINSEAL_SIGNING_TIME") or "iat",
        time_stamps=environment.get("TWINSEAL_TSA", ""),
        trust=Path(environment["TWINSEAL_TRUST"]) if environment.get("TWINSEAL_TRUST") else None,
    )


def _seal_faults(made: SealSettings) -> Iterator[str]:
    if made.level not in SEAL_LEVELS:
        yield f"TWINSEAL_SEAL_LEVEL must be one of {', '.join(SEAL_LEVELS)}."
    if made.signing_time not in SIGNING_TIMES:
        yield f"TWINSEAL_SIGNING_TIME must be one of {', '.join(SIGNING_TIMES)}."
    if made.trust and not made.trust.is_file():
        yield f"TWINSEAL_TRUST names {made.trust}, which is not a file."
    if made.level in SEAL_LEVELS[1:]:
        parts = made.time_stamps.partition("://")
        if parts[0] not in ("http", "https") or not parts[2]:
            yield f"TWINSEAL_SEAL_LEVEL={made.level} needs the address of a time stamp authority in TWINSEAL_TSA."
        if not made.trust:
            yield "TWINSEAL_TSA needs the root certificate of that authority in the file TWINSEAL_TRUST."


def settings_of_the_environment() -> Settings:
    """The settings of this process; without TWINSEAL_HOME, the folder that the operating system keeps for programs."""
    return read_settings(os.environ, Path(click.get_app_dir("twinseal")))
