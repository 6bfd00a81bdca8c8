"""Notices that an LMS sends without anybody being here (Platform Notification Service 1.0)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lti.claims import LTI, course_in
from lti.connector import Connector
from lti.id_token import check_signature, check_times, is_meant_for, parse
from lti.platforms import Platforms
from lti.room import LtiRoom
from plugin.domain.bounded_json import load_json
from plugin.domain.errors import InputError, LaunchError, TwinsealError
from plugin.domain.platforms import Deployment, Notice, Registration
from plugin.domain.text import say

SCOPE = "https://purl.imsglobal.org/spec/lti/scope/noticehandlers"
CONTEXT_COPY = "LtiContextCopyNotice"
BODY_MAX = 1_000_000
BATCH_MAX = 100
ID_MAX = 255
_PAGE = "Nothing is to be done here: learning platforms use this address by themselves."


def ask_for_notices(connector: Connector, service_url: str, room: LtiRoom) -> None:
    """Ask the LMS to tell us of copied courses; ServiceError when it refuses."""
    connector.put([SCOPE], service_url, {"notice_type": CONTEXT_COPY, "handler": f"{room.public_url}/lti/notices"})


def read_notices(raw: bytes, room: LtiRoom) -> tuple[tuple[Notice, ...], int]:
    """The notices of one call that passed every check, and how many did not; InputError when it is no such call."""
    value = load_json(raw, BODY_MAX, say("The notice"))
    entries = value.get("notices") if isinstance(value, dict) else None
    if not isinstance(entries, list) or len(entries) > BATCH_MAX:
        raise InputError("notice.form", "This is not a list of notices.", _PAGE)
    found = [_notice(entry, room) for entry in entries]
    good = tuple(notice for notice in found if notice)
    return good, len(found) - len(good)


def _notice(entry: object, room: LtiRoom) -> Notice | None:
    token = entry.get("jwt") if isinstance(entry, dict) else None
    try:
        return _checked(token, room) if isinstance(token, str) else None
    except TwinsealError:
        return None


def _checked(token: str, room: LtiRoom) -> Notice | None:
    """Like an id_token, but without a login: the notice's own id takes the place of the nonce."""
    parsed = parse(token)
    claims = parsed.claims
    registration = _registration(claims, room)
    check_signature(parsed, registration, room.key_sets)
    check_times(claims, room.clock.now())
    place, about = _place(claims, registration, room), claims.get(LTI + "notice")
    names = [about.get(name) for name in ("id", "type")] if isinstance(about, dict) else []
    texts = [name for name in names if isinstance(name, str) and 0 < len(name) <= ID_MAX]
    if place is None or len(texts) != 2 or claims.get(LTI + "version") != "1.3.0":
        return None
    copied = course_in(claims) if texts[1] == CONTEXT_COPY else None
    return Notice(registration, place, texts[0], texts[1], copied if copied and copied.id else None)


def _registration(claims: Mapping[str, Any], room: LtiRoom) -> Registration:
    issuer, audience = claims.get("iss"), claims.get("aud")
    clients = audience if isinstance(audience, list) else [audience]
    for client in clients[:10]:
        if isinstance(issuer, str) and isinstance(client, str) and is_meant_for(client, claims):
            return Platforms(room.platforms).registration(issuer, client)
    raise LaunchError("notice.audience", "This message is meant for another tool.", _PAGE)


def _place(claims: Mapping[str, Any], registration: Registration, room: LtiRoom) -> Deployment | None:
    deployment_id = claims.get(LTI + "deployment_id")
    return room.platforms.deployment(registration.id, deployment_id) if isinstance(deployment_id, str) else None
