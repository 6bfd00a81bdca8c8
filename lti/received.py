"""The ids in a login or a launch that is refused, read without believing anything: for the administrator to compare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from lti.claims import LTI
from lti.id_token import parse
from plugin.domain.errors import LaunchError
from plugin.domain.refusals import Received

ID_MAX = 300


@contextmanager
def told_what_came(parameters: Mapping[str, str]) -> Iterator[None]:
    """Lets a refusal say what came with it."""
    try:
        yield
    except LaunchError as error:
        error.received = received_in(parameters)
        raise


def received_in(parameters: Mapping[str, str]) -> Received:
    """Issuer, client id and deployment id of a login request, or of an id_token; empty where there is none."""
    if "id_token" not in parameters:
        names = ("iss", "client_id", "lti_deployment_id")
        return Received(*(_id(parameters.get(name)) for name in names))
    claims = _claims(parameters["id_token"])
    audience = claims.get("azp") or claims.get("aud")
    client = audience[0] if isinstance(audience, list) and audience else audience
    return Received(*(_id(value) for value in (claims.get("iss"), client, claims.get(LTI + "deployment_id"))))


def _claims(token: str) -> Mapping[str, object]:
    try:
        return parse(token).claims
    except LaunchError:
        return {}


def _id(value: object) -> str:
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return "".join(c for c in text[:ID_MAX] if c.isprintable())
