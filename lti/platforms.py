"""Our registrations in the form that pylti1p3 asks for; a library object is made for one request and thrown away."""

from __future__ import annotations

from typing import Any

from pylti1p3.registration import Registration as LibraryRegistration
from pylti1p3.tool_config import ToolConfAbstract

from plugin.domain.errors import LaunchError
from plugin.domain.platforms import Deployment, Registration
from plugin.domain.ports.platforms import PlatformStore
from plugin.domain.text import say


class Platforms(ToolConfAbstract):  # type: ignore[misc]  # the library has no types
    """The library's tool configuration over the port `PlatformStore`; LaunchError where it finds nothing."""

    def __init__(self, store: PlatformStore) -> None:
        self._store = store
        self._found: dict[tuple[str, str | None], tuple[Registration, ...]] = {}  # for this one request

    def check_iss_has_one_client(self, iss: str) -> bool:
        """Never assumed: one issuer may serve many institutions (hosted Canvas)."""
        return False

    def find_registration_by_params(
        self, iss: str, client_id: str | None, *args: Any, **kwargs: Any
    ) -> LibraryRegistration:
        """The registration of that issuer and client id."""
        return to_library(self.registration(iss, client_id or None))

    def launched_from(self, issuer: str, client_id: str, deployment_id: str) -> tuple[Registration, Deployment | None]:
        """Registration and deployment of a launch in one look; LaunchError as below."""
        found = self._store.launched_from(issuer, client_id, deployment_id)
        if found is None:
            return self.registration(issuer, client_id), None
        self._found[issuer, client_id] = found[:1]
        return found

    def registration(self, issuer: str, client_id: str | None) -> Registration:
        """Our registration; LaunchError when it is not known, or not the only one."""
        asked = (issuer, client_id)
        found = self._found.get(asked) or self._store.registrations(*asked)
        self._found[asked] = found
        if len(found) == 1:
            return found[0]
        sentence = (
            say("This learning platform is connected several times, and did not say which connection it means.")
            if found
            else say("This learning platform is not connected to this tool.")
        )
        hint = "Ask the administrator to compare the details below with the tool's list of connections."
        details = (("issuer", issuer[:300]), (say("client id"), (client_id or say("not sent"))[:300]))
        raise LaunchError("launch.platform.unknown", sentence, hint, details)


def to_library(registration: Registration) -> LibraryRegistration:
    """The library's registration object."""
    made = LibraryRegistration()
    made.set_issuer(registration.issuer).set_client_id(registration.client_id)
    made.set_auth_login_url(registration.auth_login_url).set_auth_token_url(registration.auth_token_url)
    made.set_key_set_url(registration.key_set_url)
    return made
