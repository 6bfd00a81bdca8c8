"""A seal whose key lies on a token or in a hardware module (PKCS#11 v2.40), reached by its maker's library.

The file that says how: `module` (path of the library), `token` and `key` (their labels), and `certificates` (PEM) where
the token holds none. The secret is the PIN.
"""

from __future__ import annotations

import hashlib
from threading import Lock
from typing import Any

from cryptography import x509

from adapters.seals.certificates import algorithm_of, identity_of, in_order, issued_by
from adapters.seals.configuration import Configuration
from plugin.domain.documents import SealIdentity
from plugin.domain.errors import InputError, ServiceError
from plugin.domain.text import say

_WAITS = "What is to be sealed waits. Check that the token is plugged in and its library is installed; then try again."
_refused: set[bytes] = set()  # PINs that a token refused: a third try would lock it


class Pkcs11Seal:
    """Implements the port `Seal`. One call at a time: a token has one voice.

    ServiceError when the token cannot be reached or refuses the PIN; a refused PIN is not tried again in this process.
    """

    identity: SealIdentity
    algorithm: str

    def __init__(self, raw: bytes, secret: bytes, authority: bytes) -> None:
        self._how = Configuration(raw)
        self._lock = Lock()
        with self._lock, _plainly():
            session = self._session(secret)
            self._key = _key(session, self._how.text("key"))
            chain = in_order(self._how.certificates() or _certificates(session, self._key))
        self.identity = identity_of(chain, is_test=issued_by(chain[0], authority))
        self.algorithm = algorithm_of(chain[0])

    def sign(self, signing_input: bytes) -> bytes:
        """The raw signature as JOSE wants it; that of a P-256 key comes from the token as r and s already."""
        import pkcs11

        with self._lock, _plainly():
            if self.algorithm == "RS256":
                made = self._key.sign(signing_input, mechanism=pkcs11.Mechanism.SHA256_RSA_PKCS)
            else:
                made = self._key.sign(hashlib.sha256(signing_input).digest(), mechanism=pkcs11.Mechanism.ECDSA)
        return bytes(made)

    def _session(self, secret: bytes) -> Any:
        import pkcs11

        module, label = self._how.text("module"), self._how.text("token")
        tried = hashlib.sha256(b"\0".join((module.encode(), label.encode(), secret))).digest()
        if tried in _refused:
            raise _wrong_pin()
        library = pkcs11.lib(module)
        library.reinitialize()  # a token that was plugged in again is seen only so
        try:
            return library.get_token(token_label=label).open(user_pin=secret.decode())
        except (pkcs11.PinIncorrect, pkcs11.PinLenRange, pkcs11.PinInvalid):
            _refused.add(tried)
            raise _wrong_pin() from None


class _plainly:  # noqa: N801 - reads as a word in a with statement
    """Every failure of the library or the token as a sentence."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, ImportError):
            hint = "Install it: pip install 'twinseal[pkcs11]'"
            raise InputError("seal.pkcs11", "Tokens are reached by python-pkcs11, which is not installed.", hint)
        if error is None or isinstance(error, InputError | ServiceError):
            return
        if isinstance(error, Exception):
            why = type(error).__name__
            raise ServiceError(
                "seal.token", say("The token with the seal cannot be used ({why}).", why=why), _WAITS
            ) from None


def _wrong_pin() -> ServiceError:
    hint = "It is not tried again, so that the token is not locked. Connect it anew with the right PIN."
    return ServiceError("seal.pin", "The token with the seal refuses the PIN.", hint)


def _key(session: Any, label: str) -> Any:
    import pkcs11

    return session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, label=label)


def _certificates(session: Any, key: Any) -> tuple[x509.Certificate, ...]:
    """All certificates on the token, that of the key first: PKCS#11 ties them by CKA_ID."""
    import pkcs11

    found = list(session.get_objects({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE}))
    own = [c for c in found if c[pkcs11.Attribute.ID] == key[pkcs11.Attribute.ID]]
    if not own:
        sentence = "The token holds no certificate for the key."
        raise InputError("seal.certificate", sentence, "Write certificates = “…” (PEM) into the file.")
    rest = [c for c in found if c not in own]
    return tuple(x509.load_der_x509_certificate(c[pkcs11.Attribute.VALUE]) for c in (*own[:1], *rest))
