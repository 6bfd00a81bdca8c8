"""What is added to a seal after it was made: time stamps and evidence, in `etsiU` (ETSI TS 119 182-1, section 5.3)."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from adapters.proofs.public_keys import base64url, from_base64url
from plugin.domain.bounded_json import load_json
from plugin.domain.errors import InputError
from plugin.domain.text import say

ENTRIES_MAX = 20
ENTRY_MAX = 10_000_000
VALUES_MAX = 20
STAMPS_MAX = 4  # of each kind: reading one costs milliseconds, and a seal has one or two


@dataclass(frozen=True, slots=True)
class Evidence:
    """Certificates, certificate revocation lists and OCSP answers, as DER."""

    certificates: tuple[bytes, ...] = ()
    lists: tuple[bytes, ...] = ()
    answers: tuple[bytes, ...] = ()

    def __add__(self, other: Evidence) -> Evidence:
        """Both, each thing once."""
        return Evidence(
            tuple(dict.fromkeys(self.certificates + other.certificates)),
            tuple(dict.fromkeys(self.lists + other.lists)),
            tuple(dict.fromkeys(self.answers + other.answers)),
        )


@dataclass(frozen=True, slots=True)
class Unsigned:
    """`etsiU` as it was read. `archive_stamps` each with the entries before it, which it covers."""

    stamps: tuple[bytes, ...] = ()
    archive_stamps: tuple[tuple[bytes, str], ...] = ()
    evidence: Evidence = field(default_factory=Evidence)


def stamp_entry(name: str, token: bytes) -> str:
    """`sigTst` or `arcTst` with one token (section 5.3.3 and 5.3.6), as it stands in `etsiU`."""
    return _entry({name: {"tstTokens": [{"val": _text(token)}]}})


def evidence_entries(evidence: Evidence) -> tuple[str, ...]:
    """`xVals` and `rVals` (sections 5.3.5.1 and 5.3.5.2); what there is nothing of is left out."""
    entries = []
    if evidence.certificates:
        entries.append(_entry({"xVals": [{"x509Cert": {"val": _text(der)}} for der in evidence.certificates]}))
    values = {"crlVals": evidence.lists, "ocspVals": evidence.answers}
    if any(values.values()):
        kept = {name: [{"val": _text(der)} for der in ders] for name, ders in values.items() if ders}
        entries.append(_entry({"rVals": kept}))
    return tuple(entries)


def read_unsigned(members: Mapping[str, Any]) -> Unsigned:
    """What `etsiU` holds; whatever is damaged or too much is as if it were not there. Never raises."""
    given = members.get("etsiU")
    entries = [text for text in given if isinstance(text, str)][:ENTRIES_MAX] if isinstance(given, list | tuple) else []
    stamps: list[bytes] = []
    archive: list[tuple[bytes, str]] = []
    evidence = Evidence()
    for number, text in enumerate(entries):
        for name, value in _members(text).items():
            if name == "sigTst":
                stamps += _tokens(value)
            elif name == "arcTst":
                archive += [(token, "".join(entries[:number])) for token in _tokens(value)]
            elif name == "xVals":
                evidence += Evidence(tuple(_ders(_each(value, "x509Cert"))))
            elif name == "rVals" and isinstance(value, dict):
                evidence += Evidence((), tuple(_ders(value.get("crlVals"))), tuple(_ders(value.get("ocspVals"))))
    return Unsigned(tuple(stamps[:STAMPS_MAX]), tuple(archive[-STAMPS_MAX:]), _bounded(evidence))


def stamps_in(header: Mapping[str, Any]) -> tuple[bytes, ...]:
    """The tokens of `adoTst` in a protected header: over the payload, from before it was sealed (section 5.2.6)."""
    return tuple(_tokens(header.get("adoTst"))[:STAMPS_MAX])


def _bounded(evidence: Evidence) -> Evidence:
    certificates, lists = evidence.certificates[:VALUES_MAX], evidence.lists[:VALUES_MAX]
    return Evidence(certificates, lists, evidence.answers[:VALUES_MAX])


def _entry(members: Mapping[str, Any]) -> str:
    return base64url(json.dumps(members, separators=(",", ":")).encode())


def _members(text: str) -> Mapping[str, Any]:
    try:
        value = load_json(from_base64url(text), ENTRY_MAX, say("An addition to the seal"))
    except InputError:
        return {}
    return value if isinstance(value, dict) else {}


def _tokens(value: object) -> list[bytes]:
    return list(_ders(value.get("tstTokens"))) if isinstance(value, dict) else []


def _each(values: object, name: str) -> list[Any]:
    return [value.get(name) for value in values if isinstance(value, dict)] if isinstance(values, list) else []


def _ders(values: object) -> Iterator[bytes]:
    for value in values[:VALUES_MAX] if isinstance(values, list) else []:
        text = value.get("val") if isinstance(value, dict) else None
        try:
            yield base64.b64decode(text, validate=True) if isinstance(text, str) else b""
        except ValueError:
            continue


def _text(der: bytes) -> str:
    return base64.b64encode(der).decode()
