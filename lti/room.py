"""What the LTI room works with, handed in as values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lti.key_sets import KeySets
from lti.tool_keys import SigningKeys
from plugin.domain.ports.platforms import PlatformStore, ReplayStore
from plugin.domain.ports.running import Clock


@dataclass(frozen=True, slots=True)
class LtiRoom:
    """public_url: our address without a slash at the end. `new_secret` gives 43 characters of randomness.

    secure: whether browsers keep `Secure` cookies from us. loopback: whether we run for this machine only.
    private_hosts: names in private networks that our administrator allows.
    """

    public_url: str
    secure: bool
    loopback: bool
    platforms: PlatformStore
    replay: ReplayStore
    clock: Clock
    keys: SigningKeys
    key_sets: KeySets
    new_secret: Callable[[], str]
    private_hosts: frozenset[str] = frozenset()

    @property
    def cookie(self) -> str:
        """The name of the cookie that binds a login to its browser; by `__Host-` no neighbouring host can set it."""
        return "__Host-twinseal_lti" if self.public_url.startswith("https://") else "twinseal_lti"

    @property
    def launch_url(self) -> str:
        """Where launches arrive: the one redirect address that we ever name."""
        return f"{self.public_url}/lti/launch"
