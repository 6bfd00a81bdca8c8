"""The answer to an instructor's choice (Deep Linking 2.0, section 3.3); pylti1p3's own leaves out and adds too much."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import jwt

from lti.claims import LTI
from lti.room import LtiRoom
from plugin.domain.platforms import DeepLinking, Registration

LASTS = timedelta(minutes=5)
_DL = "https://purl.imsglobal.org/spec/lti-dl/claim/"


def deep_link_answer(
    registration: Registration, deployment_id: str, asked: DeepLinking, title: str, room: LtiRoom
) -> str:
    """A signed answer with one link to this tool and no column: in Moodle one would count in the course total."""
    now = room.clock.now()
    claims: dict[str, Any] = {
        "iss": registration.client_id,
        "aud": registration.issuer,
        "iat": int(now.timestamp()),
        "exp": int((now + LASTS).timestamp()),
        "nonce": room.new_secret(),
        LTI + "deployment_id": deployment_id,
        LTI + "message_type": "LtiDeepLinkingResponse",
        LTI + "version": "1.3.0",
        _DL + "content_items": [{"type": "ltiResourceLink", "title": title, "url": room.launch_url}],
    }
    if asked.data is not None:
        claims[_DL + "data"] = asked.data
    key = room.keys.current
    return jwt.encode(claims, key.private, "RS256", headers={"kid": key.kid})
