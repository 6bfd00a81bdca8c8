"""How a seal that lies elsewhere is reached: a small TOML file that an administrator writes."""

from __future__ import annotations

import tomllib
from typing import Any

from cryptography import x509

from plugin.domain.errors import InputError
from plugin.domain.text import say

SIZE_MAX = 100_000


class Configuration:
    """The values of the file; every `InputError` names the line to write."""

    def __init__(self, raw: bytes) -> None:
        try:
            if len(raw) > SIZE_MAX:
                raise ValueError("large")
            self._values: dict[str, Any] = tomllib.loads(raw.decode())
        except (UnicodeDecodeError, ValueError):
            sentence = "The file that says how to reach the seal is not TOML."
            raise InputError("seal.configuration", sentence, 'Write lines such as: token = "seals"') from None

    def text(self, name: str, default: str | None = None) -> str:
        """A line of text."""
        value = self._values.get(name, default)
        if not isinstance(value, str) or not value:
            sentence = say("The file that says how to reach the seal lacks “{name}”.", name=name)
            raise InputError("seal.configuration", sentence, say('Write a line: {name} = "…"', name=name))
        return value

    def flag(self, name: str) -> bool:
        """Yes or no; no when it is not said."""
        return self._values.get(name, False) is True

    def certificates(self) -> tuple[x509.Certificate, ...]:
        """The certificates in PEM form, the seal's own first; empty when there are none."""
        if "certificates" not in self._values:
            return ()
        try:
            return tuple(x509.load_pem_x509_certificates(self.text("certificates").encode()))
        except ValueError:
            sentence = "The “certificates” in the file that says how to reach the seal cannot be read."
            raise InputError("seal.configuration", sentence, "Give them in PEM form, the seal's own first.") from None
