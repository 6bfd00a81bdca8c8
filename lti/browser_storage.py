"""The LMS keeps a secret for us where the browser keeps no cookie (1EdTech LTI Platform Storage)."""

from __future__ import annotations

from urllib.parse import urlsplit

from plugin.domain.platforms import BrowserStorage

TARGET_MAX = 100


def usable_target(given: str) -> str:
    """The frame that an LMS names for its storage, when it can be one; else empty."""
    return given if len(given) <= TARGET_MAX and given.isprintable() else ""


def storage_in(target: str, state: str, auth_login_url: str) -> BrowserStorage:
    """Where the secret of that login is kept. Only the origin of the registered login address ever hears of it."""
    parts = urlsplit(auth_login_url)
    return BrowserStorage(target, f"{parts.scheme}://{parts.netloc}", f"twinseal_{state}")
