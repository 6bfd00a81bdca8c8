"""A seal at a remote signing service, by the API of the Cloud Signature Consortium (CSC API v2.0.0.2).

The file that says how: `service` (address that ends in /csc/v2), `client_id`, `credential` (its id), `token_url` where
it is not SERVICE/oauth2/token, and `authorize = true` where each signature must be allowed with the credential's PIN
(section 11.6). The secret is the client secret; with `authorize`, the PIN stands on a second line.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from cryptography import x509

from adapters.seals.certificates import algorithm_of, identity_of, in_order, issued_by, jose_signature, signed_by
from adapters.seals.configuration import Configuration
from adapters.seals.csc_client import CscClient, wrong
from plugin.domain.documents import SealIdentity

SHA256_OID = "2.16.840.1.101.3.4.2.1"
SIGNATURE_OIDS = {"RS256": "1.2.840.113549.1.1.11", "ES256": "1.2.840.10045.4.3.2"}
CHAIN_MAX = 10
_P256_RAW = 64


class CscSeal:
    """Implements the port `Seal`. Only the SHA-256 of what is sealed leaves the house; many may sign at once.

    ServiceError when the service does not answer in time, refuses, or gives a signature that does not hold.
    """

    identity: SealIdentity
    algorithm: str

    def __init__(self, raw: bytes, secret: bytes, authority: bytes) -> None:
        how = Configuration(raw)
        client_secret, _, self._pin = secret.decode().partition("\n")
        self._credential = how.text("credential")
        self._must_authorize = how.flag("authorize")
        self._client = CscClient(how, client_secret)
        chain = in_order(how.certificates() or self._certificates())
        self._leaf = chain[0]
        self.identity = identity_of(chain, is_test=issued_by(chain[0], authority))
        self.algorithm = algorithm_of(chain[0])

    def sign(self, signing_input: bytes) -> bytes:
        """The raw signature as JOSE wants it (signatures/signHash, section 11.10)."""
        digest = base64.b64encode(hashlib.sha256(signing_input).digest()).decode()
        request: dict[str, Any] = {"credentialID": self._credential, "hashes": [digest]}
        request |= {"hashAlgorithmOID": SHA256_OID, "signAlgo": SIGNATURE_OIDS[self.algorithm]}
        if self._must_authorize:
            request["SAD"] = self._allowed(digest)
        answer = self._client.call("signatures/signHash", request)
        return self._checked(answer.get("signatures"), signing_input)

    def _allowed(self, digest: str) -> str:
        request = {"credentialID": self._credential, "numSignatures": 1, "hashes": [digest]}
        request |= {"hashAlgorithmOID": SHA256_OID, "authData": [{"id": "PIN", "value": self._pin}]}
        allowed = self._client.call("credentials/authorize", request).get("SAD")
        if not isinstance(allowed, str):
            raise wrong()
        return allowed

    def _checked(self, made: object, signing_input: bytes) -> bytes:
        try:
            assert isinstance(made, list)  # noqa: S101 - caught below
            signature = base64.b64decode(made[0], validate=True)
            if self.algorithm == "ES256" and len(signature) != _P256_RAW:
                signature = jose_signature(signature)
        except (AssertionError, IndexError, TypeError, ValueError, OverflowError):
            raise wrong() from None
        if not signed_by(self._leaf, signature, signing_input):
            raise wrong()
        return signature

    def _certificates(self) -> tuple[x509.Certificate, ...]:
        """credentials/info, section 11.5, with the whole chain."""
        request = {"credentialID": self._credential, "certificates": "chain", "certInfo": False}
        given = self._client.call("credentials/info", request).get("cert")
        try:
            found = given["certificates"][:CHAIN_MAX] if isinstance(given, dict) else []
            read = tuple(x509.load_der_x509_certificate(base64.b64decode(text, validate=True)) for text in found)
        except (KeyError, TypeError, ValueError):
            read = ()
        if not read:
            raise wrong()
        return read
