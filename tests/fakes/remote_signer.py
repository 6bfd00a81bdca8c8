"""A remote signing service on loopback that speaks CSC API v2, with a real key; it can be slow, wrong or down."""

from __future__ import annotations

import base64
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

CLIENT, SECRET, PIN, CREDENTIAL = "twinseal", "the-client-secret", "4711", "seal-1"
SHA256_OID, RSA_SHA256_OID = "2.16.840.1.101.3.4.2.1", "1.2.840.113549.1.1.11"


class RemoteSigner:
    """`latency` in seconds for each signature; `broken` maps a method to the (status, answer) that it gives instead."""

    def __init__(self, file: bytes, password: bytes, *, authorize: bool = False) -> None:
        key, leaf, above = pkcs12.load_key_and_certificates(file, password)
        assert isinstance(key, rsa.RSAPrivateKey)
        assert leaf
        self.key, self.chain = key, (leaf, *above)
        self.authorize = authorize
        self.latency = 0.0
        self.broken: dict[str, tuple[int, Any]] = {}
        self.asked: list[str] = []
        self.tokens: set[str] = set()
        self.allowed: dict[str, list[str]] = {}
        signer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                status, answer = signer.answer(self.path, dict(self.headers), body)
                data = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
                head = f"HTTP/1.1 {status} x\r\nContent-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
                self.wfile.write(head.encode() + data)

            def log_message(self, *_: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            request_queue_size = 64
            daemon_threads = True

        self._server = Server(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self._server.server_address[1]}/csc/v2"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def how(self) -> bytes:
        lines = {"service": self.base, "client_id": CLIENT, "credential": CREDENTIAL}
        text = "".join(f'{name} = "{value}"\n' for name, value in lines.items())
        return f"{text}authorize = {str(self.authorize).lower()}\n".encode()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, Any]:
        method = path.removeprefix("/csc/v2/")
        self.asked.append(method)
        if method in self.broken:
            return self.broken[method]
        if method == "oauth2/token":
            return self._token(headers, parse_qs(body.decode()))
        if headers.get("Authorization", "").removeprefix("Bearer ") not in self.tokens:
            return 401, {"error": "invalid_token"}
        request = json.loads(body)
        if request.get("credentialID") != CREDENTIAL:
            return 400, {"error": "invalid_request", "error_description": "Invalid parameter credentialID"}
        does = {
            "credentials/info": self._info,
            "credentials/authorize": self._authorize,
            "signatures/signHash": self._sign,
        }
        return does[method](request) if method in does else (404, {"error": "not_found"})

    def _token(self, headers: dict[str, str], form: dict[str, list[str]]) -> tuple[int, Any]:
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if headers.get("Authorization") != f"Basic {basic}" or form.get("grant_type") != ["client_credentials"]:
            return 401, {"error": "invalid_client"}
        token = f"token-{len(self.asked)}"
        self.tokens.add(token)
        return 200, {"access_token": token, "token_type": "Bearer", "expires_in": 3600}

    def _info(self, request: dict[str, Any]) -> tuple[int, Any]:
        assert request["certificates"] == "chain"
        found = [base64.b64encode(c.public_bytes(Encoding.DER)).decode() for c in self.chain]
        key = {"status": "enabled", "algo": [RSA_SHA256_OID], "len": self.key.key_size}
        auth = {"mode": "explicit" if self.authorize else "implicit"}
        return 200, {"key": key, "cert": {"status": "valid", "certificates": found}, "auth": auth, "multisign": 1}

    def _authorize(self, request: dict[str, Any]) -> tuple[int, Any]:
        if request.get("authData") != [{"id": "PIN", "value": PIN}]:
            return 400, {"error": "invalid_pin"}
        allowed = f"SAD-{len(self.asked)}"
        self.allowed[allowed] = request["hashes"]
        return 200, {"SAD": allowed, "expiresIn": 60}

    def _sign(self, request: dict[str, Any]) -> tuple[int, Any]:
        right = (request.get("hashAlgorithmOID"), request.get("signAlgo")) == (SHA256_OID, RSA_SHA256_OID)
        if not right or (self.authorize and self.allowed.pop(request.get("SAD", ""), None) != request["hashes"]):
            return 400, {"error": "invalid_request"}
        time.sleep(self.latency)
        digests = [base64.b64decode(text) for text in request["hashes"]]
        made = [self.key.sign(digest, padding.PKCS1v15(), Prehashed(SHA256())) for digest in digests]
        return 200, {"signatures": [base64.b64encode(signature).decode() for signature in made]}
