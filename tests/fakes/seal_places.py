"""Every kind of place where a sealing key can lie, each with the same real seal in it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12

from adapters.seals.csc import CscSeal
from adapters.seals.file import FileSeal
from adapters.seals.pkcs11 import Pkcs11Seal
from plugin.domain.ports.credentials import Seal
from tests.conftest import absent
from tests.factories import sample_organisation
from tests.fakes.issuer import PASSWORD, authority
from tests.fakes.remote_signer import SECRET, RemoteSigner
from tests.fakes.seal_authority import real_seal

TOKEN, PIN = "seals", "4711"
LIBRARIES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")


@dataclass(frozen=True, slots=True)
class Place:
    """`file` is the same seal as PKCS#12; `open` opens the place with its secret, or with another one."""

    file: bytes
    how: bytes
    secret: str
    kind: Callable[[bytes, bytes, bytes], Seal]

    def open(self, secret: str | None = None) -> Seal:
        given = self.secret if secret is None else secret
        return self.kind(self.how, given.encode(), authority().certificate)


@cache
def sample_seal() -> bytes:
    return real_seal(sample_organisation())


def in_a_file(_folder: Path) -> Iterator[Place]:
    yield Place(sample_seal(), sample_seal(), PASSWORD.decode(), FileSeal)


def at_a_remote_signer(_folder: Path) -> Iterator[Place]:
    signer = RemoteSigner(sample_seal(), PASSWORD)
    try:
        yield Place(sample_seal(), signer.how(), SECRET, CscSeal)
    finally:
        signer.close()


def on_a_token(folder: Path) -> Iterator[Place]:
    put_on_a_token(folder)
    yield Place(sample_seal(), how_to_reach_it(), PIN, Pkcs11Seal)


def put_on_a_token(folder: Path, file: bytes | None = None) -> None:
    """A new SoftHSM token in that folder, with the seal's key and certificates; skips where SoftHSM is absent."""
    if not shutil.which("softhsm2-util"):
        absent("there is no SoftHSM on this machine (Debian: softhsm2)")
    try:
        import pkcs11
    except ImportError:
        absent("python-pkcs11 is not installed (pip install -e .[pkcs11])")
    (folder / "tokens").mkdir(exist_ok=True)
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    key, leaf, above = pkcs12.load_key_and_certificates(file or sample_seal(), PASSWORD)
    assert isinstance(key, rsa.RSAPrivateKey)
    assert leaf
    pem = folder / "key.pem"
    pem.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    util = ["softhsm2-util", "--token", TOKEN, "--pin", PIN]
    _run(["softhsm2-util", "--init-token", "--free", "--label", TOKEN, "--pin", PIN, "--so-pin", "12345678"])
    _run([*util, "--import", str(pem), "--label", "seal", "--id", "01"])
    library = pkcs11.lib(_library())
    library.reinitialize()
    with library.get_token(token_label=TOKEN).open(rw=True, user_pin=PIN) as session:
        for number, certificate in enumerate((*above, leaf)):  # the seal's own comes last, as on no tidy token
            attribute = pkcs11.Attribute
            session.create_object(
                {
                    attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
                    attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
                    attribute.TOKEN: True,
                    attribute.SUBJECT: certificate.subject.public_bytes(),
                    attribute.ID: b"\x01" if certificate is leaf else bytes([0x10 + number]),
                    attribute.VALUE: certificate.public_bytes(Encoding.DER),
                }
            )


def how_to_reach_it() -> bytes:
    return f'module = "{_library()}"\ntoken = "{TOKEN}"\nkey = "seal"\n'.encode()


def _library() -> str:
    return next(path for path in LIBRARIES if Path(path).exists())


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=30)
