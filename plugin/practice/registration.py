"""Dynamic registration as Moodle does it: paste the address of a tool, and the tool answers by itself."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, jsonify, render_template, request

from plugin.practice.launch import the_lms
from plugin.practice.lms import DEPLOYMENT_ID
from plugin.practice.services import SCOPES

TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration"
PLATFORM = "https://purl.imsglobal.org/spec/lti-platform-configuration"

pages = Blueprint("registration", __name__)


@pages.route("/admin/tools", methods=["GET", "POST"])
def tools() -> str:
    """The administrator's page: one address, and the tool connects in a frame."""
    address = request.form.get("address", "")
    if not address:
        return render_template("tools.html", source="")
    lms = the_lms()
    token = secrets.token_urlsafe(24)
    lms.registration_tokens.add(token)
    configuration = quote(f"{lms.base}/mod/lti/openid-configuration.php", safe="")
    mark = "&" if "?" in address else "?"
    source = f"{address}{mark}openid_configuration={configuration}&registration_token={token}"
    return render_template("tools.html", source=source)


@pages.get("/mod/lti/openid-configuration.php")
def configuration() -> dict[str, Any]:
    """What this LMS offers."""
    base = the_lms().base
    return {
        "issuer": base,
        "authorization_endpoint": f"{base}/mod/lti/auth.php",
        "token_endpoint": f"{base}/mod/lti/token.php",
        "jwks_uri": f"{base}/mod/lti/certs.php",
        "registration_endpoint": f"{base}/mod/lti/openid-registration.php",
        "scopes_supported": sorted(SCOPES),
        "response_types_supported": ["id_token"],
        "claims_supported": ["sub", "iss", "name", "given_name", "family_name", "email"],
        PLATFORM: {
            "product_family_code": "moodle",
            "version": "2024100706",
            "messages_supported": [{"type": "LtiResourceLinkRequest"}, {"type": "LtiDeepLinkingRequest"}],
        },
    }


@pages.post("/mod/lti/openid-registration.php")
def registration() -> Response | tuple[str, int]:
    """The tool introduces itself, with the token that its address was opened with."""
    lms, token = the_lms(), request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token not in lms.registration_tokens:
        return "token_already_used", 401
    wanted = request.get_json(force=True)
    settings = wanted.get(TOOL, {})
    target = settings.get("target_link_uri", "")
    if settings.get("domain", "") not in target or target not in wanted.get("redirect_uris", []):
        return "domain_targetlinkuri_mismatch", 400
    lms.registration_tokens.discard(token)
    lms.tool = replace(lms.tool, login_url=wanted["initiate_login_uri"], launch_url=target, jwks_url=wanted["jwks_uri"])
    tool = {**settings, "deployment_id": DEPLOYMENT_ID, "version": "1.3.0"}
    return jsonify({**wanted, "client_id": lms.tool.client_id, TOOL: tool})
