"""Run the practice LMS on loopback: prints one line of JSON that says where all is, then serves until stopped."""

from __future__ import annotations

import argparse
import json
import os
import secrets
import socket
import threading
import time

from waitress.server import create_server

from plugin.practice.lms import COURSE_ID, DEPLOYMENT_ID, LINK_ID, Lms, Tool
from plugin.practice.people import people
from plugin.practice.site import create_practice

AT_ONCE = 24  # the tool and its worker ask for eight learners at a time each, and somebody looks at pages


def main() -> None:
    """Serve."""
    asked = _arguments()
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", asked.port))
    base = f"http://127.0.0.1:{listener.getsockname()[1]}"
    tool = Tool(asked.tool_login, asked.tool_launch, asked.tool_jwks, secrets.token_hex(8))
    links = tuple((label, url) for label, _, url in (link.partition("=") for link in asked.link))
    lms = Lms(base, tool, people(asked.learners), links=links, storage=asked.storage)
    server = create_server(create_practice(lms), sockets=[listener], threads=AT_ONCE)
    print(json.dumps(_place(lms)), flush=True)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    server.run()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="plugin.practice", description="A practice LMS on loopback.")
    for name in ("--tool-login", "--tool-launch", "--tool-jwks"):
        parser.add_argument(name, required=True)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--link", action="append", default=[], metavar="LABEL=URL")
    parser.add_argument("--learners", type=int, default=0, help="learners beyond the 25 of the story")
    parser.add_argument("--storage", action="store_true", help="keep secrets for tools (LTI Platform Storage)")
    return parser.parse_args()


def _place(lms: Lms) -> dict[str, str]:
    return {
        "base": lms.base,
        "issuer": lms.base,
        "client_id": lms.tool.client_id,
        "deployment_id": DEPLOYMENT_ID,
        "auth_login_url": f"{lms.base}/mod/lti/auth.php",
        "auth_token_url": f"{lms.base}/mod/lti/token.php",
        "key_set_url": f"{lms.base}/mod/lti/certs.php",
        "web_service_url": f"{lms.base}/webservice/rest/server.php",
        "web_service_token": lms.web_service_token,
        "context_id": str(COURSE_ID),
        "resource_link_id": LINK_ID,
    }


def _end_with_parent() -> None:
    """Nothing is left behind when whoever started this is killed."""
    parent = os.getppid()
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)


if __name__ == "__main__":
    main()
