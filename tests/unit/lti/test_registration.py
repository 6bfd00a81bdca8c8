"""Dynamic registration against platforms that do it well, and against those that try something."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from lti import public_http
from lti.offer import NOTICES, PLATFORM, SCOPES, TOOL
from lti.public_http import GuardedSession
from lti.registration import _check_configuration, register
from plugin.domain.errors import InputError, ServiceError
from plugin.domain.platforms import Registered
from tests.fakes.misbehaving_platform import MisbehavingPlatform, Reply
from tests.unit.lti.conftest import PUBLIC_URL, platform_key


def serve_registration(platform: MisbehavingPlatform, response: Any = None, **configuration: Any) -> None:
    base = platform.base
    sound = {
        "issuer": base,
        "authorization_endpoint": f"{base}/auth",
        "token_endpoint": f"{base}/token",
        "jwks_uri": f"{base}/jwks",
        "registration_endpoint": f"{base}/register",
        "scopes_supported": [SCOPES[3]],
        "claims_supported": ["sub", "name", "unheard_of"],
        "https://purl.imsglobal.org/spec/lti-platform-configuration": {"product_family_code": "Moodle"},
    }
    body = {name: value for name, value in {**sound, **configuration}.items() if value is not None}
    answer = {"client_id": "c1", TOOL: {"deployment_id": "7"}} if response is None else response
    platform.says("/configuration", Reply(body=json.dumps(body).encode()))
    platform.says("/register", Reply(body=json.dumps(answer).encode()))


def registered(platform: MisbehavingPlatform, *, with_token: bool = True) -> Registered:
    with GuardedSession(loopback_too=True) as session:
        return register(f"{platform.base}/configuration", "t" if with_token else "", PUBLIC_URL, session)


def test_the_platform_and_we_agree_on_what_both_know(platform: MisbehavingPlatform) -> None:
    serve_registration(platform)
    made = registered(platform)
    assert (made.issuer, made.client_id, made.deployment_id, made.family) == (platform.base, "c1", "7", "moodle")
    assert (made.auth_login_url, made.origin) == (f"{platform.base}/auth", platform.base)
    asked = next(a for a in platform.asked if a.path == "/register")
    offer = json.loads(asked.body)
    assert asked.headers["Authorization"] == "Bearer t"
    assert offer["scope"] == SCOPES[3]
    assert offer[TOOL]["claims"] == ["sub", "name"]
    assert offer["redirect_uris"] == [f"{PUBLIC_URL}/lti/launch"]
    assert offer[TOOL]["domain"] == "tool.example"


@pytest.mark.parametrize(
    ("supported", "types"),
    [
        ([{"type": "LtiDeepLinkingRequest"}, 7], ["LtiResourceLinkRequest", "LtiDeepLinkingRequest"]),
        ("text", ["LtiResourceLinkRequest"]),
    ],
)
def test_only_messages_that_the_platform_sends_are_asked_for(
    platform: MisbehavingPlatform, supported: object, types: list[str]
) -> None:
    key = "https://purl.imsglobal.org/spec/lti-platform-configuration"
    serve_registration(platform, **{key: {"messages_supported": supported}})
    registered(platform)
    assert [message["type"] for message in json.loads(platform.asked[-1].body)[TOOL]["messages"]] == types


def test_without_a_token_no_token_is_sent(platform: MisbehavingPlatform) -> None:  # row 27
    serve_registration(platform, {"client_id": 42}, scopes_supported=None, claims_supported=None)
    made = registered(platform, with_token=False)
    assert (made.client_id, made.deployment_id) == ("42", "")
    assert all("Authorization" not in asked.headers for asked in platform.asked)
    assert json.loads(platform.asked[-1].body)["scope"] == " ".join(SCOPES)


def test_a_platform_without_a_family_is_generic(platform: MisbehavingPlatform) -> None:
    key = "https://purl.imsglobal.org/spec/lti-platform-configuration"
    serve_registration(platform, **{key: "text"})
    assert registered(platform).family == "generic"


@pytest.mark.parametrize(
    "configuration",
    [
        {"issuer": None},
        {"token_endpoint": 7},
        {"jwks_uri": "x" * 2001},
        {"issuer": "https://other.example"},
        {"issuer": "https://["},
    ],
)
def test_a_configuration_that_cannot_be_right_is_refused(
    platform: MisbehavingPlatform, configuration: dict[str, Any]
) -> None:
    serve_registration(platform, **configuration)
    with pytest.raises(InputError):
        registered(platform)
    assert platform.count("/register") == 0


@pytest.mark.parametrize("response", [{}, {"client_id": ""}, {"client_id": None}])
def test_without_a_client_id_it_is_refused(platform: MisbehavingPlatform, response: dict[str, Any]) -> None:
    serve_registration(platform, response)
    with pytest.raises(ServiceError, match="no client id"):
        registered(platform)


@pytest.mark.parametrize("reply", [Reply(404, b"Ada"), Reply(302, headers={"Location": "http://10.0.0.1/"})])
def test_a_configuration_that_cannot_be_had_is_refused(platform: MisbehavingPlatform, reply: Reply) -> None:
    platform.says("/configuration", reply)
    with pytest.raises((ServiceError, InputError)) as refusal:
        registered(platform)
    assert "Ada" not in str(refusal.value)


def test_a_configuration_that_is_no_object_is_refused(platform: MisbehavingPlatform) -> None:
    platform.says("/configuration", Reply(body=b"[]"))
    with pytest.raises(InputError, match="not an object"):
        registered(platform)


@pytest.mark.parametrize(
    "url",
    [
        "http://lms.example/",
        "ftp://lms.example/",
        "https://",
        "https://[",
        "https://u:p@lms.example/",
        b"http://x/",
        "",
    ],
)
def test_only_https_is_ever_asked(url: str) -> None:
    with GuardedSession() as session, pytest.raises(InputError, match="not an https address"):
        session.get(url)


def offered(platform: MisbehavingPlatform, **configuration: Any) -> dict[str, Any]:
    serve_registration(platform, **configuration)
    registered(platform)
    offer: dict[str, Any] = json.loads(platform.asked[-1].body)
    return offer


def test_placements_and_variables_are_cut_down_to_what_the_platform_knows(platform: MisbehavingPlatform) -> None:
    choice = {"type": "LtiDeepLinkingRequest", "placements": ["ContentArea", "RichTextEditor"]}
    offer = offered(platform, **{PLATFORM: {"messages_supported": [choice], "variables": ["Context.id.history"]}})
    assert offer[TOOL]["messages"][1]["placements"] == ["ContentArea"]
    assert offer[TOOL]["custom_parameters"] == {"context_history": "$Context.id.history"}
    choice["placements"] = ["RichTextEditor"]
    offer = offered(platform, **{PLATFORM: {"messages_supported": [choice], "variables": ["$User.id", 7]}})
    assert "placements" not in offer[TOOL]["messages"][1]
    assert offer[TOOL]["custom_parameters"] == {}


def test_notices_are_asked_for_only_where_the_platform_lists_them(platform: MisbehavingPlatform) -> None:
    assert NOTICES not in offered(platform, scopes_supported=None)["scope"]
    assert NOTICES in offered(platform, scopes_supported=[NOTICES])["scope"]


def test_a_canvas_is_spoken_to_in_its_own_words(platform: MisbehavingPlatform) -> None:
    messages = [
        {"type": "LtiResourceLinkRequest", "placements": ["course_navigation", "account_navigation"]},
        {"type": "LtiDeepLinkingRequest", "placements": ["link_selection"]},
    ]
    offer = offered(platform, **{PLATFORM: {"product_family_code": "canvas", "messages_supported": messages}})
    tool = offer[TOOL]
    assert tool["https://canvas.instructure.com/lti/privacy_level"] == "public"
    assert tool["custom_parameters"]["canvas_masquerading_user_id"] == "$Canvas.masqueradingUser.id"
    link, choice = tool["messages"]
    assert link["placements"] == ["course_navigation"]
    assert link["https://canvas.instructure.com/lti/course_navigation/default_enabled"] is False
    assert choice["placements"] == ["link_selection"]


@pytest.mark.parametrize(
    ("issuer", "host", "accepted"),
    [
        ("https://canvas.instructure.com", "sso.canvaslms.com", True),
        ("https://canvas.beta.instructure.com", "sso.beta.canvaslms.com", True),
        ("https://canvas.instructure.com", "sso.beta.canvaslms.com", False),
        ("https://canvas.instructure.com", "evil.example", False),
    ],
)
def test_hosted_canvas_may_speak_from_its_own_other_host(issuer: str, host: str, accepted: bool) -> None:
    names = ("authorization_endpoint", "token_endpoint", "jwks_uri", "registration_endpoint")
    configuration = {"issuer": issuer, **dict.fromkeys(names, issuer)}
    url = f"https://{host}/api/lti/security/openid-configuration"
    if accepted:
        _check_configuration(configuration, url)
    else:
        with pytest.raises(InputError, match="another platform"):
            _check_configuration(configuration, url)


@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri", "registration_endpoint"])
@pytest.mark.parametrize("address", ["http://lms.example/", "https://10.0.0.1/", "https://localhost/"])
def test_no_address_of_the_configuration_may_lie_in_our_own_network(
    platform: MisbehavingPlatform, name: str, address: str
) -> None:
    serve_registration(platform, **{name: address})
    with pytest.raises((InputError, ServiceError)):
        registered(platform)
    assert platform.count("/register") == 0


def test_a_private_platform_is_called_when_our_administrator_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(0, 0, 0, "", ("10.0.0.7", 443))]
    monkeypatch.setattr(public_http.socket, "getaddrinfo", lambda *_a, **_k: found)
    with GuardedSession(private_hosts=frozenset({"moodle.intern"})) as session:
        session.check("https://Moodle.intern/token")
        with pytest.raises(InputError, match="public internet"):
            session.check("https://other.intern/token")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "10.0.0.1", "169.254.169.254", "[::1]", "nowhere.invalid"])
def test_our_own_network_is_never_reached(host: str) -> None:
    with GuardedSession() as session, pytest.raises(ServiceError, match="did not answer"):
        session.get(f"https://{host}/")


@pytest.fixture
def https_server(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """A server that answers for lms.example, under a certificate of that name."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "lms.example")])
    now, key = datetime.now(UTC), platform_key()
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(now - timedelta(1)).not_valid_after(now + timedelta(1))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("lms.example")]), critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    certificate = tmp_path / "certificate.pem"
    certificate.write_bytes(builder.sign(key, SHA256()).public_bytes(Encoding.PEM))
    private = tmp_path / "key.pem"
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.headers["Host"].encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, private)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield server.server_address[1], certificate
    server.shutdown()
    server.server_close()


def test_the_checked_address_is_the_one_connected_to_under_the_hosts_certificate(
    https_server: tuple[int, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    port, certificate = https_server
    asked: list[str] = []

    def resolve(name: str, _port: int, _private: frozenset[str]) -> str:
        asked.append(name)
        return "127.0.0.1"

    monkeypatch.setattr(public_http, "_checked_address", resolve)
    with GuardedSession() as session:
        session.verify = str(certificate)
        assert session.get(f"https://lms.example:{port}/").text == f"lms.example:{port}"
        assert asked == ["lms.example"]
        with pytest.raises(ServiceError):  # the certificate is not that of another host
            session.get(f"https://other.example:{port}/")


def test_a_public_name_resolves_to_one_checked_address(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(0, 0, 0, "", (address, 443)) for address in ("93.184.216.34", "93.184.216.35")]
    monkeypatch.setattr(public_http.socket, "getaddrinfo", lambda *_a, **_k: found)
    assert ip_address(public_http._checked_address("lms.example", 443, frozenset())).is_global
